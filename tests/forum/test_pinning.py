"""Pinned threads stand on top of the first page, once, for as long as was said."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from community.base import clock
from community.live.models import Event
from forum import actions
from forum.models import Thread
from forum.queries.lists import pinned_threads, thread_list

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]


@pytest.fixture()
def threads(zielona, anna):
    """Four fresh discussions, the newest last."""
    return [
        actions.start_thread(
            author=anna, space=zielona, kind="discussion", title=f"Rozmowa numer {n} o parkach", text="Treść.",
            key=f"pin-thread-{n}",
        )
        for n in range(4)
    ]  # fmt: skip


def rows_in(html):
    return [int(found) for found in re.findall(r'data-part="thread-(\d+)"', html)]


def ids(rows):
    return [row.id for row in rows]


def test_pinned_thread_stands_first_and_once(threads, zielona, ewa, as_):
    oldest = Thread.objects.talked_in().filter(space=zielona).order_by("last_activity_at").first()
    actions.pin_thread(by=ewa, thread=oldest)
    for browser in (as_(), as_(ewa)):
        found = rows_in(browser.get("/s/zielona/watki/").content.decode())
        assert (found[0], found.count(oldest.pk)) == (oldest.pk, 1)
        assert "przypięt" not in browser.get("/s/zielona/watki/?stan=rozwiazane").content.decode()


def test_pinned_thread_is_on_no_later_page(threads, zielona, ewa, anna, as_):
    for n in range(4, 40):
        actions.start_thread(
            author=anna, space=zielona, kind="discussion", title=f"Rozmowa numer {n} o parkach", text="Treść.",
            key=f"pin-thread-{n}",
        )  # fmt: skip
    actions.pin_thread(by=ewa, thread=threads[0])
    found, token = [], ""
    while token is not None:
        html = as_().get(f"/s/zielona/watki/{f'?od={token}' if token else ''}").content.decode()
        found += rows_in(html)
        later = re.search(r'rel="next" href="[^"]*[?&;]od=([^"&]+)', html)
        token = later and later[1].replace("%3A", ":")
    live = Thread.objects.live().talked_in().filter(space=zielona, audience="public").count()
    assert found[0] == threads[0].pk
    assert (len(found), len(set(found))) == (live, live)


def test_pinned_until_a_day_is_over_by_itself(threads, zielona, ewa, anna, monkeypatch):
    actions.pin_thread(by=ewa, thread=threads[0], until=clock.now() + timedelta(days=2))
    assert ids(pinned_threads(anna, zielona)) == [threads[0].pk]
    later = clock.now() + timedelta(days=3)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert pinned_threads(anna, zielona) == []
    assert threads[0].pk in ids(thread_list(anna, space=zielona).rows)
    for thread in threads[1:]:
        actions.pin_thread(by=ewa, thread=thread)
    assert len(pinned_threads(anna, zielona)) == 3


def test_a_fourth_is_refused_with_the_names_of_the_three(threads, ewa):
    for thread in threads[:3]:
        actions.pin_thread(by=ewa, thread=thread)
    with pytest.raises(actions.TooManyPinned) as refused:
        actions.pin_thread(by=ewa, thread=threads[3])
    assert all(thread.title in refused.value.sentence for thread in threads[:3])
    actions.pin_thread(by=ewa, thread=threads[0], until=clock.now() + timedelta(days=9))


def test_deleted_thread_comes_back_without_its_pin(threads, zielona, ewa):
    for thread in threads[:3]:
        actions.pin_thread(by=ewa, thread=thread)
    first = threads[0].posts.select_related("thread").get(number=1)
    actions.delete_post(by=ewa, post=first)
    actions.pin_thread(by=ewa, thread=threads[3])
    actions.restore_post(by=ewa, post=first)
    assert set(ids(pinned_threads(ewa, zielona))) == {thread.pk for thread in threads[1:]}


def test_who_pins_at_once_waits_for_the_others_of_the_same_list(threads, zielona, ewa, maria, monkeypatch):
    turns = []
    monkeypatch.setattr("forum.actions.pinning.take_turn", turns.append)
    elsewhere = Thread.objects.live().filter(space__slug="cyfrowa").first()
    actions.pin_thread(by=ewa, thread=threads[0])
    for thread in (threads[1], elsewhere):
        actions.pin_thread(by=maria, thread=thread, everywhere=True)
    assert turns == [f"pins {zielona.pk}", "pins everywhere", "pins everywhere"]


def test_announced_thread_stands_on_top_of_every_list_and_the_members_home(threads, zielona, maria, jan, as_):
    actions.pin_thread(by=maria, thread=threads[0], everywhere=True)
    for path in ("/watki/", "/s/zielona/watki/", "/s/ppp/watki/"):
        assert rows_in(as_(jan).get(path).content.decode())[0] == threads[0].pk
    assert threads[0].title in as_(jan).get("/").content.decode().replace("\xa0", " ")


def test_announced_thread_is_shown_only_to_who_may_read_it(zielona, maria, anna, olaf):
    inner = actions.start_thread(
        author=anna, space=zielona, kind="discussion", title="Rozmowa tylko dla swoich", text="Treść.",
        key="pin-inner", audience="members",
    )  # fmt: skip
    actions.pin_thread(by=maria, thread=inner, everywhere=True)
    assert ids(pinned_threads(olaf)) == []
    assert ids(pinned_threads(anna)) == [inner.pk]


def test_facilitators_of_one_place_announce_nothing_to_all(threads, ewa, maria):
    with pytest.raises(actions.ChangedMeanwhile):
        actions.pin_thread(by=ewa, thread=threads[0], everywhere=True)
    actions.pin_thread(by=maria, thread=threads[0], everywhere=True)
    with pytest.raises(actions.ChangedMeanwhile):
        actions.unpin_thread(by=ewa, thread=threads[0])


def test_pin_and_unpin_reach_open_pages(threads, zielona, ewa):
    actions.pin_thread(by=ewa, thread=threads[0])
    actions.unpin_thread(by=ewa, thread=threads[0])
    kinds = Event.objects.filter(object_id=threads[0].pk).order_by("pk").values_list("stream__key", "kind")
    stream, in_list = f"thread:{threads[0].pk}", f"threads:{zielona.pk}:public"
    assert sorted(list(kinds)[-4:]) == sorted(
        [(stream, "thread.pinned"), (stream, "thread.unpinned"), *[(in_list, "thread.changed")] * 2]
    )


@pytest.mark.parametrize("path", ["/watki/", "/s/zielona/watki/"])
def test_list_costs_the_same_however_many_are_pinned(path, threads, maria, as_):
    costs = []
    for thread in (None, threads[0], threads[1], threads[2]):
        if thread:
            actions.pin_thread(by=maria, thread=thread, everywhere=True)
        with CaptureQueriesContext(connection) as captured:
            as_().get(path)
        costs.append(len(captured))
    assert costs[0] == costs[1] == costs[3]
    assert costs[0] <= 5


# -- the door


def test_facilitator_pins_until_a_day_and_unpins(threads, ewa, as_):
    browser, path = as_(ewa), f"/przypnij/{threads[0].pk}/"
    assert 'name="everywhere"' not in browser.get(path).content.decode()
    day = timezone.localdate() + timedelta(days=3)
    assert browser.post(path, {"until": day.isoformat(), "everywhere": "on"}).status_code == 302
    pinned = Thread.objects.get(pk=threads[0].pk)
    assert (pinned.is_pinned, pinned.is_announced, timezone.localdate(pinned.pinned_until)) == (True, False, day)
    assert browser.post(f"/odepnij/{threads[0].pk}/").status_code == 302
    assert Thread.objects.get(pk=threads[0].pk).is_pinned is False


@pytest.mark.parametrize("until", ["2020-01-01", "jutro", "2026-02-31", "9999-99-99"])
def test_bad_day_is_explained(until, threads, ewa, as_):
    response = as_(ewa).post(f"/przypnij/{threads[0].pk}/", {"until": until})
    assert response.status_code == 422
    assert 'id="id_until_error"' in response.content.decode()
    assert Thread.objects.get(pk=threads[0].pk).is_pinned is False


def test_a_fourth_is_explained_at_the_door(threads, ewa, as_):
    for thread in threads[:3]:
        actions.pin_thread(by=ewa, thread=thread)
    response = as_(ewa).post(f"/przypnij/{threads[3].pk}/", {"until": ""})
    assert response.status_code == 409
    assert threads[0].title in response.content.decode().replace("\xa0", " ")


def test_only_facilitators_open_the_doors(threads, anna, ewa, maria, olaf, as_):
    for who in (anna, olaf):
        assert as_(who).post(f"/przypnij/{threads[0].pk}/", {}).status_code == 403
        assert as_(who).post(f"/odepnij/{threads[0].pk}/", {}).status_code == 403
    actions.pin_thread(by=maria, thread=threads[0], everywhere=True)
    assert as_(ewa).post(f"/odepnij/{threads[0].pk}/", {}).status_code == 403


def test_what_everybody_sees_is_not_pinned_anew_by_who_may_not_put_it_there(threads, ewa, maria, as_):
    actions.pin_thread(by=maria, thread=threads[0], everywhere=True)
    with pytest.raises(actions.ChangedMeanwhile):
        actions.pin_thread(by=ewa, thread=threads[0])
    assert as_(ewa).post(f"/przypnij/{threads[0].pk}/", {}).status_code == 409
    assert Thread.objects.get(pk=threads[0].pk).is_announced is True
