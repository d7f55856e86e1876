"""Saved searches: they find among what is new what the search page finds, whoever may see it."""

from datetime import timedelta
from urllib.parse import parse_qs

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from community.catalogue.queries.facets import narrowing_of
from community.catalogue.queries.search import search
from community.catalogue.typed import read_queries, read_query
from community.following.digests.fresh import fresh_between
from community.following.digests.searching import found_by
from community.following.models import SavedSearch
from community.spaces.models import Space
from tests.following.digesting import ask, digest, entry_of, follow_all, make_old, plain, titles

pytestmark = pytest.mark.django_db
QUERIES = (
    "q=retencja", "q=drzewa", "q=ogrod", "q=%22ogr%C3%B3d+deszczowy%22", "q=umowa&siec=ppp", "q=drzewa&rodzaj=question",
    "q=woda&stan=otwarte", "q=drzewa&siec=zielona&stan=rozwiazane", "q=umowa&wielkosc=20-50k",
    "q=retencja&temat=retencja",
    "q=plan&rok=2026", "q=nieistniej%C4%85cek", "q=", "rodzaj=question", "q=a%00b&siec=%27", "",
)  # fmt: skip


@pytest.fixture()
def fresh():
    now = timezone.now() + timedelta(seconds=1)
    return fresh_between(now - timedelta(days=400), now)


def saved(person, query, name="Szukanie"):
    return SavedSearch.objects.create(person=person, name=name, query=query)


def on_the_page(person, query):
    """Returns the entries that the search page finds, all of its pages."""
    fields = {name: values[-1] for name, values in parse_qs(query).items()}
    typed, found, page = read_query(fields.get("q", "")), set(), 1
    while hits := search(person, typed, narrowing_of(fields), page=page).hits:
        found |= {hit.entry_id for hit in hits}
        page += 1
    return found


@pytest.mark.parametrize("query", QUERIES)
def test_search_finds_among_the_new_what_its_page_finds(maria, fresh, query):
    one = saved(maria, query)
    assert found_by([one], fresh)[one.pk] == on_the_page(maria, query) & fresh.things.keys()


def test_these_queries_find_something_and_not_the_same(maria, fresh):
    searches = [saved(maria, query) for query in QUERIES]
    found = found_by(searches, fresh)
    assert sum(bool(ids) for ids in found.values()) >= 7
    assert len(set(found.values())) >= 7


def test_same_queries_are_asked_once_and_twenty_cost_what_one_costs(maria, olaf, fresh):
    costs = []
    for queries in (["q=retencja"], [f"q=retencja+{word}" for word in ("", *"bcdefghijklmnopqrst")][:20]):
        searches = [saved(who, f"{query}&n={len(costs)}") for who in (maria, olaf) for query in queries]
        with CaptureQueriesContext(connection) as captured:
            found_by(searches, fresh)
        costs.append(len(captured))
    assert costs == [3, 3]


def test_no_searches_cost_nothing(fresh, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert found_by([], fresh) == {}


def test_several_queries_are_read_as_each_by_itself():
    texts = ["ogrodów", "ogrod", "sad „plan adaptacji”", "", "Konstantynopol miasto"]
    assert read_queries(texts) == [read_query(text) for text in texts]


def test_digest_tells_what_a_saved_search_finds_and_by_which(olaf, anna, zielona):
    make_old()
    follow_all(olaf, search=saved(olaf, "q=wertykulator", "Wertykulatory"))
    ask(anna, zielona, "Kto ma wertykulator?")
    ask(anna, zielona, "Kto ma kosiarkę?")
    letter = digest(olaf)
    assert titles(letter) == ["Kto ma wertykulator?"]
    assert "Wertykulatory" in plain(letter.html)


def test_digest_tells_nothing_of_closed_places_that_a_search_finds(olaf, closed, fresh):
    make_old()
    one = saved(olaf, "q=wertykulator")
    follow_all(olaf, search=one)
    member = closed.memberships.filter(role="member").first().person
    entry = entry_of(ask(member, Space.objects.get(pk=closed.pk), "Kto ma wertykulator?"))
    now = timezone.now() + timedelta(seconds=1)
    assert found_by([one], fresh_between(now - timedelta(days=1), now)) == {one.pk: {entry.pk}}
    assert digest(olaf) is None
