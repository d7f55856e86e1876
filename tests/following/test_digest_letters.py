"""Digests as letters: nothing read, nothing twice, nothing that its reader may not open, and the words of it."""

from dataclasses import replace

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from community.catalogue.actions import mark_seen
from community.catalogue.models import Entry, Passage
from community.following.actions import keep_quiet
from community.following.digests import keeping, letters
from community.following.models import Follow, Reported
from community.notifications.kinds import Group, notification_kinds
from community.notifications.models import Notification, Preference
from community.people.models import Person
from community.tags.actions import merge_tags
from community.tags.models import Tag
from forum import actions
from forum.actions import reply
from resources.models import ArticlePage
from tests.following.digesting import (
    ask,
    deliver,
    digest,
    entry_of,
    follow_all,
    make_old,
    plain,
    read,
    titles,
    waiting,
)  # fmt: skip

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]
TITLE = "Kto podlewa drzewa w upały?"


@pytest.fixture(autouse=True)
def _nobody_follows_or_waits(db):
    """Only what a test makes is new, followed or unread."""
    make_old()


@pytest.fixture()
def olaf(olaf, zielona):
    """The outsider, who follows Sieć Zielona once a week."""
    follow_all(olaf, space=zielona)
    return olaf


@pytest.fixture()
def told(olaf, question):
    """Returns a function: what Olaf's next digest tells, lines as title and address; then it counts as sent."""
    return lambda stream="weekly": read(digest(olaf, stream))


def at(thread, number=None):
    place = f"#p{number}" if number else ""
    return f"{settings.SITE_URL}{thread.url}{place}"


class TestOnce:
    def test_new_question_is_told_once(self, told, question):
        assert [told(), told()] == [[(TITLE, at(question))], []]

    def test_reply_after_that_is_told_and_leads_to_the_first_unread_post(self, told, question, olaf, jan, ewa):
        told()
        mark_seen(person=olaf, entry_id=entry_of(question).pk, upto=1)
        reply(author=jan, thread=question, text="U nas zakład komunalny.", key="first-reply")
        assert told() == [(TITLE, at(question, 2))]
        reply(author=ewa, thread=question, text="A u nas sąsiedzi.", key="second-reply")
        assert told() == [(TITLE, at(question, 2))]  # told before, but never opened: reading goes on there

    def test_what_was_read_meanwhile_makes_no_letter(self, told, question, olaf):
        mark_seen(person=olaf, entry_id=entry_of(question).pk, upto=1)
        assert told() == []

    def test_weekly_and_daily_never_tell_the_same(self, told, question, olaf, anna):
        follow_all(olaf, "daily", person=anna)
        assert [told("daily"), told("weekly"), told("daily")] == [[(TITLE, at(question))], [], []]

    def test_daily_digest_is_part_of_a_weekly_one_that_waits(self, question, olaf, anna):
        follow_all(olaf, "daily", person=anna)
        Follow.objects.filter(level="weekly").delete()
        both = waiting(olaf, "weekly")
        assert titles(deliver(waiting(olaf, "daily"))[0]) == []
        assert titles(deliver(both)[0]) == [TITLE]

    def test_weekly_digest_leaves_out_a_daily_one_that_was_stopped(self, question, olaf, anna):
        Follow.objects.all().delete()
        follow_all(olaf, "daily", person=anna)
        Preference.objects.create(person=olaf, has_daily=False)
        assert (digest(olaf, "weekly"), digest(olaf, "daily")) == (None, None)

    def test_stopped_weekly_digest_leaves_the_daily_one_as_it_is(self, told, question, olaf, anna):
        follow_all(olaf, "daily", person=anna)
        Preference.objects.create(person=olaf, has_weekly=False)
        assert (digest(olaf, "weekly"), told("daily")) == (None, [(TITLE, at(question))])


class TestGone:
    """Between the moment a digest fell due and the moment it is composed."""

    def test_deleted_thread_is_not_told(self, told, question, anna):
        actions.delete_post(by=anna, post=question.posts.get(number=1))
        assert told() == []

    def test_deleted_reply_is_not_told(self, told, question, olaf, answer):
        mark_seen(person=olaf, entry_id=entry_of(question).pk, upto=1)
        actions.delete_post(by=answer.author, post=answer)
        assert told() == []

    def test_thread_that_was_narrowed_or_moved_away_is_not_told(self, told, question, closed):
        entry = entry_of(question)
        entry.audience, entry.space = "members", closed
        entry.save()
        assert told() == []

    def test_thread_of_a_closed_place_is_for_its_members(self, closed, olaf, maria):
        member = Person.objects.filter(memberships__space=closed, memberships__role="member").first()
        ask(member, closed, "Tajna sprawa?")
        for who in (olaf, maria):
            follow_all(who, space=closed)
        assert [titles(digest(who)) for who in (olaf, maria)] == [[], ["Tajna sprawa?"]]

    def test_author_who_is_ignored_meanwhile_is_not_told_of(self, told, question, olaf, anna):
        keep_quiet(person=olaf, other=anna, level="ignored")
        assert told() == []

    def test_what_is_kept_between_batches_is_compared_with_how_it_stands(self, told, question, monkeypatch):
        monkeypatch.setattr(letters, "MANY", 0)
        until = timezone.now()
        keeping.read_anew(until - timezone.timedelta(days=8), until)
        Reported.objects.all().delete()
        entry = entry_of(question)
        entry.audience = "members"
        entry.save()
        assert told() == []


class TestTopics:
    def test_merged_tag_is_followed_as_the_one_it_counts_as(self, olaf, anna, zielona, maria):
        old, new = (Tag.objects.create(name=name) for name in ("Deszczówka", "Retencja kropelkowa"))
        Follow.objects.all().delete()
        follow_all(olaf, tag=old)
        merge_tags(by=maria, tag=old, into=new)
        ask(anna, zielona, "Gdzie zbierać wodę?", tags=[new])
        letter = digest(olaf)
        assert titles(letter) == ["Gdzie zbierać wodę?"]
        assert "Sieć Zielona · Retencja kropelkowa" in plain(letter.html)


class TestLibrary:
    @pytest.fixture()
    def page(self, olaf):
        """An article of the demo that Olaf follows."""
        page = ArticlePage.objects.live().order_by("pk").first()
        follow_all(olaf, entry=Entry.objects.get(kind="article", subject_id=page.pk))
        return page

    def test_page_that_changes_is_told_until_it_was_read_again(self, page, olaf, as_):
        entry = Entry.objects.get(kind="article", subject_id=page.pk)
        told = []
        for reads in (False, True, False):
            page.save_revision().publish()
            if reads:
                assert as_(olaf).get(entry.url).status_code == 200
            told += [titles(digest(olaf)), titles(digest(olaf))]
        assert told == [[page.title], [], [], [], [page.title], []]

    def test_page_is_called_as_in_the_language_of_its_reader(self, olaf):
        entry = Entry.objects.filter(other_language="en", is_listed=True, audience="public").first()
        follow_all(olaf, entry=entry)
        Passage.objects.filter(entry=entry).update(at=timezone.now())
        Entry.objects.filter(pk=entry.pk).update(last_activity_at=timezone.now())
        assert read(digest(olaf)) == [(entry.title, f"{settings.SITE_URL}{entry.url}")]
        Reported.objects.all().delete()
        olaf.language = "en"
        assert read(digest(olaf)) == [(entry.other_title, f"{settings.SITE_URL}/en{entry.other_url}")]


class TestWaiting:
    @pytest.fixture()
    def mention(self, question, jan, olaf, monkeypatch):
        asking = replace(notification_kinds["forum.mention"], group=Group.PERSONAL)
        monkeypatch.setitem(notification_kinds._things, "forum.mention", asking)
        Preference.objects.create(person=olaf, channels={"personal": ["app"]})
        return reply(author=jan, thread=question, text="Może @olaf-obcy wie?", key="mention-of-olaf")

    def test_what_waits_comes_first_and_is_told_once(self, mention, question, olaf):
        letter = digest(olaf)
        assert read(letter)[0][1] == at(question, 2)
        assert read(letter)[0][0].startswith("Jan Wierzba")
        assert Notification.objects.get(person=olaf, kind="forum.mention").mailed_at is not None
        assert [line for line in read(digest(olaf)) if line[0].startswith("Jan Wierzba")] == []

    def test_what_waits_alone_makes_a_letter(self, mention, olaf):
        Follow.objects.all().delete()
        letter = digest(olaf)
        assert (len(read(letter)), letter.subject) == (1, read(letter)[0][0])


class TestWords:
    def test_text_part_carries_all_that_the_other_one_does(self, olaf, anna, zielona):
        for number in range(25):
            ask(anna, zielona, f"Pytanie numer {number} o zieleń?")
        letter = digest(olaf)
        lines = read(letter)
        said = " ".join(letter.text.replace("\xa0", " ").split())
        assert len(lines) == 20
        assert [line for line in lines if line[0] not in said or line[1] not in letter.text] == []
        whole = f"{settings.SITE_URL}/konto/sledzone/list/weekly/"
        assert (letter.text.count(whole), letter.html.count(whole)) == (1, 1)
        assert letter.subject.startswith("Pytanie numer 24 o zieleń?")

    def test_reader_of_english_gets_english_words_and_addresses(self, olaf, question):
        olaf.language = "en"
        olaf.save()
        letter = digest(olaf)
        assert read(letter) == [(TITLE, f"{settings.SITE_URL}/en{question.url}")]
        assert "What you follow" in letter.text
        assert "waits for an answer" in letter.text
        assert '<html lang="en">' in letter.html

    def test_letter_has_ways_out_and_no_pictures(self, olaf, question):
        letter = digest(olaf)
        assert letter.text.count("/listy/") == 1
        assert letter.html.count("/listy/") == 1
        assert ["<img" in letter.html, "url(" in letter.html, "<script" in letter.html] == [False, False, False]
        assert "prefers-color-scheme: dark" in letter.html

    def test_hostile_title_stays_text(self, olaf, anna, zielona):
        ask(anna, zielona, '<script>alert(1)</script> & „cudzysłów” "x"')
        letter = digest(olaf)
        assert ("<script" in letter.html, titles(letter)) == (
            False, ["<script>alert(1)</script> & „cudzysłów” \"x\""]
        )  # fmt: skip


def cost(rows):
    with CaptureQueriesContext(connection) as captured:
        letters_of = deliver(*rows)
    assert all(letters_of)
    return len(
        [query for query in captured if not query["sql"].startswith(("UPDATE", "INSERT", "SAVEPOINT", "RELEASE"))]
    )


def test_queries_grow_neither_with_people_nor_with_threads(olaf, anna, jan, zielona, maria):
    people = [maria, *Person.objects.filter(is_active=True).exclude(pk__in=(anna.pk, maria.pk)).order_by("pk")[:12]]
    tag = Tag.objects.create(name="Kosztorysy")
    for who in people:
        follow_all(who, space=zielona, tag=tag, person=anna)
    ask(anna, zielona, "Ile to kosztuje?", tags=[tag])
    few = cost([waiting(people[0])])
    for number in range(12):
        thread = ask(anna, zielona, f"Ile kosztuje numer {number}?", tags=[tag])
        reply(author=anna, thread=thread, text="Dopowiem.", key=f"more-of-{number}")
    assert cost([waiting(who) for who in people]) == few
    assert few <= 24
