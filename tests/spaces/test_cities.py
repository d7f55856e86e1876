"""Cities: which networks they show to whom, their order, whom they count, and how many queries that takes."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from community.people.models import Person
from community.spaces.models import City, Edition, Network, Seat, Space
from community.spaces.queries.cities import city_list
from tests.base.test_letters import dictionary

pytestmark = pytest.mark.django_db


@pytest.fixture()
def hidden(db):
    """A network that only its members see, with Lublin in it."""
    space = Space.objects.create(
        kind="network", slug="ukryta", name="Sieć Ukryta", question="Tajne?", accent="cyfrowa", audience="members"
    )
    network = Network.objects.create(space=space, edition=Edition.objects.get())
    lublin = City.objects.get(name="Lublin")
    lublin.networks.clear()
    network.cities.add(lublin)
    return space


@pytest.mark.parametrize("path", ["/", "/miasta/", "/miasta/lublin/"])
def test_network_that_one_may_not_see_is_not_shown_anywhere(path, as_, olaf, hidden):
    for who in (None, olaf):
        html = as_(who).get(path).content.decode()
        assert [html.count(word) for word in ("Ukryta", "ukryta", "Tajne")] == [0, 0, 0]


def test_hidden_network_has_no_accent_for_outsiders(olaf, maria, hidden):
    seen = {who: next(row for row in city_list(viewer) if row.name == "Lublin").accent for who, viewer in
            {"visitor": AnonymousUser(), "olaf": olaf, "maria": maria}.items()}  # fmt: skip
    assert seen == {"visitor": "", "olaf": "", "maria": "cyfrowa"}


def test_filter_by_a_hidden_network_finds_nothing(as_, olaf, hidden):
    assert as_(olaf).get("/miasta/?siec=ukryta").content.decode().count("/miasta/lublin/") == 0


def test_cities_are_in_polish_order(anna):
    names = [row.name for row in city_list(anna)]
    assert names == sorted(names, key=dictionary)


def test_people_are_counted_once_and_only_while_their_account_is_open(olaf, anna, jan):
    lublin = City.objects.get(name="Lublin")
    before = next(row.people for row in city_list(olaf) if row.name == "Lublin")
    later = Edition.objects.create(name="2030–2032", first_year=2030, last_year=2032)
    Seat.objects.filter(person__in=[anna, jan]).delete()
    for edition in Edition.objects.all():
        Seat.objects.create(person=anna, city=lublin, edition=edition)
    Seat.objects.create(person=jan, city=lublin, edition=later)
    Person.objects.filter(pk=jan.pk).update(is_active=False)
    assert next(row.people for row in city_list(olaf) if row.name == "Lublin") == before + 1


@pytest.mark.parametrize(("path", "most"), [("/miasta/", 7), ("/miasta/lublin/", 10), ("/s/zielona/", 11)])
def test_pages_take_few_queries(path, most, as_, anna, hidden):
    browser = as_(anna)
    browser.get(path)
    with CaptureQueriesContext(connection) as queries:
        browser.get(path)
    assert len(queries) <= most, "\n".join(query["sql"][:160] for query in queries)
