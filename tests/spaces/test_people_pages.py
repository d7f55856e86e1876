"""The directory and profiles: filters, pages, and who sees how to reach a person."""

import pytest

from community.people.actions import change_profile
from community.people.models import Person
from community.spaces.models import Membership, Seat
from community.spaces.queries.people import directory

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]


def names(viewer, **filters):
    found, after = [], ""
    while after is not None:
        page = directory(viewer, after=after, **filters)
        found, after = found + [row.id for row in page.rows], page.following
    return found


def test_directory_walked_to_its_end_holds_everybody_once_by_name(anna):
    assert names(anna) == list(
        Person.objects.filter(is_active=True).order_by("sort_key", "pk").values_list("pk", flat=True)
    )


@pytest.mark.parametrize(
    ("filters", "rows"),
    [
        ({"network": "ppp"}, lambda: Membership.objects.filter(space__slug="ppp").values_list("person_id", flat=True)),
        (
            {"network": "ppp", "role": "expert"},
            lambda: Membership.objects.filter(space__slug="ppp", role="expert").values_list("person_id", flat=True),
        ),
        (
            {"city": "lublin"},
            lambda: Seat.objects.filter(city__slug="lublin", until=None).values_list("person_id", flat=True),
        ),
        ({"network": "umowy-i-ryzyka"}, lambda: []),
        (
            {"expertise": "facylitacja"},
            lambda: Person.objects.filter(expertise__contains="facylitacja").values_list("pk", flat=True),
        ),
    ],
)
def test_directory_filter_holds_exactly_its_people(filters, rows, anna):
    assert sorted(names(anna, **filters)) == sorted(set(rows()))


@pytest.mark.parametrize("contact", ["nobody", "spaces", "community"])
def test_profile_shows_contact_as_its_owner_chose(contact, as_, jan, anna, olaf):
    Person.objects.filter(pk=jan.pk).update(contact_audience=contact, is_profile_public=True, phone="+48 111 222 333")
    seen = {who: as_(person).get(jan.url).content.decode().count("+48 111 222 333") > 0 for who, person in
            {"visitor": None, "olaf": olaf, "anna": anna, "jan": jan}.items()}  # fmt: skip
    assert seen == {"visitor": False, "olaf": contact == "community", "anna": contact != "nobody", "jan": True}


def test_private_profile_asks_a_visitor_to_sign_in(as_, jan):
    assert as_().get(jan.url)["Location"].startswith("/konto/login/?next=")


@pytest.mark.parametrize("slug", ["jan-wierzba", "nie-ma-takiej-osoby"])
def test_visitor_cannot_tell_who_has_an_account(slug, as_):
    assert as_().get(f"/ludzie/{slug}/")["Location"] == f"/konto/login/?next=%2Fludzie%2F{slug}%2F"


def test_closed_account_has_no_profile(as_, anna, jan):
    Person.objects.filter(pk=jan.pk).update(is_active=False, is_profile_public=True)
    assert [as_(who).get(jan.url).status_code for who in (None, anna)] == [302, 404]


@pytest.mark.parametrize("words", ["zolw", "ŻÓŁW", "Żółć żółwia", "zolcia zolw", "laki"])
def test_directory_finds_words_without_regard_to_marks_and_case(words, anna, olaf):
    change_profile(person=olaf, name="Żółw Żółcią", position="Żółć żółwia", expertise="łąki")
    assert names(anna, expertise=words) == [olaf.pk]


def test_directory_searches_in_what_the_profile_says_now(anna, olaf):
    change_profile(person=olaf, expertise="bunkry")
    change_profile(person=olaf, expertise="schrony")
    assert (names(anna, expertise="bunkry"), names(anna, expertise="schrony")) == ([], [olaf.pk])


def test_directory_page_after_a_very_long_name_continues(as_, anna, monkeypatch):
    monkeypatch.setattr("community.spaces.queries.people.PEOPLE_ON_A_PAGE", 2)
    for number in range(3):
        change_profile(person=Person.objects.get(pk=anna.pk + number), name="Ążźł " * 23 + str(number))
    after = names(anna).index(anna.pk)
    html = as_(anna).get(f"/ludzie/?po={anna.pk}").content.decode()
    assert html.count('class="byline__name"') == 2
    assert set(names(anna)) == set(Person.objects.filter(is_active=True).values_list("pk", flat=True))
    assert names(anna)[after + 1] == anna.pk + 1


@pytest.mark.parametrize("after", ["x", "9" * 30, "-1", "²", "99999999"])
def test_directory_cursor_that_means_nobody_counts_as_none(after, anna):
    assert directory(anna, after=after).rows == directory(anna).rows
