"""Marks of reading: roll-ups that swallow nothing, and whole places marked as read."""

from datetime import timedelta

import pytest
from django.utils import timezone

from community.base import clock
from community.catalogue.models import Seen, SeenSpace
from forum import actions
from forum.models import Thread
from forum.queries import unread as module
from forum.queries.reading import how_far
from forum.queries.unread import first_unread, unread
from tests.forum.newness import new_in, start, write
from tests.forum.threads import entry_of

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


class TestRollUp:
    @pytest.fixture()
    def read(self, anna, jan, quiet, monkeypatch):
        """Five threads of Jan's that Anna has read one by one, long enough ago."""
        monkeypatch.setattr(module, "FEW_ROWS", 2)
        threads = []
        with clock.replaying(timezone.now() - HOUR / 2):
            for n in range(5):
                threads.append(start(jan, quiet, f"read-{n}"))
                actions.read_up_to(by=anna, thread=threads[-1], number=1)
        return threads

    def rows(self, person, space):
        return Seen.objects.filter(person=person, entry__space=space)

    def test_nothing_unread_needs_no_rows(self, anna, quiet, read):
        new = unread(anna, space=quiet)
        assert (new.of(quiet.pk).posts, new.rows[quiet.pk]) == (0, 5)
        actions.settle_read(by=anna, unread=new)
        assert self.rows(anna, quiet).count() == 0
        assert first_unread(anna, quiet.pk) == {}

    def test_a_thread_marked_unread_by_hand_stays_unread(self, anna, quiet, read):
        with clock.replaying(timezone.now() - HOUR / 4):
            actions.unread_from(by=anna, thread=read[3], number=1)
        actions.settle_read(by=anna, unread=unread(anna, space=quiet))
        assert first_unread(anna, quiet.pk) == {entry_of(read[3]).pk: 1}
        assert self.rows(anna, quiet).count() == 1

    def test_a_mark_set_between_counting_and_rolling_up_stays(self, anna, quiet, read):
        new = unread(anna, space=quiet)
        actions.unread_from(by=anna, thread=read[3], number=1)
        actions.settle_read(by=anna, unread=new)
        assert first_unread(anna, quiet.pk) == {entry_of(read[3]).pk: 1}

    @pytest.mark.parametrize("earlier", [0, 1, 30, 110])
    def test_a_reply_that_arrives_after_counting_is_not_swallowed(self, earlier, anna, jan, quiet, read):
        """Its moment may be older than the count: transactions end later than they begin."""
        new = unread(anna, space=quiet)
        write(jan, read[2], "racing", at=new.at - timedelta(seconds=earlier))
        actions.settle_read(by=anna, unread=new)
        write(jan, read[4], "ending", at=new.at - timedelta(seconds=earlier))
        late = start(jan, quiet, "racing-thread")
        assert first_unread(anna, quiet.pk) == {
            entry_of(read[2]).pk: 2, entry_of(read[4]).pk: 2, entry_of(late).pk: 1,
        }  # fmt: skip

    def test_mostly_unread_is_left_as_it_is(self, anna, jan, quiet, read):
        for n in range(4):
            start(jan, quiet, f"unread-{n}")
        before = set(self.rows(anna, quiet))
        actions.settle_read(by=anna, unread=unread(anna, space=quiet))
        assert set(self.rows(anna, quiet)) == before

    def test_reading_an_old_thread_again_does_not_make_it_unread(self, as_, anna, jan, quiet):
        thread = Thread.objects.get(client_key="demo-long")
        with clock.replaying(timezone.now() + HOUR):
            actions.read_space(by=anna, space=thread.space, at=clock.now())
        assert how_far(anna, thread)[1] == thread.last_number
        as_(anna).get(thread.url)
        as_(anna).post(f"/przeczytane/{thread.pk}/", {"upto": 3})
        assert (new_in(anna, thread), Seen.objects.filter(person=anna, entry=entry_of(thread)).count()) == (None, 0)


class TestMarkingASpace:
    def test_everything_up_to_the_moment_of_the_page_is_read(self, anna, jan, quiet):
        old = start(jan, quiet, "old")
        at = clock.now()
        write(jan, old, "later")
        actions.read_space(by=anna, space=quiet, at=at)
        assert first_unread(anna, quiet.pk) == {entry_of(old).pk: 2}

    def test_marks_by_hand_are_gone_and_fresh_posts_are_read(self, anna, jan, quiet):
        thread = start(jan, quiet, "fresh")
        actions.unread_from(by=anna, thread=thread, number=1)
        actions.read_space(by=anna, space=quiet, at=clock.now())
        assert first_unread(anna, quiet.pk) == {}

    def test_the_moment_never_goes_back(self, anna, quiet):
        before = SeenSpace.objects.get(person=anna, space=quiet).at
        actions.read_space(by=anna, space=quiet, at=before - HOUR)
        assert SeenSpace.objects.get(person=anna, space=quiet).at == before

    def test_other_spaces_and_people_are_left_alone(self, anna, jan, ewa, quiet):
        thread = start(jan, quiet, "others")
        actions.read_space(by=anna, space=quiet, at=clock.now())
        assert new_in(ewa, thread) == (1, "#p1")
