"""What is read for digests: what is new, once for all, and what people follow and may see, as the rules say it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from community.catalogue.models import Entry, Passage
from community.catalogue.rules import entries_visible_to
from community.following.actions import keep_quiet
from community.following.digests.fresh import fresh_between
from community.following.digests.readers import Mark, readers_of
from community.following.models import Follow, SavedSearch
from community.people.models import Person
from community.spaces.rules import standing_of
from community.tags.models import Tag
from forum.actions import delete_post, reply, start_thread
from forum.models import Thread
from tests.following.digesting import entry_of, follow_all, make_old

pytestmark = pytest.mark.django_db
LONG_AGO = timedelta(days=400)


@pytest.fixture()
def now():
    return timezone.now() + timedelta(seconds=1)


def everything(now):
    return fresh_between(now - LONG_AGO, now)


def test_new_are_the_listed_threads_and_pages_with_their_passages(now):
    fresh = everything(now)
    listed = Entry.objects.filter(is_listed=True, moves=True)
    assert set(fresh.things) == set(listed.values_list("pk", flat=True))
    assert {thing.kind for thing in fresh.things.values()} & {"person", "city", "space"} == set()
    passages = Passage.objects.filter(entry__in=listed).order_by("entry", "number")
    told = [(pk, piece.number, piece.author_id) for pk in sorted(fresh.pieces) for piece in fresh.pieces[pk]]
    assert told == list(passages.values_list("entry", "number", "author"))


def test_later_part_is_what_would_have_been_read_for_it(now):
    since = now - timedelta(days=20)
    later, alone = everything(now).after(since), fresh_between(since, now)
    assert (later.things, later.pieces, later.by_tag) == (alone.things, alone.pieces, alone.by_tag)
    assert 0 < len(later.things) < len(everything(now).things)


def test_drafts_deleted_posts_and_entries_off_the_list_are_not_new(question, answer, now):
    entry = entry_of(question)
    assert [piece.number for piece in everything(now).pieces[entry.pk]] == [1, 2]
    delete_post(by=answer.author, post=answer)
    assert [piece.number for piece in everything(now).pieces[entry.pk]] == [1]
    Entry.objects.filter(pk=entry.pk).update(is_listed=False)
    assert entry.pk not in everything(now).things


def test_merged_tags_count_as_the_ones_they_point_to(question, zielona, anna, now):
    old, new = (Tag.objects.create(name=name) for name in ("Deszczówka", "Retencja kropelkowa"))
    thread = start_thread(author=anna, space=zielona, kind="question", title="Beczki?", text="Pytam.", tags=[old],
                          key="of-barrels")  # fmt: skip
    Tag.objects.filter(pk=old.pk).update(merged_into=new)
    fresh = everything(now)
    assert fresh.things[entry_of(thread).pk].tags == {new.pk}
    assert (fresh.by_tag[new.pk], old.pk in fresh.by_tag) == ({entry_of(thread).pk}, False)


def test_reading_what_is_new_costs_three_queries(now, django_assert_num_queries):
    for since in (LONG_AGO, timedelta(days=3)):
        with django_assert_num_queries(3):
            fresh_between(now - since, now)


class TestReaders:
    @pytest.fixture()
    def people(self, olaf):
        return list(Person.objects.filter(is_active=True).order_by("pk"))

    def readers(self, people, since):
        return readers_of(people, dict.fromkeys([person.pk for person in people], since))

    def test_may_see_what_the_rules_let_them_see(self, people, now):
        entries = list(Entry.objects.filter(is_listed=True, moves=True))
        for person, reader in zip(people, self.readers(people, now), strict=True):
            visible = set(entries_visible_to(person).values_list("pk", flat=True))
            told = {entry.pk for entry in entries if reader.may_see(entry.audience, entry.space_id)}
            assert told == {entry.pk for entry in entries} & visible, person.slug

    def test_want_to_hear_nothing_of_those_whom_the_rules_name(self, people, anna, ewa, maria, jan, zielona, now):
        for who in (anna, ewa, maria):
            keep_quiet(person=who, other=jan, level="ignored")
        for person, reader in zip(people, self.readers(people, now), strict=True):
            ignores = standing_of(person).ignores(jan.pk, space_id=zielona.pk)
            assert reader.is_quiet_about(jan.pk, zielona.pk) == ignores, person.slug
        assert [standing_of(who).ignores(jan.pk, space_id=zielona.pk) for who in (anna, ewa, maria)] == [
            True, False, False
        ]  # fmt: skip

    def test_follow_merged_tags_as_one_and_the_muted_one_wins(self, olaf, now):
        old, new, other = (Tag.objects.create(name=name) for name in ("Stara", "Nowa", "Inna"))
        follow_all(olaf, "muted", tag=old)
        follow_all(olaf, "weekly", tag=new)
        follow_all(olaf, "daily", tag=other)
        Tag.objects.filter(pk__in=(old.pk, other.pk)).update(merged_into=new)
        assert dict(self.readers([olaf], now)[0].follows["tag"]) == {new.pk: "muted"}

    def test_have_read_what_their_rows_say(self, anna, question, answer, now):
        from community.catalogue.actions import mark_seen

        mark_seen(person=anna, entry_id=entry_of(question).pk, upto=2)
        reader = self.readers([anna], now - timedelta(days=1))[0]
        assert reader.seen[entry_of(question).pk][0] == 2
        assert isinstance(reader.seen[entry_of(question).pk], Mark)

    def test_bring_only_searches_that_they_still_follow(self, olaf, now):
        kept, _left = (SavedSearch.objects.create(person=olaf, name=word, query=f"q={word}") for word in "ab")
        follow_all(olaf, search=kept)
        assert self.readers([olaf], now)[0].searches == [kept]

    def test_cost_the_same_for_one_and_for_all(self, people, now):
        make_old()
        tags = list(Tag.objects.all()[:10])
        Follow.objects.bulk_create(
            Follow(person=person, target="tag", target_id=tag.pk, level="weekly") for person in people for tag in tags
        )
        costs = []
        for some in (people[:1], people):
            with CaptureQueriesContext(connection) as captured:
                self.readers(some, now - timedelta(days=9))
            costs.append(len(captured))
        assert costs == [7, 7]


def test_discussion_leads_from_what_it_is_about_once_somebody_has_replied(now, jan):
    talk = Entry.objects.filter(is_listed=True, moves=False, about__isnull=False, kind="discussion").first()
    assert everything(now).by_about == {}
    reply(author=jan, thread=Thread.objects.get(pk=talk.subject_id), text="A u nas?", key="reply-about-a-page")
    assert everything(now + timedelta(minutes=1)).by_about == {talk.about_id: {talk.pk}}


def test_reply_makes_an_old_thread_new(question, jan, now):
    make_old()
    reply(author=jan, thread=question, text="U nas zakład.", key="reply-to-old")
    fresh = fresh_between(now - timedelta(days=1), timezone.now() + timedelta(seconds=1))
    entry = entry_of(question)
    assert ({pk: [piece.number for piece in ones] for pk, ones in fresh.pieces.items()}) == {entry.pk: [2]}
