"""The directory and profiles: filters, pages, and who sees how to reach a person."""

import pytest

from community.people.models import Person
from community.spaces.models import Membership, Seat
from community.spaces.queries.people import directory

pytestmark = pytest.mark.django_db


def names(viewer, **filters):
    found, after = [], ""
    while after is not None:
        page = directory(viewer, after=after, **filters)
        found, after = found + [row.id for row in page.rows], page.following
    return found


def test_directory_walked_to_its_end_holds_everybody_once_by_name(anna):
    assert names(anna) == list(
        Person.objects.filter(is_active=True).order_by("name", "pk").values_list("pk", flat=True)
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


def test_closed_account_has_no_profile(as_, anna, jan):
    Person.objects.filter(pk=jan.pk).update(is_active=False, is_profile_public=True)
    assert [as_(who).get(jan.url).status_code for who in (None, anna)] == [404, 404]
