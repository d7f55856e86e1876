"""Who is told what, decided over rows made by hand: each rule by itself, and mute wins over all of them."""

from dataclasses import replace

import pytest

from community.following.digests.composing import MOST, pick
from community.following.digests.readers import Mark
from community.following.models import Level, SavedSearch
from tests.following.composed import (
    CLOSED,
    EWA,
    JAN,
    ME,
    NOW,
    RAIN,
    TREES,
    WEEK,
    ZIELONA,
    ago,
    news,
    page,
    post,
    reader,
    thread,
    told,
)  # fmt: skip

pytestmark = pytest.mark.same_everywhere

FOLLOWS = [("tag", RAIN), ("space", ZIELONA), ("person", JAN), ("entry", 7)]
SEVEN = {"followed": [(7, [1])]}


class TestFollowing:
    @pytest.mark.parametrize("what", FOLLOWS, ids=lambda what: what[0])
    @pytest.mark.parametrize(("level", "is_told"), [("weekly", True), ("daily", False)])
    def test_what_is_followed_in_this_rhythm_is_told(self, what, level, is_told):
        fresh = news((thread(7), [post(1)]))
        assert told(reader(follows={what: level}), fresh) == (SEVEN if is_told else {})

    @pytest.mark.parametrize("level", ["watch", "instant"])
    @pytest.mark.parametrize("what", FOLLOWS, ids=lambda what: what[0])
    def test_of_what_is_followed_more_closely_only_threads_are_told(self, what, level):
        fresh = news((thread(7), [post(1)]))
        own = {"own": [(7, [1])]} if what[0] == "entry" else {}
        assert told(reader(follows={what: level}), fresh) == own

    def test_saved_search_tells_what_it_finds(self):
        search = SavedSearch(pk=5, name="Deszczówka", query="q=deszcz")
        fresh = news((thread(7), [post(1)]), (thread(8), [post(1)]))
        one = reader(follows={("search", 5): "weekly"}, searches=[search])
        assert told(one, fresh, found={5: {7, 999}}) == SEVEN

    def test_weekly_digest_tells_of_both_rhythms(self):
        fresh = news((thread(7), [post(1)]), (thread(8, tags=frozenset({TREES})), [post(1, hours=2)]))
        one = reader(follows={("tag", RAIN): "weekly", ("tag", TREES): "daily"})
        both = told(one, fresh, levels=(Level.WEEKLY, Level.DAILY))
        assert both == {"followed": [(7, [1]), (8, [1])]}

    def test_followed_page_tells_of_its_discussion(self):
        fresh = news((thread(7, about_id=99, kind="discussion"), [post(2)]))
        assert told(reader(follows={("entry", 99): "weekly"}), fresh) == {"followed": [(7, [2])]}

    def test_followed_person_is_told_of_only_while_they_wrote_something_new(self):
        fresh = news((thread(7, author_id=EWA), [post(1, by=EWA), post(2, by=JAN), post(3, by=EWA)]))
        one = reader(follows={("person", JAN): "weekly"})
        assert told(one, fresh) == {"followed": [(7, [1, 2, 3])]}
        assert told(replace(one, seen={7: Mark(2, NOW)}), fresh) == {}


class TestReading:
    @pytest.mark.parametrize("marks", ["seen", "reported"])
    @pytest.mark.parametrize(("upto", "numbers"), [(0, [1, 2, 3]), (1, [2, 3]), (2, [3]), (3, None), (9, None)])
    def test_what_was_read_or_told_is_told_no_more(self, marks, upto, numbers):
        fresh = news((thread(7), [post(1), post(2), post(3)]))
        one = reader(follows={("tag", RAIN): "weekly"}, **{marks: {7: Mark(upto, ago(hours=1))}})
        assert told(one, fresh) == ({"followed": [(7, numbers)]} if numbers else {})

    def test_space_read_up_to_a_moment_counts_for_threads_without_a_mark_of_their_own(self):
        fresh = news((thread(7), [post(1, hours=5), post(2, hours=1)]), (thread(8), [post(4, hours=5)]))
        one = reader(
            follows={("tag", RAIN): "weekly"}, seen_spaces={ZIELONA: ago(hours=3)}, seen={8: Mark(3, ago(days=2))}
        )
        assert told(one, fresh) == {"followed": [(7, [2]), (8, [4])]}

    def test_what_is_older_than_the_readers_stretch_of_time_is_not_told(self):
        fresh = news((thread(7), [post(1, days=2), post(2, hours=1)]), (thread(8), [post(1, days=2)]))
        one = reader(follows={("tag", RAIN): "weekly"}, since=ago(days=1))
        assert told(one, fresh) == {"followed": [(7, [2])]}

    def test_own_posts_are_no_news(self):
        fresh = news((thread(7), [post(1), post(2, by=ME)]), (thread(8, author_id=ME), [post(1, by=ME)]))
        assert told(reader(follows={("tag", RAIN): "weekly"}), fresh) == {"followed": [(7, [1])]}

    def test_nothing_new_is_an_empty_digest(self):
        picked = pick(reader(follows={("tag", RAIN): "weekly"}), news(), frozenset({Level.WEEKLY}), found={})
        assert (bool(picked), picked.more) == (False, 0)


class TestQuiet:
    @pytest.mark.parametrize("muted", [("entry", 7), ("space", ZIELONA), ("tag", TREES), ("person", JAN)])
    @pytest.mark.parametrize("followed", [("tag", RAIN), ("space", ZIELONA), ("person", JAN), ("entry", 7)])
    def test_mute_wins_over_every_follow(self, muted, followed):
        fresh = news((thread(7, tags=frozenset({RAIN, TREES})), [post(1), post(2, by=EWA)]))
        assert told(reader(follows={followed: "weekly", muted: "muted"}), fresh) == {}

    @pytest.mark.parametrize("level", ["muted", "ignored"])
    def test_posts_of_a_quiet_person_are_left_out_of_threads_of_others(self, level):
        fresh = news((thread(7, author_id=EWA), [post(1, by=EWA), post(2, by=JAN)]),
                     (thread(8, author_id=EWA), [post(5, by=JAN)]))  # fmt: skip
        assert told(reader(follows={("tag", RAIN): "weekly", ("person", JAN): level}), fresh) == SEVEN

    @pytest.mark.parametrize(("level", "is_told"), [("muted", False), ("ignored", True)])
    def test_who_facilitates_meets_the_ignored_but_not_the_muted(self, level, is_told):
        fresh = news((thread(7), [post(1)]))
        one = reader(follows={("tag", RAIN): "weekly", ("person", JAN): level})
        one.spaces[ZIELONA] = "facilitator"
        assert told(one, fresh) == (SEVEN if is_told else {})

    def test_muted_page_mutes_its_discussion(self):
        fresh = news((thread(7, about_id=99), [post(2)]))
        assert told(reader(follows={("tag", RAIN): "weekly", ("entry", 99): "muted"}), fresh) == {}


class TestVisibility:
    @pytest.mark.parametrize(
        ("audience", "space", "is_told"),
        [("public", CLOSED, True), ("community", CLOSED, True), ("members", CLOSED, False), ("members", ZIELONA, True),
         ("members", None, False)],
    )  # fmt: skip
    def test_only_what_the_reader_may_open_is_told(self, audience, space, is_told):
        fresh = news((thread(7, audience=audience, space_id=space), [post(1)]))
        assert told(reader(follows={("tag", RAIN): "weekly"}), fresh) == (SEVEN if is_told else {})

    def test_who_leads_all_is_told_of_closed_places(self):
        fresh = news((thread(7, audience="members", space_id=CLOSED), [post(1)]))
        assert told(reader(follows={("tag", RAIN): "weekly"}, leads_all=True), fresh) == SEVEN


class TestLibrary:
    def stretches(self, language="pl", **time):
        at = ago(**time or {"hours": 1})
        return [post(number)._replace(at=at, language=language) for number in (1, 2, 3)]

    def test_page_is_one_line_however_many_stretches_it_has(self):
        fresh = news((page(7), self.stretches()))
        assert told(reader(follows={("tag", RAIN): "weekly"}), fresh) == {"library": [(7, [1])]}

    @pytest.mark.parametrize(("published", "is_new"), [({"days": 1}, True), ({"days": 90}, False)])
    def test_page_published_before_is_changed_not_new(self, published, is_new):
        fresh = news((page(7, published_at=ago(**published)), self.stretches()))
        picked = pick(reader(follows={("tag", RAIN): "weekly"}), fresh, frozenset({Level.WEEKLY}), found={})
        assert [item.is_new for item in picked.all_items] == [is_new]

    @pytest.mark.parametrize("marks", ["seen", "reported"])
    @pytest.mark.parametrize(("read", "is_told"), [({"hours": 2}, True), ({"minutes": 30}, False)])
    def test_page_that_changed_after_it_was_read_or_told_is_told(self, marks, read, is_told):
        fresh = news((page(7), self.stretches()))
        one = reader(follows={("tag", RAIN): "weekly"}, **{marks: {7: Mark(3, ago(**read))}})
        assert told(one, fresh) == ({"library": [(7, [1])]} if is_told else {})

    def test_change_of_the_other_language_is_no_news(self):
        fresh = news((page(7, other_language="en"), self.stretches("en")), (page(8), self.stretches("pl")))
        one = reader(follows={("tag", RAIN): "weekly"})
        assert told(one, fresh) == {"library": [(8, [1])]}
        one.language = "en"
        assert told(one, fresh) == {"library": [(8, [1]), (7, [1])]}


class TestOrder:
    def test_twenty_lines_and_the_number_of_the_others(self):
        fresh = news(*((thread(n), [post(1, hours=n)]) for n in range(1, 35)))
        picked = pick(reader(follows={("tag", RAIN): "weekly"}), fresh, frozenset({Level.WEEKLY}), found={})
        assert ([item.thing.id for item in picked.all_items], picked.more) == (list(range(1, MOST + 1)), 14)

    def test_all_are_told_when_all_are_asked_for(self):
        fresh = news(*((thread(n), [post(1, hours=n)]) for n in range(1, 35)))
        one = reader(follows={("tag", RAIN): "weekly"})
        assert told(one, fresh, most=None)["followed"] == [(n, [1]) for n in range(1, 35)]

    def test_what_several_follows_lead_to_comes_first_and_duplicates_last(self):
        rain = frozenset({RAIN})
        fresh = news(
            (thread(1, is_duplicate=True, tags=rain | {TREES}), [post(1, hours=1)]),
            (thread(2, tags=rain), [post(1, hours=2)]),
            (thread(3, tags=rain | {TREES}), [post(1, hours=9)]),
            (thread(4, tags=rain, replies=0), [post(1, hours=9)]),
        )
        one = reader(follows={("tag", RAIN): "weekly", ("tag", TREES): "weekly"})
        assert [entry for entry, _numbers in told(one, fresh)["followed"]] == [3, 4, 2, 1]

    def test_own_threads_come_before_all_others(self):
        fresh = news((thread(7, author_id=ME), [post(2)]), *((thread(n), [post(1)]) for n in range(30, 60)))
        one = reader(follows={("tag", RAIN): "weekly", ("entry", 7): "watch"})
        picked = pick(one, fresh, frozenset({Level.WEEKLY}), found={}, most=3)
        assert [item.thing.id for item in picked.all_items] == [7, 59, 58]

    def test_what_waits_for_the_reader_is_not_told_a_second_time(self):
        fresh = news((thread(7), [post(1)]), (thread(8), [post(1)]))
        assert told(reader(follows={("tag", RAIN): "weekly"}), fresh, asked={8}) == SEVEN

    def test_special_and_plain_ways_agree(self):
        """Who has a mark at number 0 of everything is looked at passage by passage, and is told the same."""
        fresh = news(
            *((thread(n, replies=n % 3, tags=frozenset({RAIN, TREES} if n % 2 else {RAIN}), is_solved=n % 5 == 0),
               [post(number, hours=n + number) for number in range(1, 2 + n % 4)]) for n in range(1, 60))
        )  # fmt: skip
        follows = {("tag", RAIN): "weekly", ("tag", TREES): "weekly", ("space", ZIELONA): "weekly"}
        marked = reader(follows=follows, seen={n: Mark(0, WEEK) for n in range(1, 60)})
        assert told(marked, fresh, most=None) == told(reader(follows=follows), fresh, most=None)
