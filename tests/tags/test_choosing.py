"""Choosing a tag by what somebody types, and what is suggested meanwhile."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from community.spaces.models import Space
from community.tags.models import Tag
from community.tags.queries import choices_for

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]


@pytest.fixture()
def choices(anna):
    return choices_for(anna)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("retencja", "retencja"),
        ("Mała  Retencja", "mała retencja"),
        ("mala retencja", "mała retencja"),
        ("ogrodów deszczowych", "ogród deszczowy"),
        ("ogrodow deszczowych", "ogród deszczowy"),
        ("NBS", "rozwiązania oparte na przyrodzie (NBS)"),
        ("rozwiązania oparte na przyrodzie", "rozwiązania oparte na przyrodzie (NBS)"),
        ("rozszczelnienie", "rozszczelnianie (odbetonowanie)"),
        ("odbetonowanie", "rozszczelnianie (odbetonowanie)"),
        ("betonoza", "rozszczelnianie (odbetonowanie)"),
        ("błękitno-zielona infrastruktura", "zielono-niebieska infrastruktura"),
        ("blekitno zielona infrastruktura", "zielono-niebieska infrastruktura"),
        ("zielono-błękitna infrastruktura", "zielono-niebieska infrastruktura"),
        ("MID", "Miejska Inicjatywa Działania (MID)"),
        ("municipal action plan", "Miejska Inicjatywa Działania (MID)"),
        ("pu", "Plan Ulepszeń (PU)"),
        ("profil zaufany", "ePUAP/profil zaufany"),
        ("epuap", "ePUAP/profil zaufany"),
        ("vendor lock-in", "uzależnienie od dostawcy (vendor lock-in)"),
        ("gis", "dane przestrzenne (GIS)"),
        ("wcag", "dostępność cyfrowa (WCAG)"),
        ("czujniki", "internet rzeczy (czujniki)"),
        ("PSC", "komparator sektora publicznego (PSC)"),
        ("WPF", "dług publiczny (WPF)"),
        ("MPA", "miejski plan adaptacji (MPA)"),
    ],
)
def test_typed_name_means_its_tag(typed, meant, choices):
    assert choices.find(typed).name == meant


@pytest.mark.parametrize("typed", ["", "   ", "deszcz", "nie ma takiego", "'; DROP TABLE", "\x00", "x" * 10_000, "🌧"])
def test_other_words_mean_no_tag(typed, choices):
    assert choices.find(typed) is None


@pytest.mark.parametrize(
    ("typed", "near"),
    [("retncja", "retencja"), ("odwodnienia miast", "odwodnienie"), ("bioroznorodnosc miejska", "bioróżnorodność")],
)
def test_nearest_tag_comes_first(typed, near, choices):
    assert choices.nearest(typed)[0].name == near


def test_nothing_is_near_to_nonsense(choices):
    assert choices.nearest("xyzzyq") == []


def test_suggestions_begin_with_what_was_typed_own_space_first(choices, zielona):
    found = choices.suggested("ogr", space_id=zielona.pk)
    assert (found[0].tag.name, found[0].by) == ("ogród deszczowy", "")


def test_suggestion_says_by_which_other_name_it_fits(choices, zielona):
    found = choices.suggested("betonoz", space_id=zielona.pk)
    assert [(row.tag.name, row.by) for row in found] == [("rozszczelnianie (odbetonowanie)", "betonoza")]


def test_suggestions_for_nothing_are_the_tags_of_the_space(choices):
    ppp = Space.objects.get(slug="ppp")
    assert {row.tag.space for row in choices.suggested("", space_id=ppp.pk)} == {ppp}


def test_merged_tag_is_no_choice_of_its_own(choices):
    assert "błękitno-zielona infrastruktura" not in {row.tag.name for row in choices.rows}


def test_tag_of_a_place_one_may_not_open_is_no_choice(anna, closed):
    Tag.objects.create(name="tajny temat", space=closed)
    assert choices_for(anna).find("tajny temat") is None


def test_choices_cost_two_queries_whatever_their_number(anna):
    costs = []
    for number in range(3):
        Tag.objects.create(name=f"temat numer {number}")
        with CaptureQueriesContext(connection) as captured:
            choices_for(anna)
        costs.append(len(captured))
    assert costs[1:] == [2, 2]


def test_suggestions_over_http(as_, anna):
    found = as_(anna).get("/tematy/podpowiedzi/", {"q": "nbs", "s": "zielona"}).json()
    assert found == {
        "exact": "rozwiązania oparte na przyrodzie (NBS)",
        "is_near": False,
        "tags": [{"name": "rozwiązania oparte na przyrodzie (NBS)", "also": "NBS"}],
    }


def test_suggestions_offer_the_nearest_when_nothing_fits(as_, anna):
    found = as_(anna).get("/tematy/podpowiedzi/", {"q": "retncja", "s": "zielona"}).json()
    assert (found["exact"], found["is_near"], found["tags"][0]["name"]) == ("", True, "retencja")


@pytest.mark.parametrize("query", ["", "q=%00&s=%00", f"q={'x' * 3000}&s=nie-ma", "q=%E2%80%AE(AND'%22*"])
def test_suggestions_bear_anything(query, as_, anna):
    assert as_(anna).get(f"/tematy/podpowiedzi/?{query}").status_code == 200
