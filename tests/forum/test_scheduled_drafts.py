"""Drafts that get an hour from the list: with their poll, as a reply, changed and taken back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from community.base import clock
from forum.actions import publish_due
from forum.models import Thread
from tests.forum.scheduling import due

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_else_scheduled")]


def test_draft_gets_its_hour_from_the_list(as_, ewa, zielona):
    from forum.actions import Written, save_draft

    whole = Written(text="Zapraszamy.", title="Warsztaty w Łodzi", kind="announcement", audience="public")
    draft = save_draft(author=ewa, key="sched-key-9", space=zielona, written=whole, version=0)
    browser = as_(ewa)
    assert f"/szkice/{draft.pk}/termin/" in browser.get("/szkice/").content.decode()
    assert browser.get(f"/szkice/{draft.pk}/termin/").status_code == 200
    at = timezone.localtime(timezone.now() + timedelta(days=3)).replace(second=0, microsecond=0)
    assert browser.post(f"/szkice/{draft.pk}/termin/", {"publish_at": f"{at:%Y-%m-%dT%H:%M}"})["Location"] == "/szkice/"
    draft.refresh_from_db()
    assert draft.publish_at == at
    assert browser.post(f"/szkice/{draft.pk}/termin/", {"publish_at": "x"}).status_code == 422


@pytest.mark.parametrize(("ends", "open_for"), [("0", None), ("3", timedelta(days=3)), ("", timedelta(days=14))])
def test_poll_waits_with_its_text(ends, open_for, as_, ewa, zielona):
    from forum.actions import Written, save_draft

    poll = {"poll_question": "Kiedy?", "poll_options": "wtorek\nśroda", "poll_kind": "multiple", "poll_ends": ends}
    whole = Written(text="Zapraszamy.", title="Warsztaty w Łodzi", kind="announcement", audience="public", poll=poll)
    draft = save_draft(author=ewa, key="sched-key-p", space=zielona, written=whole, version=0)
    at = timezone.localtime(timezone.now() + timedelta(days=3))
    browser = as_(ewa)
    browser.post(f"/szkice/{draft.pk}/termin/", {"publish_at": f"{at:%Y-%m-%dT%H:%M}"})
    browser.post(f"/szkice/{draft.pk}/cofnij/")
    assert 'value="Kiedy?"' in browser.get(f"/s/zielona/zapytaj/?szkic={draft.pk}").content.decode()
    browser.post(f"/szkice/{draft.pk}/termin/", {"publish_at": f"{at:%Y-%m-%dT%H:%M}"})
    draft.refresh_from_db()
    due(draft)
    asked = Thread.objects.get(client_key="sched-key-p").posts.get(number=1).poll
    assert (asked.question, asked.kind, [option.text for option in asked.options.order_by("position")]) == (
        "Kiedy?", "multiple", ["wtorek", "środa"],
    )  # fmt: skip
    assert (asked.closes_at - asked.created_at if asked.closes_at else None) == open_for


def test_half_a_text_gets_no_hour(as_, ewa, zielona):
    from forum.actions import Written, save_draft

    half = Written(text="Zapraszamy.", title="Łódź", kind="announcement", audience="public")
    draft = save_draft(author=ewa, key="sched-key-9", space=zielona, written=half, version=0)
    response = as_(ewa).post(f"/szkice/{draft.pk}/termin/", {"publish_at": "2027-01-01T08:00"})
    draft.refresh_from_db()
    assert (response["Location"], draft.publish_at) == (f"/s/zielona/zapytaj/?szkic={draft.pk}", None)


def test_reply_gets_an_hour_too(as_, ewa, zielona, question):
    from forum.actions import Written, save_draft

    draft = save_draft(
        author=ewa, key="sched-key-r", space=zielona, thread=question, written=Written(text="Przypominam."), version=0
    )
    at = timezone.localtime(timezone.now() + timedelta(days=3))
    as_(ewa).post(f"/szkice/{draft.pk}/termin/", {"publish_at": f"{at:%Y-%m-%dT%H:%M}"})
    draft.refresh_from_db()
    assert (due(draft), question.posts.filter(author=ewa, source="Przypominam.").count()) == (1, 1)


def test_reply_to_a_thread_that_was_closed_comes_back(as_, ewa, zielona, question):
    from forum.actions import Written, delete_post, reschedule, save_draft

    draft = save_draft(
        author=ewa, key="sched-key-r", space=zielona, thread=question, written=Written(text="Przypominam."), version=0
    )
    draft = reschedule(by=ewa, draft=draft, publish_at=timezone.now() + timedelta(days=1))
    delete_post(by=ewa, post=question.posts.get(number=1))
    assert due(draft) == 0
    draft.refresh_from_db()
    assert (draft.publish_at, draft.text) == (None, "Przypominam.")


def test_members_may_not_schedule_their_drafts(as_, anna, zielona):
    from forum.actions import Written, save_draft

    draft = save_draft(author=anna, key="sched-key-9", space=zielona, written=Written(text="Treść."), version=0)
    browser = as_(anna)
    assert f"/szkice/{draft.pk}/termin/" not in browser.get("/szkice/").content.decode()
    assert browser.get(f"/szkice/{draft.pk}/termin/").status_code == 403
    assert browser.post(f"/szkice/{draft.pk}/termin/", {"publish_at": "2030-01-01T08:00"}).status_code == 403


def test_taken_back_it_does_not_appear(as_, scheduled, ewa):
    at = scheduled.publish_at
    assert as_(ewa).post(f"/szkice/{scheduled.pk}/cofnij/")["Location"] == f"/s/zielona/zapytaj/?szkic={scheduled.pk}"
    with clock.replaying(at + timedelta(hours=1)):
        assert publish_due() == 0
    scheduled.refresh_from_db()
    assert scheduled.publish_at is None


def test_autosave_does_not_touch_what_waits(as_, scheduled, ewa):
    fields = {"space": "zielona", "key": "sched-key-1", "title": "Warsztaty", "text": "Zap", "draft_version": "1"}
    response = as_(ewa).post("/szkice/", fields, headers={"Accept": "application/json"})
    scheduled.refresh_from_db()
    assert (response.status_code, "theirs" in response.json(), scheduled.text) == (409, False, "Zapraszamy.")


def test_row_of_what_waits_leads_to_another_hour_and_takes_it_back(scheduled, ewa, as_):
    html = as_(ewa).get("/szkice/").content.decode()
    assert f'href="/szkice/{scheduled.pk}/termin/"' in html
    assert f'form="act" formaction="/szkice/{scheduled.pk}/cofnij/"' in html
    assert '<form id="act" method="post" hidden>' in html
    as_(ewa).post(f"/szkice/{scheduled.pk}/cofnij/")
    html = as_(ewa).get("/szkice/").content.decode()
    assert f"/szkice/{scheduled.pk}/cofnij/" not in html
