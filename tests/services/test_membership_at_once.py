"""Belonging on PostgreSQL, many at once: a facilitator stays, a namesake gets an address, a person one seat."""

import pytest

from community.live.models import Event
from community.people.actions import AddressTaken, create_person
from community.people.models import Person
from community.spaces.actions import LastFacilitator, accept_invitation, add_member, change_role, invite, leave
from community.spaces.models import City, Edition, Membership, Network, Seat, Space
from tests.services.test_concurrency import WRITERS, at_once

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]


@pytest.fixture()
def chiefs():
    """A network in which everybody is a facilitator."""
    space = Space.objects.create(kind="network", slug="wodzowie", name="Wodzowie", joining="open")
    people = [create_person(email=f"p{n}@chiefs.example", name=f"Osoba {n}") for n in range(WRITERS)]
    for person in people:
        add_member(person=person, space=space, role="facilitator")
    return people, space


def step_down(person, space, way):
    if way == "leave":
        leave(person=person, space=space)
    else:
        change_role(by=person, membership=Membership.objects.get(person=person, space=space), role="member")


@pytest.mark.parametrize("way", ["leave", "role"])
def test_facilitators_who_all_step_down_at_once_leave_one(way, chiefs):
    people, space = chiefs
    results = at_once(lambda person: step_down(person, space, way), people)
    assert [type(result) for result in results if result is not None] == [LastFacilitator]
    assert Membership.objects.filter(space=space, role="facilitator").count() == 1


def test_namesakes_at_once_get_addresses_of_their_own():
    people = at_once(lambda n: create_person(email=f"n{n}@names.example", name="Jan Nowak"), range(4))
    assert len({person.slug for person in people}) == 4


def test_one_address_at_once_is_one_account():
    results = at_once(lambda _: create_person(email="jeden@names.example", name="Jan Nowak"), range(WRITERS))
    assert sum(isinstance(result, AddressTaken) for result in results) == WRITERS - 1
    assert Person.objects.filter(email="jeden@names.example").count() == 1


def test_two_invitations_accepted_at_once_are_two_memberships_and_one_seat(chiefs):
    people, community = chiefs
    Space.objects.filter(pk=community.pk).update(kind="community")
    edition = Edition.objects.create(name="Edycja", first_year=2030, last_year=2032)
    cities = [
        City.objects.create(
            slug=f"m{n}", name=f"M{n}", genitive="M", locative="M", size_class="<5k", latitude=52, longitude=20
        )
        for n in range(2)
    ]
    guest = create_person(email="gosc@chiefs.example", name="Gość")
    invitations = []
    for n in range(2):
        space = Space.objects.create(kind="network", slug=f"s{n}", name=f"S{n}")
        Network.objects.create(space=space, edition=edition)
        invitations.append(invite(by=people[0], space=space, email=guest.email, city=cities[n]))
    assert at_once(lambda one: accept_invitation(invitation=one, person=guest), invitations) == [guest, guest]
    assert Membership.objects.filter(person=guest).count() == 3
    assert Seat.objects.filter(person=guest, until=None).count() == 1
    assert Event.objects.filter(kind="member.joined", object_id=guest.pk).count() == 3
