"""The pages on which facilitators keep the vocabulary."""

import re

import pytest
from django.utils.translation import gettext, override

from community.tags.actions import merge_tags, rename_tag
from community.tags.models import Tag, TagChange, TagName
from tests.pages import fields

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]
EDIT, NEW = "/tematy/retencja/zmien/", "/s/zielona/tematy/nowy/"


@pytest.fixture()
def retention():
    return Tag.objects.get(name="retencja")


def typed(**changed):
    return {"name": "zielone torowisko", "description": "Trawa.", "synonyms": "żywe tory\n\ntrawa"} | changed


@pytest.mark.parametrize("path", [EDIT, NEW, "/tematy/retencja/polacz/"])
def test_pages_are_for_facilitators(path, as_, anna, ewa, maria, person):
    statuses = [as_(who).get(path).status_code for who in (None, anna, person("karol-bratek"), ewa, maria)]
    assert statuses == [302, 403, 403, 200, 200]


def test_new_tag_of_a_network(as_, ewa, zielona):
    response = as_(ewa).post(NEW, typed())
    tag = Tag.objects.get(name="zielone torowisko")
    assert (response["Location"], tag.space, tag.names.count()) == (tag.url, zielona, 2)


def test_new_tag_of_the_whole_community(as_, maria, ewa):
    assert as_(ewa).get("/s/spolecznosc/tematy/nowy/").status_code == 403
    as_(maria).post("/s/spolecznosc/tematy/nowy/", typed())
    assert Tag.objects.get(name="zielone torowisko").space is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""}, {"name": "retencja"}, {"name": "a, b"}, {"name": "x" * 200}, {"description": "x" * 600},
        {"synonyms": "deszczówka"}, {"synonyms": "x" * 300}, {"synonyms": "\n".join(map(str, range(50)))},
        {"name": "\u202e"}, {"synonyms": "x" * 6000},
    ],
)  # fmt: skip
def test_faults_are_said_next_to_the_field_and_nothing_is_lost(wrong, as_, ewa):
    before = Tag.objects.count()
    response = as_(ewa).post(NEW, typed(**wrong))
    assert (response.status_code, Tag.objects.count()) == (422, before)
    assert fields(response)["synonyms"].strip() == typed(**wrong)["synonyms"].strip()
    html = response.content.decode()
    assert f'id="id_{next(iter(wrong))}_error"' in html
    title = re.search(r'<p class="notice__title">(.*?)</p>', html)[1]
    with override("pl"):
        assert title == gettext("This is not saved yet. What you typed is kept.")


def test_edit_form_holds_the_tag(as_, ewa, retention):
    form = fields(as_(ewa).get(EDIT))
    assert (form["name"], form["description"]) == ("retencja", retention.description)
    assert form["synonyms"].split("\n") == ["retencja miejska", "zatrzymywanie wody", "zbiornik retencyjny"]


def test_edit_changes_and_leads_to_the_new_address(as_, ewa, retention):
    response = as_(ewa).post(EDIT, typed())
    retention.refresh_from_db()
    assert (response["Location"], retention.name, retention.description) == (
        "/tematy/zielone-torowisko/", "zielone torowisko", "Trawa.",
    )  # fmt: skip
    names = set(TagName.objects.filter(tag=retention).values_list("name", flat=True))
    assert names == {"żywe tory", "trawa", "retencja"}


def test_edit_by_an_old_address_reaches_the_tag(as_, ewa, retention):
    rename_tag(by=ewa, tag=retention, name="zatrzymanie deszczu")
    assert fields(as_(ewa).get(EDIT))["name"] == "zatrzymanie deszczu"


def test_history_offers_to_undo_until_a_day(as_, ewa, retention):
    rename_tag(by=ewa, tag=retention, name="zatrzymanie deszczu")
    html = as_(ewa).get("/tematy/zatrzymanie-deszczu/zmien/").content.decode()
    change = TagChange.objects.latest("pk")
    assert html.count(f'action="/tematy/zatrzymanie-deszczu/cofnij/{change.pk}/"') == 1


def test_undo_button_undoes(as_, ewa, retention):
    rename_tag(by=ewa, tag=retention, name="zatrzymanie deszczu")
    change = TagChange.objects.latest("pk")
    response = as_(ewa).post(f"/tematy/zatrzymanie-deszczu/cofnij/{change.pk}/")
    assert response["Location"] == EDIT
    again = as_(ewa).post(f"/tematy/retencja/cofnij/{change.pk}/")
    assert (again.status_code, Tag.objects.get(pk=retention.pk).name) == (409, "retencja")


def test_merge_is_undone_from_the_page_of_the_tag_that_stayed(as_, ewa, retention):
    merge_tags(by=ewa, tag=retention, into=Tag.objects.get(name="deszczówka"))
    html = as_(ewa).get("/tematy/deszczowka/zmien/").content.decode()
    address = re.search(r'action="(/tematy/retencja/cofnij/\d+/)"', html).group(1)
    assert as_(ewa).post(address)["Location"] == EDIT
    assert Tag.objects.get(pk=retention.pk).merged_into is None


def test_change_of_another_tag_is_not_found(as_, ewa):
    foreign = TagChange.objects.exclude(tag__name="retencja").first()
    assert as_(ewa).post(f"/tematy/retencja/cofnij/{foreign.pk}/").status_code == 404


def test_undo_is_for_facilitators(as_, anna, retention, ewa):
    rename_tag(by=ewa, tag=retention, name="zatrzymanie deszczu")
    path = f"/tematy/retencja/cofnij/{TagChange.objects.latest('pk').pk}/"
    assert (as_(anna).post(path).status_code, as_().post(path).status_code) == (403, 302)
    assert Tag.objects.get(pk=retention.pk).name == "zatrzymanie deszczu"


def test_merging_asks_then_says_what_it_means_then_merges(as_, ewa, retention):
    path, browser = "/tematy/retencja/polacz/", as_(ewa)
    asked = browser.post(path, {"into": "wodami opadowymi"})
    assert (asked.status_code, fields(asked)["into"], Tag.objects.get(pk=retention.pk).merged_into) == (
        200, "wody opadowe", None,
    )  # fmt: skip
    done = browser.post(path, {"into": "wody opadowe", "confirmed": "1"})
    assert done["Location"] == "/tematy/wody-opadowe/"
    assert Tag.objects.get(pk=retention.pk).merged_into.name == "wody opadowe"


@pytest.mark.parametrize("into", ["", "retencja", "retencja miejska", "nie ma takiego", "koncesja", "x" * 5000, "\x00"])
def test_target_that_cannot_be_is_refused_in_words(into, as_, ewa, retention):
    response = as_(ewa).post("/tematy/retencja/polacz/", {"into": into, "confirmed": "1"})
    assert response.status_code == 422
    assert 'id="id_into_error"' in response.content.decode()
    assert Tag.objects.get(pk=retention.pk).merged_into is None
