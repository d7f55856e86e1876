"""How one wants to be told: the page, its defaults, what it stores, and what it says to bad input."""

import re
from datetime import timedelta

import pytest

from community.base import clock
from community.letters.models import Dispatch, Unsubscription
from community.notifications.actions import choose_ways, notify
from community.notifications.forms import PreferenceForm
from community.notifications.models import Notification, Preference
from community.notifications.ways import preferences_of
from tests.notifications.post import TUESDAY, deliver

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]
PATH = "/konto/powiadomienia/"
BOXES = {f"{channel}_{group}" for channel in ("app", "mail")
         for group in ("personal", "followed", "own", "library", "duties")} - {"app_duties"}  # fmt: skip
DEFAULTS = {
    **dict.fromkeys([*BOXES, "has_notices", "is_quiet_at_weekends", "has_daily", "has_weekly"], "on"),
    "quiet_from": "20", "quiet_to": "7", "zone": "Europe/Warsaw", "digest_weekday": "0", "digest_hour": "8",
}  # fmt: skip


def shown(html):
    """Returns what the page's form would send as it stands."""
    form = re.search(r'<form class="form".*?</form>', html, re.DOTALL)[0]
    boxes = {
        re.search(r'name="([^"]+)"', box)[1]: "on"
        for box in re.findall(r'<input type="checkbox"[^>]*>', form)
        if " checked" in box
    }
    chosen = {
        name: re.search(r'value="([^"]*)" selected', options)[1]
        for name, options in re.findall(r'<select name="([^"]+)".*?>(.*?)</select>', form, re.DOTALL)
    }
    return boxes | chosen


def without(*names, **changed):
    return {name: value for name, value in DEFAULTS.items() if name not in names} | changed


def test_page_shows_the_defaults_to_who_never_chose(as_, anna):
    response = as_(anna).get(PATH)
    assert (response.status_code, shown(response.content.decode())) == (200, DEFAULTS)
    assert not Preference.objects.filter(person=anna).exists()


def test_saving_the_defaults_changes_nothing(as_, anna):
    browser = as_(anna)
    response = browser.post(PATH, DEFAULTS)
    assert (response.status_code, response["Location"]) == (302, PATH)
    stored, default = Preference.objects.get(person=anna), Preference(person=anna)
    assert {name: getattr(stored, name) for name in vars(default) if name != "_state"} == {
        name: getattr(default, name) for name in vars(default) if name != "_state"
    }
    html = browser.get(PATH).content.decode()
    assert (shown(html), "notice--success" in html or "message" in html) == (DEFAULTS, True)


@pytest.mark.parametrize(
    "sent",
    [
        without("mail_personal", "app_library", "has_weekly", quiet_from="22", zone="Asia/Tokyo", digest_hour="17"),
        without("app_own", "mail_own", "is_quiet_at_weekends", "has_daily", digest_weekday="4", quiet_to="0"),
        without(*BOXES, "has_notices"),
    ],
)
def test_what_was_chosen_is_stored_and_shown_again(sent, as_, anna):
    browser = as_(anna)
    assert browser.post(PATH, sent).status_code == 302
    assert shown(browser.get(PATH).content.decode()) == sent


@pytest.mark.parametrize(
    ("name", "value"),
    [("quiet_from", "24"), ("quiet_to", "x"), ("zone", "Mars/Olympus"), ("zone", ""), ("digest_weekday", "7"),
     ("digest_hour", "-1"), ("digest_hour", "9" * 30)],
)  # fmt: skip
def test_what_cannot_be_chosen_is_explained_beside_its_field(name, value, as_, anna):
    response = as_(anna).post(PATH, without("mail_own", "has_daily", **{name: value}))
    html = response.content.decode()
    assert (response.status_code, f'id="id_{name}_error"' in html) == (422, True)
    kept = shown(re.sub(rf'<select name="{name}".*?</select>', "", html, flags=re.DOTALL))
    assert kept == {key: value for key, value in without("mail_own", "has_daily").items() if key != name}
    assert not Preference.objects.filter(person=anna).exists()


def test_choice_is_kept_over_signing_in(as_, anna, client):
    sent = without("mail_own", digest_hour="17")
    assert client.post(PATH, sent)["Location"].startswith("/konto/login/")
    client.force_login(anna)
    assert shown(client.get(PATH).content.decode()) == sent


def test_letters_that_wait_keep_to_new_quiet_hours(anna, jan, answer):
    Dispatch.objects.all().delete()
    with clock.replaying(TUESDAY):
        Notification.objects.all().delete()
        notify("forum.mention", to=[anna.pk], object_id=answer.pk, actor=jan)
        form = PreferenceForm(without(quiet_from="9", quiet_to="15"), preference=preferences_of([anna.pk])[anna.pk])
        assert form.is_valid()
        choose_ways(person=anna, **form.chosen)
        assert Dispatch.objects.get(person=anna).due_at == TUESDAY.replace(hour=14)
        choose_ways(person=anna, **form.chosen | {"quiet_from": 20, "quiet_to": 7})
        assert Dispatch.objects.get(person=anna).due_at == TUESDAY + timedelta(minutes=3)


def test_switching_letters_off_counts_as_stopping_the_stream_and_on_begins_again(as_, anna, jan, answer):
    browser = as_(anna)
    notify("forum.mention", to=[anna.pk], object_id=answer.pk, actor=jan)
    for _time in range(2):
        browser.post(PATH, without("has_notices"))
    assert list(Unsubscription.objects.filter(person=anna).values_list("stream", flat=True)) == ["notices"]
    assert [letter for letter in deliver() if letter.to == [anna.email]] == []
    browser.post(PATH, DEFAULTS)
    assert Preference.objects.get(person=anna).has_notices is True
    notify("forum.accepted", to=[anna.pk], object_id=answer.pk, actor=jan)
    assert [letter.to for letter in deliver()] == [[anna.email]]


def test_page_leads_on_and_is_led_to(as_, anna):
    browser = as_(anna)
    pages = [browser.get(path).content.decode() for path in ("/konto/profil/", "/powiadomienia/", "/konto/email/")]
    assert [f'href="{PATH}"' in html for html in pages] == [True] * 3
    html = browser.get(PATH).content.decode()
    assert [f'href="{path}"' in html for path in ("/konto/sledzone/", "/konto/wyciszone/", "/konto/profil/")] == [
        True
    ] * 3


def test_boxes_have_names_that_say_row_and_column(as_, anna):
    html = as_(anna).get("/en/konto/powiadomienia/").content.decode()
    ids = dict(re.findall(r'id="(way-[^"]+)">([^<]+)<', html))
    names = [
        " ".join(ids[part] for part in label.split()) for label in re.findall(r'aria-labelledby="(way-\d[^"]+)"', html)
    ]
    assert (len(names), len(set(names))) == (9, 9)
    assert "Mentions, and what I am asked by name By mail" in names


def test_page_costs_one_query_for_the_choice(as_, anna, django_assert_num_queries):
    browser = as_(anna)
    browser.get(PATH)
    with django_assert_num_queries(5):  # session, person, preference, the address of mail, letters that rest
        browser.get(PATH)
