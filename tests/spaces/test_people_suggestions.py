"""Who is offered while somebody types a mention."""

import pytest
from django.core.cache import cache

from community.people.actions import create_person
from community.spaces.queries.suggesting import MOST_SUGGESTED, people_suggestions
from community.spaces.views.people import SUGGESTIONS_A_MINUTE

pytestmark = pytest.mark.django_db


def ask(browser, q, w="zielona"):
    return browser.get("/ludzie/podpowiedzi/", {"q": q, "w": w})


def slugs(viewer, space, typed):
    return [row.slug for row in people_suggestions(viewer, space, typed)]


@pytest.mark.parametrize("typed", ["jan", "JAN", "wierz", "Wierzba", "jan-w", "jan w"])
def test_people_are_found_by_the_beginning_of_each_name(typed, as_, anna):
    found = ask(as_(anna), typed).json()["people"]
    assert {"slug": "jan-wierzba", "name": "Jan Wierzba", "city": "Żyrardów"} in found


@pytest.mark.parametrize("typed", ["", " ", "-", "ierzba", "@", "%", "_", "\x00"])
def test_nobody_is_found_by_nothing_or_the_middle_of_a_name(typed, as_, anna):
    assert [row["slug"] for row in ask(as_(anna), typed).json()["people"] if "wierzba" in row["slug"]] == []


def test_polish_letters_do_not_matter(anna, zielona):
    create_person(email="l@x.example", name="Łucja Żółw", slug="lucja-zolw")
    assert slugs(anna, zielona, "łuc") == slugs(anna, zielona, "luc") == ["lucja-zolw"]
    assert slugs(anna, zielona, "żół") == slugs(anna, zielona, "zol") == ["lucja-zolw"]


def test_oneself_and_closed_accounts_are_not_offered(anna, jan, zielona):
    jan.is_active = False
    jan.save()
    assert ("anna-borowik" in slugs(anna, zielona, "a"), slugs(anna, zielona, "jan-w")) == (False, [])


def test_eight_at_most_members_first_in_polish_order(anna, olaf, zielona):
    for n in range(12):
        create_person(email=f"a{n}@x.example", name=f"Zyta Aaa{n:02}", slug=f"zyta-aaa{n:02}")
    assert slugs(anna, zielona, "zyta") == [f"zyta-aaa{n:02}" for n in range(MOST_SUGGESTED)]
    members = slugs(anna, zielona, "ewa")
    create_person(email="e@x.example", name="Ewa Aaa", slug="ewa-aaa")
    assert slugs(anna, zielona, "ewa")[: len(members)] == members


def test_in_a_closed_place_only_who_may_see_it(maria, closed, olaf):
    people = slugs(maria, closed, "olaf")
    assert people == []
    inside = closed.memberships.exclude(person=maria).order_by("pk").first().person
    assert inside.slug in slugs(maria, closed, inside.slug)


def test_closed_place_is_not_known_to_outsiders(as_, olaf):
    assert ask(as_(olaf), "jan", "umowy-i-ryzyka").status_code == 404


def test_visitors_sign_in_first(as_):
    assert ask(as_(), "jan").status_code == 302


def test_wrong_method_is_refused(as_, anna):
    assert as_(anna).post("/ludzie/podpowiedzi/", {"q": "jan"}).status_code == 405


def test_names_are_asked_for_only_so_often(as_, anna):
    browser = as_(anna)
    cache.set(f"door:suggestions:person:{anna.pk}", SUGGESTIONS_A_MINUTE, 60)
    assert ask(browser, "jan").status_code == 429


def test_one_query(django_assert_num_queries, anna, zielona):
    slugs(anna, zielona, "j")  # reads the standing
    with django_assert_num_queries(1):
        slugs(anna, zielona, "j")
