"""Who may follow, asked for many at once, equals what the rules say of each: over the whole demo."""

import pytest
from django.contrib.auth.models import AnonymousUser

from community.catalogue.models import Entry
from community.following.queries import only_who_see
from community.live.kinds import NOBODY, Readers, stream_kinds
from community.people.models import Person
from community.spaces.models import Audience, Space
from community.spaces.rules import may_see, who_sees
from forum.actions import delete_post, start_thread
from forum.models import Thread
from forum.rules import may_see_thread

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]
STRANGE = ["", "x", "-1", "0", "9" * 30, str(2**70), "1.5", "٣", "1 ", "1:2:3", "None"]


@pytest.fixture()
def people(olaf):
    Person.objects.create(email="x@closed.example", name="Konto zamknięte", slug="x", is_active=False)
    return list(Person.objects.all())


def readers(key, people):
    kind, _, ident = key.partition(":")
    return stream_kinds[kind].readers(ident, [person.pk for person in people])


def test_who_sees_equals_may_see_of_each(people):
    ids = [person.pk for person in people]
    for space in Space.objects.all():
        for audience in Audience.values:
            asked = {"audience": audience, "space_id": space.pk}
            may = {person.pk for person in people if person.is_active and may_see(person, **asked)}
            assert who_sees(ids, **asked) == may
            entry = Entry(audience=audience, space=space)
            assert only_who_see(entry, set(ids)) == may


def test_readers_of_threads_equal_who_may_see_them(people, zielona, anna):
    for audience in ("community", "members"):
        start_thread(
            author=anna, space=zielona, kind="question", title="Pytanie do swoich", text="T.", key=f"read-{audience}",
            audience=audience,
        )  # fmt: skip
    for thread in Thread.objects.all():
        may = frozenset(person.pk for person in people if person.is_active and may_see_thread(person, thread))
        assert readers(thread.stream, people) == Readers(may_see_thread(AnonymousUser(), thread), may)


def test_readers_of_lists_equal_who_may_see_what_is_in_them(people):
    for thread in Thread.objects.all():
        asked = {"audience": thread.audience, "space_id": thread.space_id}
        may = frozenset(person.pk for person in people if person.is_active and may_see(person, **asked))
        assert readers(thread.list_stream, people) == Readers(may_see(AnonymousUser(), **asked), may)


def test_deleted_thread_has_no_readers_not_even_its_keepers(people, question, anna):
    delete_post(by=anna, post=question.posts.get(number=1))
    assert readers(question.stream, people) == NOBODY


@pytest.mark.parametrize("ident", [*STRANGE, "1:public"])
def test_unknown_thread_has_no_readers(ident, people):
    assert readers(f"thread:{ident}", people) == NOBODY


@pytest.mark.parametrize("ident", [*STRANGE, "1", "1:", "1:everybody", "1:PUBLIC", "0:public", f"{2**70}:public"])
def test_unknown_list_has_no_readers(ident, people):
    assert readers(f"threads:{ident}", people) == NOBODY


def test_people_not_asked_about_are_not_named(question, anna, jan):
    assert readers(question.stream, [anna]) == Readers(True, frozenset([anna.pk]))
    assert readers(question.stream, []) == Readers(True, frozenset())


@pytest.mark.parametrize("audience", ["public", "members"])
def test_asking_costs_three_queries_at_most(audience, people, zielona, anna, django_assert_max_num_queries):
    thread = start_thread(
        author=anna, space=zielona, kind="question", title="Pytanie", text="T.", key="read-cost", audience=audience
    )
    for key in (thread.stream, thread.list_stream):
        with django_assert_max_num_queries(3):
            readers(key, people)
