"""What is new for whom: posts of others in places of one's own, without the muted, deleted and ignored."""

import pytest

from community.catalogue.models import Passage
from community.following.actions import follow
from community.people.models import Person
from community.spaces.actions import join
from community.spaces.models import Space
from forum import actions
from forum.queries import unread as module
from forum.queries.reading import is_counted, last_of_others
from forum.queries.threads import thread_page
from forum.queries.unread import unread
from tests.forum.newness import new_in, start, write
from tests.forum.threads import entry_of

pytestmark = pytest.mark.django_db


def fresh(person):
    return Person.objects.get(pk=person.pk)


def read_and_ignoring(person, thread, other):
    """Returns a person who has read what opens a thread and ignores somebody from then on."""
    actions.read_up_to(by=person, thread=thread, number=1)
    follow(person=person, target="person", target_id=other.pk, level="ignored")
    return fresh(person)


def said_of(person, thread):
    """Returns what is new in a thread: by the count, on its page, and for the button that marks it unread."""
    return new_in(person, thread), thread_page(person, thread.pk).first_new, last_of_others(person, thread)


class TestWhatCounts:
    def test_posts_of_others_count_and_own_do_not(self, anna, jan, quiet):
        thread = start(jan, quiet, "one")
        write(anna, thread, "own")
        write(jan, thread, "more")
        assert new_in(anna, thread) == (2, "#p1")
        assert new_in(jan, thread) == (1, "#p2")

    def test_the_first_new_post_is_found_on_its_page(self, anna, jan, quiet):
        thread = start(anna, quiet, "paged")
        for n in range(2, 27):
            write(jan, thread, n)
        actions.read_up_to(by=anna, thread=thread, number=23)
        assert new_in(anna, thread) == (3, "?strona=2#p24")

    def test_other_places_count_only_what_is_followed_from_then_on(self, olaf, jan, quiet):
        thread = start(jan, quiet, "elsewhere")
        assert new_in(olaf, thread) is None
        follow(person=olaf, target="entry", target_id=entry_of(thread).pk)
        assert new_in(olaf, thread) is None
        write(jan, thread, "later")
        assert new_in(olaf, thread) == (1, "#p2")

    def test_muted_threads_are_never_new(self, anna, jan, quiet):
        thread = start(jan, quiet, "muted")
        follow(person=anna, target="entry", target_id=entry_of(thread).pk, level="muted")
        assert new_in(anna, thread) is None

    def test_what_was_there_before_one_joined_is_not_new(self, olaf, jan, quiet):
        thread = start(jan, quiet, "before")
        join(person=olaf, space=quiet)
        write(jan, thread, "after")
        assert new_in(olaf, thread) == (1, "#p2")

    def test_closed_threads_are_not_counted_for_outsiders(self, olaf, jan, quiet):
        thread = start(jan, quiet, "closed", audience="members")
        follow(person=olaf, target="entry", target_id=entry_of(thread).pk)
        write(jan, thread, "secret")
        assert (new_in(olaf, thread), unread(olaf).spaces) == (None, {})

    def test_deleted_posts_are_not_new_and_come_back_with_their_restoration(self, anna, jan, ewa, quiet):
        thread = start(anna, quiet, "deleted")
        post = write(jan, thread, "gone")
        actions.delete_post(by=ewa, post=post)
        assert new_in(anna, thread) is None
        actions.restore_post(by=ewa, post=post)
        assert new_in(anna, thread) == (1, "#p2")

    def test_posts_of_ignored_people_are_not_new_where_they_are_folded_away(self, anna, jan, ewa, quiet):
        thread = start(anna, quiet, "ignoring")
        anna = read_and_ignoring(anna, thread, jan)
        write(jan, thread, "folded")
        assert said_of(anna, thread) == (None, None, None)
        write(ewa, thread, "heard")
        assert said_of(anna, thread) == ((1, "#p3"), 3, 3)

    def test_thread_begun_by_an_ignored_person_offers_nothing_to_mark(self, anna, jan, quiet):
        thread = start(jan, quiet, "begun")
        assert is_counted(anna, thread) is True
        follow(person=anna, target="person", target_id=jan.pk, level="ignored")
        assert (is_counted(fresh(anna), thread), new_in(fresh(anna), thread)) == (False, None)

    def test_who_facilitates_ignores_nobody_there(self, anna, jan, ewa, quiet):
        thread = start(anna, quiet, "led")
        ewa = read_and_ignoring(ewa, thread, jan)
        write(jan, thread, "for-ewa")
        assert said_of(ewa, thread) == ((1, "#p2"), 2, 2)

    def test_every_entry_is_at_least_as_young_as_its_passages(self):
        rows = Passage.objects.filter(entry__moves=True, entry__is_listed=True).select_related("entry")
        assert [row for row in rows if row.at > row.entry.last_activity_at] == []


def test_a_space_without_members_has_nothing_new_for_anybody(olaf):
    empty = Space.objects.create(kind="group", slug="pusta", name="Pusta", audience="public")
    assert unread(olaf, space=empty).of(empty.pk) == module.NOTHING
