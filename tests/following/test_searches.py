"""Saved searches: written as the search page writes them, one's own, fifty at most."""

import re
from urllib.parse import quote

import pytest
from django.http import QueryDict

from community.catalogue.queries.facets import address_of, narrowing_of
from community.following.actions import MOST_SEARCHES, TooManySearches, save_search, unfollow
from community.following.models import Follow, SavedSearch, Target
from community.following.queries import level_of

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]
PATH = "/sledzenie/szukanie/"


@pytest.fixture(autouse=True)
def _nothing_saved(db):
    SavedSearch.objects.all().delete()
    Follow.objects.filter(target=Target.SEARCH).delete()


def save(browser, query, name="Drzewa", level="weekly", **more):
    return browser.post(PATH, {"query": query, "name": name, "level": level, **more})


def test_search_is_saved_and_followed_and_found_again(as_, anna):
    response = save(as_(anna), "q=drzewa&siec=zielona", level="daily")
    search = SavedSearch.objects.get(person=anna)
    assert response["Location"] == "/szukaj/?q=drzewa&siec=zielona"
    assert (search.name, search.query) == ("Drzewa", "q=drzewa&siec=zielona")
    assert level_of(anna.pk, target=Target.SEARCH, target_id=search.pk) == "daily"


@pytest.mark.parametrize(
    "typed",
    [
        "q=%C5%82%C4%85ki++kwietne&temat=retencja&siec=zielona", "siec=zielona&temat=retencja&q=łąki kwietne",
        "q=łąki+kwietne&siec=zielona&temat=retencja&strona=3&kolejnosc=nowe&obcy=1&wpis=",
    ],
)  # fmt: skip
def test_searches_alike_are_one(typed, as_, anna):
    browser = as_(anna)
    save(browser, "q=łąki+kwietne&siec=zielona&temat=retencja")
    save(browser, typed, name="Łąki", level="daily")
    search = SavedSearch.objects.get(person=anna)
    assert search.query == f"q={quote('łąki')}+kwietne&siec=zielona&temat=retencja"
    assert (search.name, Follow.objects.get(person=anna, target="search").level) == ("Łąki", "daily")


def test_what_is_saved_reads_back_as_it_was_asked():
    asked = QueryDict("q=drzewa&stan=otwarte&rok=2026&kolejnosc=nowe")
    saved = QueryDict(address_of("/szukaj/", asked).as_saved())
    assert (saved["q"], narrowing_of(saved)) == ("drzewa", narrowing_of(asked))


@pytest.mark.parametrize("query", ["", "siec=zielona", "q=%20", "q=" + "ą" * 299])
def test_search_without_words_or_too_long_is_explained(query, as_, anna):
    response = save(as_(anna), query)
    html = response.content.decode()
    assert (response.status_code, html.count('id="form-errors"'), 'value="Drzewa"' in html) == (422, 1, True)
    assert not SavedSearch.objects.exists()


@pytest.mark.parametrize("wrong", [{"name": " "}, {"name": "x" * 121}, {"level": "watch"}, {"level": "muted"}])
def test_name_and_level_are_needed(wrong, as_, anna):
    response = as_(anna).post(PATH, {"query": "q=drzewa", "name": "Drzewa", "level": "weekly", **wrong})
    assert (response.status_code, response.content.decode().count("field__error")) == (422, 1)


def test_page_to_save_is_filled_in_with_the_words(as_, anna):
    html = as_(anna).get(f"{PATH}?szukanie={quote('q=łąki kwietne&siec=zielona')}").content.decode()
    assert re.search(r'<input[^>]*name="name"[^>]*value="łąki kwietne"', html)


def test_fifty_are_as_many_as_one_can(as_, anna):
    for number in range(MOST_SEARCHES):
        save_search(person=anna, name="x", query=f"q=drzewa{number}")
    response = save(as_(anna), "q=jeszcze")
    assert (response.status_code, "50" in response.content.decode()) == (409, True)
    assert SavedSearch.objects.filter(person=anna).count() == MOST_SEARCHES
    with pytest.raises(TooManySearches):
        save_search(person=anna, name="x", query="q=jeszcze")
    save_search(person=anna, name="Inaczej", query="q=drzewa3", level="daily")
    assert SavedSearch.objects.get(person=anna, query="q=drzewa3").name == "Inaczej"


class TestRenaming:
    @pytest.fixture()
    def search(self, anna):
        return save_search(person=anna, name="Drzewa", query="q=drzewa")

    def path(self, search):
        return f"{PATH}{search.pk}/nazwa/"

    def test_owner_renames(self, as_, anna, search):
        assert as_(anna).get(self.path(search)).content.decode().count('value="Drzewa"') == 1
        assert as_(anna).post(self.path(search), {"name": "Aleje"})["Location"] == "/konto/sledzone/"
        assert SavedSearch.objects.get(pk=search.pk).name == "Aleje"

    def test_empty_name_is_explained(self, as_, anna, search):
        assert as_(anna).post(self.path(search), {"name": ""}).status_code == 422

    def test_others_find_nothing(self, as_, jan, maria, search):
        answers = [as_(who).post(self.path(search), {"name": "Moje"}).status_code for who in (jan, maria)]
        assert (answers, SavedSearch.objects.get(pk=search.pk).name) == ([404, 404], "Drzewa")

    def test_letting_it_go_deletes_search_and_follow(self, anna, search):
        unfollow(person=anna, target=Target.SEARCH, target_id=search.pk)
        assert not SavedSearch.objects.exists()
        assert not Follow.objects.filter(target=Target.SEARCH).exists()


class TestSearchPage:
    def test_members_can_save_what_they_look_for(self, as_, anna):
        html = as_(anna).get("/szukaj/?q=drzewa&kolejnosc=nowe").content.decode()
        assert re.findall(r'name="query" value="([^"]+)"', html) == ["q=drzewa"]
        assert as_().get("/szukaj/?q=drzewa").content.decode().count(PATH) == 0

    def test_nothing_found_can_be_saved_too(self, as_, anna):
        html = as_(anna).get("/szukaj/?q=zzzyyyxxx").content.decode()
        assert re.findall(r'name="query" value="([^"]+)"', html) == ["q=zzzyyyxxx"]

    def test_saved_one_shows_its_name_and_button(self, as_, anna, jan):
        search = save_search(person=anna, name="Moja aleja", query="q=drzewa")
        html = {who: as_(who).get("/szukaj/?strona=1&q=drzewa").content.decode() for who in (anna, jan)}
        door = f'action="/sledzenie/search/{search.pk}/"'
        assert [(html[who].count(door), html[who].count("Moja aleja")) for who in (anna, jan)] == [(1, 1), (0, 0)]

    def test_search_is_nobody_elses_business(self, as_, anna, jan):
        save_search(person=anna, name="Tajna sprawa", query="q=tajna+sprawa")
        pages = ("/konto/sledzone/", f"/ludzie/{anna.slug}/", "/szukaj/?q=tajna+sprawa")
        assert [as_(jan).get(path).content.decode().count("Tajna sprawa") for path in pages] == [0, 0, 0]


def test_visitor_signs_in_and_the_form_is_kept(as_):
    response = save(as_(), "q=drzewa")
    assert response["Location"].startswith("/konto/login/")
