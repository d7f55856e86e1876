"""What people have read, keep and follow is carried to another entry, also while they read and press buttons."""

import pytest

from community.catalogue.actions import add_bookmark, mark_seen, move_bookmarks, raise_seen
from community.catalogue.models import Bookmark, Entry, Seen
from community.following.actions import follow
from community.following.carrying import follow_instead
from community.following.models import Follow
from tests.catalogue.reading import asked
from tests.meanwhile import meanwhile

pytestmark = pytest.mark.django_db


@pytest.fixture()
def entry(question):
    return Entry.objects.get(kind="question", subject_id=question.pk)


@pytest.fixture()
def into(anna, zielona):
    return Entry.objects.get(kind="question", subject_id=asked(anna, zielona, "Kto jeszcze podlewa?", "Pytanie.").pk)


def marks(entry):
    return dict(Seen.objects.filter(entry=entry).values_list("person_id", "upto"))


def test_marks_are_made_and_raised_and_never_lowered(entry, anna, jan, ewa):
    Seen.objects.filter(entry=entry).delete()
    for who, upto in ((anna, 3), (jan, 9)):
        mark_seen(person=who, entry_id=entry.pk, upto=upto)
    raise_seen(entry=entry, upto={anna.pk: 5, jan.pk: 5, ewa.pk: 5})
    assert marks(entry) == {anna.pk: 5, jan.pk: 9, ewa.pk: 5}


@pytest.mark.parametrize("statement", ["INSERT", "UPDATE"])
def test_mark_of_who_reads_on_meanwhile_stays(statement, entry, anna, jan):
    Seen.objects.filter(entry=entry).delete()
    mark_seen(person=jan, entry_id=entry.pk, upto=1)
    with meanwhile(statement, lambda: Seen.objects.filter(entry=entry, person=jan).update(upto=9)):
        raise_seen(entry=entry, upto={anna.pk: 5, jan.pk: 5})
    assert marks(entry) == {anna.pk: 5, jan.pk: 9}


def test_marks_of_a_thousand_people_cost_little(entry, django_assert_max_num_queries):
    from community.people.models import Person

    crowd = Person.objects.bulk_create([Person(email=f"t{n}@tlum.example", slug=f"tlum-{n}") for n in range(1000)])
    with django_assert_max_num_queries(12):
        raise_seen(entry=entry, upto={who.pk: number for number, who in enumerate(crowd)})
    assert marks(entry)[crowd[999].pk] == 999


def test_bookmark_set_meanwhile_is_one(entry, into, anna, jan):
    for who in (anna, jan):
        add_bookmark(person=who, entry=entry)
    first = Bookmark.objects.get(person=anna, entry=entry).created_at
    with meanwhile("INSERT", lambda: Bookmark.objects.create(person=jan, entry=into)):
        move_bookmarks(entry=entry, into=into)
    kept = Bookmark.objects.filter(entry__in=[entry, into]).order_by("person__name")
    assert list(kept.values_list("person", "entry")) == [(anna.pk, into.pk), (jan.pk, into.pk)]
    assert kept[0].created_at == first


def test_wish_about_the_other_entry_made_meanwhile_stays(entry, into, jan):
    follow(person=jan, target="entry", target_id=entry.pk)
    with meanwhile("INSERT", lambda: follow(person=jan, target="entry", target_id=into.pk, level="muted")):
        follow_instead(entry_id=entry.pk, into_id=into.pk)
    levels = Follow.objects.filter(person=jan, target="entry", target_id__in=[entry.pk, into.pk])
    assert list(levels.values_list("target_id", "level")) == [(into.pk, "muted")]
