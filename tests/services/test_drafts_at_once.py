"""Texts that wait, on PostgreSQL: published once by many workers, kept once by many tabs."""

from datetime import timedelta

import pytest
from django.utils import timezone

from community.base import clock
from community.people.actions import create_person
from community.people.models import Person
from community.spaces.models import Membership, Space
from forum.actions import (
    DraftChanged,
    Held,
    Published,
    Written,
    publish_due,
    publish_held,
    reply,
    save_draft,
    submit_thread,
)
from forum.models import Draft, Post, Thread
from tests.services.test_concurrency import WRITERS, at_once

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]


@pytest.fixture()
def place():
    return Space.objects.create(kind="network", slug="tlum", name="Tłum", joining="open", holds_first_posts=True)


@pytest.fixture()
def leader(place):
    leader = create_person(email="leader@crowd.example", name="Osoba prowadząca")
    Membership.objects.create(space=place, person=leader, role="facilitator")
    return leader


def send(author, place, key, at=None):
    return submit_thread(
        author=Person.objects.get(pk=author.pk), space=place, kind="question", title=f"Wspólny tekst {key}",
        text="Treść.", key=key, audience="public", publish_at=at,
    )  # fmt: skip


def test_many_workers_publish_each_text_once(leader, place):
    at = timezone.now() + timedelta(hours=1)
    for number in range(12):
        send(leader, place, f"crowd-due-{number}", at)

    def work(_worker):
        with clock.replaying(at + timedelta(minutes=1)):
            return publish_due()

    done = at_once(work, range(WRITERS))
    threads, drafts = Thread.objects.filter(space=place), Draft.objects.filter(space=place)
    assert (sum(done), threads.count(), drafts.count()) == (12, 12, 0)


def test_first_saving_of_one_reply_by_many_tabs_makes_one_draft(leader, place):
    thread = send(leader, place, "crowd-thread").post.thread
    saved = at_once(
        lambda n: save_draft(
            author=leader,
            key=f"crowd-tab-{n}",
            space=place,
            thread=thread,
            written=Written(text=f"Okno {n}"),
            version=0,
        ),
        range(WRITERS),
    )
    assert Draft.objects.filter(author=leader, thread=thread).count() == 1
    assert sorted(type(one).__name__ for one in saved) == ["Draft", *["DraftChanged"] * (WRITERS - 1)]
    assert {one.draft.pk for one in saved if isinstance(one, DraftChanged)} == {
        one.pk for one in saved if isinstance(one, Draft)
    }


def test_saving_while_the_text_is_published_leaves_no_draft_of_it(leader, place):
    thread = send(leader, place, "crowd-thread").post.thread
    for number in range(10):
        key, text = f"crowd-race-{number}", f"Tekst {number}"
        save_draft(author=leader, key=key, space=place, thread=thread, written=Written(text="Tek"), version=0)
        at_once(
            lambda act, key=key, text=text: act(key, text),
            [
                lambda key, text: reply(author=leader, thread=thread, text=text, key=key),
                lambda key, text: save_draft(
                    author=leader, key=key, space=place, thread=thread, written=Written(text=text), version=1
                ),
            ],
        )
    assert Post.objects.filter(thread=thread, number__gt=1).count() == 10
    assert Draft.objects.filter(thread=thread).count() == 0


def test_one_form_held_eight_times_at_once_waits_once(leader, place):
    newcomer = create_person(email="new@crowd.example", name="Nowa osoba")
    Membership.objects.create(space=place, person=newcomer)
    sent = at_once(lambda _n: send(newcomer, place, "crowd-held"), range(WRITERS))
    assert {type(one) for one in sent} == {Held}
    assert (len({one.draft.pk for one in sent}), Draft.objects.filter(space=place).count()) == (1, 1)


def test_two_facilitators_publish_a_first_post_once(leader, place):
    newcomer = create_person(email="new@crowd.example", name="Nowa osoba")
    Membership.objects.create(space=place, person=newcomer)
    draft = send(newcomer, place, "crowd-held").draft
    done = at_once(
        lambda _n: publish_held(by=Person.objects.get(pk=leader.pk), draft=draft, version=draft.version), range(WRITERS)
    )
    assert (sum(isinstance(one, Post) for one in done), Thread.objects.filter(space=place).count()) == (1, 1)
    assert isinstance(send(newcomer, place, "crowd-held"), Published)
