"""A page that is followed: its discussion is part of it, and a page without one is told of by the digest."""

import pytest

from community.catalogue.models import Entry
from community.following.models import Follow
from community.following.queries import audience_of, who_muted
from community.following.silence import muted_of
from community.notifications.models import Notification
from forum.actions import reply
from forum.models import Thread
from tests.following.digesting import digest, follow_all, make_old, titles
from tests.resources.shelving import article as written
from tests.resources.shelving import publish

pytestmark = pytest.mark.django_db


@pytest.fixture()
def olaf(olaf):
    """An outsider; nobody follows anything, and all that is there is old."""
    make_old()
    return olaf


@pytest.fixture()
def page(olaf, anna, zielona):
    return written(anna, zielona, "Łąki kwietne w próbie")


@pytest.fixture()
def lonely(olaf):
    """A page for which no place and no person answers, so that it has no discussion."""
    page = written(None, None, "Norma bez właściciela")
    assert not Thread.objects.filter(about=entry_of(page)).exists()
    return page


def entry_of(page):
    return Entry.objects.get(kind=page.kind, subject_id=page.pk)


def discussion(page):
    thread = Thread.objects.get(about=entry_of(page))
    Follow.objects.all().delete()
    return thread


def told(post):
    rows = Notification.objects.filter(kind="forum.reply", object_id=post.pk)
    return set(rows.values_list("person__slug", "wants_mail"))


@pytest.mark.parametrize(("level", "expected"), [
    ("watch", {("olaf-obcy", False)}), ("instant", {("olaf-obcy", True)}), ("daily", set()), ("muted", set()),
])  # fmt: skip
def test_reply_in_the_discussion_is_told_to_who_follows_the_page(level, expected, olaf, jan, page):
    thread = discussion(page)
    follow_all(olaf, level, entry=entry_of(page))
    assert told(reply(author=jan, thread=thread, text="U nas też.", key="page-12345")) == expected


def test_muting_the_page_wins_over_following_its_discussion(olaf, jan, page):
    thread = discussion(page)
    talk = Entry.objects.get(kind=thread.kind, subject_id=thread.pk)
    follow_all(olaf, "instant", entry=talk)
    follow_all(olaf, "muted", entry=entry_of(page))
    post = reply(author=jan, thread=thread, text="@olaf-obcy, tak.", key="page-12345")
    assert not Notification.objects.filter(object_id=post.pk, person=olaf, kind__startswith="forum.").exists()
    assert (audience_of(talk, "reply").people & {olaf.pk}, who_muted(talk)) == (set(), {olaf.pk})
    name = f"{thread.kind}:{thread.pk}"
    assert muted_of({olaf.pk: [name]}) == {olaf.pk: {name}}


def test_muting_the_discussion_leaves_the_page(olaf, page):
    thread = discussion(page)
    talk = Entry.objects.get(kind=thread.kind, subject_id=thread.pk)
    follow_all(olaf, "muted", entry=talk)
    assert who_muted(entry_of(page)) == set()


@pytest.mark.parametrize("level", ["weekly", "watch", "instant"])
def test_page_that_nobody_answers_for_is_followed_and_its_change_told_once(level, as_, olaf, zielona, lonely):
    entry, browser = entry_of(lonely), as_(olaf)
    assert f'/sledzenie/entry/{entry.pk}/"' in browser.get(entry.url).content.decode()
    assert browser.post(f"/sledzenie/entry/{entry.pk}/", {"level": level, "back": entry.url})["Location"] == entry.url
    assert Follow.objects.get(person=olaf).level == level
    follow_all(olaf, space=zielona)  # they get the weekly digest anyhow
    assert digest(olaf) is None  # they have just read it
    publish(lonely)
    assert titles(digest(olaf)) == ["Norma bez właściciela"]
    assert digest(olaf) is None


def test_page_that_nobody_answers_for_can_be_muted(olaf, topic, lonely):
    publish(lonely, tags=[topic])
    follow_all(olaf, tag=topic)
    follow_all(olaf, "muted", entry=entry_of(lonely))
    assert digest(olaf) is None


def test_its_first_discussion_is_told_from_the_first_reply_on(olaf, anna, jan, zielona, lonely):
    follow_all(olaf, "watch", entry=entry_of(lonely))
    lonely.owner, lonely.space = anna, zielona
    lonely.save()
    publish(lonely)
    thread = Thread.objects.get(about=entry_of(lonely))
    assert not Notification.objects.filter(person=olaf, read_at=None).exists()
    assert told(reply(author=jan, thread=thread, text="Wreszcie.", key="page-12345")) == {
        ("anna-borowik", True), ("olaf-obcy", False),
    }  # fmt: skip
