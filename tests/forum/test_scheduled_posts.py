"""Texts that facilitators let appear at an hour: once, by the ordinary verb, with the rules asked again then."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from django.utils import timezone, translation

from community.base import clock
from community.notifications.models import Notification
from community.spaces.models import Membership
from forum.actions import Published, Scheduled, publish_due
from forum.actions import publishing as publishing_module
from forum.actions.errors import ForumError
from forum.models import Draft, Thread
from forum.waiting_forms import HourForm
from tests.forum.scheduling import due, submit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_else_scheduled")]
NOON = datetime(2026, 3, 10, 11, 0, tzinfo=UTC)  # 12:00 in Warsaw


def hour(typed, now=NOON):
    with clock.replaying(now), translation.override("en"):
        form = HourForm({"publish_at": typed})
        return form.cleaned_data["publish_at"] if form.is_valid() else form.errors["publish_at"][0]


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("2026-03-10T14:30", datetime(2026, 3, 10, 13, 30, tzinfo=UTC)),
        ("2026-03-10 14:30", datetime(2026, 3, 10, 13, 30, tzinfo=UTC)),
        ("10.03.2026 14:30", datetime(2026, 3, 10, 13, 30, tzinfo=UTC)),
        ("2026-03-29T01:59", datetime(2026, 3, 29, 0, 59, tzinfo=UTC)),
        ("2026-03-29T03:00", datetime(2026, 3, 29, 1, 0, tzinfo=UTC)),
        ("2026-07-01T09:00", datetime(2026, 7, 1, 7, 0, tzinfo=UTC)),
        ("2026-10-25T02:30", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),  # twice that night: the first
        ("2026-10-25T03:30", datetime(2026, 10, 25, 2, 30, tzinfo=UTC)),
    ],
)
def test_hours_are_those_of_warsaw(typed, moment):
    assert hour(typed) == moment


@pytest.mark.parametrize(
    ("typed", "part"),
    [
        ("2026-03-29T02:30", "clocks"),  # left out that night
        ("2026-03-10T12:00", "passed"),
        ("1999-01-01T00:00", "passed"),
        ("0001-01-01T00:00", "passed"),
        ("9999-12-31T23:59", "year"),
        ("jutro o ósmej", "2026-12-24"),
        ("2026-13-01T00:00", "2026-12-24"),
        ("", "Choose"),
        ("\x00", "2026-12-24"),
    ],
)
def test_other_hours_are_refused_in_words(typed, part):
    said = hour(typed)
    assert (part in said, said[-1]) == (True, ".")


def test_facilitator_chooses_the_hour_on_the_form(as_, ewa, zielona):
    at = timezone.localtime(timezone.now() + timedelta(days=2)).replace(second=0, microsecond=0)
    typed = {"kind": "announcement", "audience": "public", "title": "Warsztaty w Łodzi", "text": "Zapraszamy."}
    before = Thread.objects.count()
    typed |= {"key": "sched-form-1", "publish_at": f"{at:%Y-%m-%dT%H:%M}"}
    response = as_(ewa).post("/s/zielona/zapytaj/", typed)
    draft = Draft.objects.get(author=ewa, client_key="sched-form-1")
    assert (response["Location"], draft.publish_at, Thread.objects.count()) == (f"/szkice/{draft.pk}/", at, before)
    assert f"{at:%H:%M}" in as_(ewa).get("/szkice/").content.decode()


def test_past_hour_is_explained_beside_the_field(as_, ewa):
    typed = {"kind": "announcement", "audience": "public", "title": "Warsztaty w Łodzi", "text": "Zapraszamy."}
    response = as_(ewa).post("/s/zielona/zapytaj/", {**typed, "key": "sched-form-1", "publish_at": "2020-01-01T08:00"})
    html = response.content.decode()
    assert (response.status_code, "id_publish_at_error" in html, "Zapraszamy.</textarea>" in html) == (422, True, True)


def test_members_have_no_such_field_and_no_such_right(as_, anna, zielona):
    assert "publish_at" not in as_(anna).get("/s/zielona/zapytaj/").content.decode()
    with pytest.raises(ForumError) as refused:
        submit(anna, zielona, at=timezone.now() + timedelta(days=1), kind="question")
    assert refused.value.status == 403
    typed = {"kind": "question", "audience": "public", "title": "Kto podlewa drzewa?", "text": "Treść."}
    as_(anna).post("/s/zielona/zapytaj/", {**typed, "key": "not-sched-1", "publish_at": "2030-01-01T08:00"})
    assert Thread.objects.filter(author=anna, client_key="not-sched-1").count() == 1


def test_nothing_appears_before_its_hour(scheduled, ewa, as_):
    assert (publish_due(), Thread.objects.filter(client_key=scheduled.client_key).count()) == (0, 0)
    assert "Warsztaty w Łodzi" not in as_().get("/watki/").content.decode()


def test_at_its_hour_it_is_published_by_the_ordinary_verb(scheduled, ewa, zielona):
    assert due(scheduled) == 1
    thread = Thread.objects.get(client_key=scheduled.client_key)
    assert (thread.author, thread.space, thread.kind, thread.title) == (ewa, zielona, "announcement", scheduled.title)
    assert thread.created_at == scheduled.publish_at + timedelta(seconds=1)
    assert not Draft.objects.filter(pk=scheduled.pk).exists()


def test_topics_are_those_that_were_chosen(ewa, zielona):
    from community.tags.models import Tag

    tags = list(Tag.objects.filter(space=zielona, merged_into=None)[:2])
    draft = submit(ewa, zielona, at=timezone.now() + timedelta(days=1), tags=tags).draft
    due(draft)
    thread = Thread.objects.get(client_key=draft.client_key)
    assert set(thread.tagged.values_list("tag_id", flat=True)) == {tag.pk for tag in tags}


def test_second_round_finds_nothing_to_do(scheduled):
    assert (due(scheduled), due(scheduled)) == (1, 0)
    assert Thread.objects.filter(client_key=scheduled.client_key).count() == 1


def test_crash_in_the_midst_publishes_nothing_and_a_later_round_does(scheduled, monkeypatch, caplog):
    def crash(*args, **kwargs):
        raise RuntimeError("the power went")

    with monkeypatch.context() as patched:
        patched.setattr("forum.actions.threads.emit_all", crash)
        assert due(scheduled) == 0
    assert Draft.objects.filter(pk=scheduled.pk).count() == 1
    assert Thread.objects.filter(client_key="sched-key-1").count() == 0
    assert "could not be published" in caplog.text
    assert due(scheduled) == 0  # not at once
    scheduled.refresh_from_db()
    assert due(scheduled) == 1


def test_what_breaks_again_and_again_comes_back_to_its_author(scheduled, ewa, monkeypatch):
    def crash(*args, **kwargs):
        raise RuntimeError("broken")

    monkeypatch.setattr(publishing_module, "_publish", crash)
    tried_at = []
    for _time in range(4):
        tried_at.append(scheduled.publish_at + timedelta(seconds=1))
        assert due(scheduled) == 0
        scheduled.refresh_from_db()
    pauses = [(later - at).total_seconds() // 60 for at, later in pairwise(tried_at)]
    assert (pauses, scheduled.publish_at, scheduled.refused_reason[-1]) == ([2, 8, 32], None, ".")
    assert Notification.objects.filter(person=ewa, kind="forum.draft_refused", object_id=scheduled.pk).count() == 1
    assert scheduled.failures == 0


def test_text_whose_words_cannot_be_read_holds_up_no_other(scheduled, ewa, zielona, monkeypatch):
    submit(ewa, zielona, at=scheduled.publish_at + timedelta(milliseconds=1), key="sched-key-2", title="Drugie")
    whole = publishing_module.read_ahead

    def broken(title, text):
        if title == scheduled.title:
            raise RuntimeError("broken")
        whole(title, text)

    monkeypatch.setattr(publishing_module, "read_ahead", broken)
    assert due(scheduled) == 1


def test_one_that_fails_does_not_hold_up_the_others(scheduled, ewa, zielona, monkeypatch):
    submit(ewa, zielona, at=scheduled.publish_at, key="sched-key-2", title="Drugie ogłoszenie")
    whole = publishing_module._publish

    def broken(draft):
        if draft.pk == scheduled.pk:
            raise RuntimeError("broken")
        return whole(draft)

    monkeypatch.setattr(publishing_module, "_publish", broken)
    assert due(scheduled) == 1
    assert Thread.objects.filter(client_key="sched-key-2").count() == 1


def leave(ewa, zielona):
    Membership.objects.filter(person=ewa, space=zielona).delete()


def demote(ewa, zielona):
    Membership.objects.filter(person=ewa, space=zielona).update(role="member")


def close_account(ewa, zielona):
    ewa.is_active = False
    ewa.save()


@pytest.mark.parametrize("meanwhile", [leave, demote, close_account])
def test_who_lost_the_right_gets_the_text_back_with_a_sentence(meanwhile, scheduled, ewa, zielona):
    meanwhile(ewa, zielona)
    assert due(scheduled) == 0
    scheduled.refresh_from_db()
    assert (scheduled.publish_at, scheduled.refused_at is None, scheduled.refused_reason[-1]) == (None, False, ".")
    told = Notification.objects.filter(person=ewa, kind="forum.draft_refused", object_id=scheduled.pk)
    assert (told.count(), Thread.objects.filter(client_key="sched-key-1").count()) == (1, 0)


def test_same_form_again_changes_the_hour_not_the_number(scheduled, ewa, zielona):
    later = scheduled.publish_at + timedelta(hours=2)
    again = submit(ewa, zielona, at=later)
    assert (isinstance(again, Scheduled), again.draft.pk, again.draft.publish_at) == (True, scheduled.pk, later)
    due(again.draft)
    assert isinstance(submit(ewa, zielona, at=later), Published)


def test_round_costs_nothing_when_nothing_is_due(scheduled, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert publish_due() == 0
