"""Every way in brings the weekly digest of the place; who was let in while away is led once to choose more."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from community.catalogue.models import Entry
from community.following.actions import follow
from community.following.models import Follow, Target, Welcome
from community.following.queries import level_of
from community.people.actions import create_person
from community.spaces.actions import (
    accept_invitation,
    accept_offer,
    accept_request,
    add_member,
    invite,
    join,
    offer_seat,
    request_to_join,
)
from community.spaces.models import Membership, Seat, Space

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]
LED = "/witaj/?siec=zielona"
migration = import_module("community.following.migrations.0005_usual_follows")


def wishes(person):
    rows = Follow.objects.filter(person=person, target=Target.SPACE)
    slugs = dict(Space.objects.values_list("pk", "slug"))
    return {slugs[pk]: (level, by_itself) for pk, level, by_itself in rows.values_list(
        "target_id", "level", "by_itself"
    )}  # fmt: skip


def asked(ewa, olaf, zielona):
    accept_request(by=ewa, request=request_to_join(space=zielona, person=olaf, name=olaf.name, email=olaf.email))


def invited(ewa, olaf, zielona):
    accept_invitation(invitation=invite(by=ewa, space=zielona, email=olaf.email), person=olaf)


def added(ewa, olaf, zielona):
    add_member(person=olaf, space=zielona)


def joined(ewa, olaf, zielona):
    join(person=olaf, space=zielona)


def handed_over(ewa, olaf, zielona):
    seat = Seat.objects.filter(person__slug="anna-borowik", until=None).select_related("person").get()
    accept_offer(by=olaf, hand_over=offer_seat(by=seat.person, seat=seat, email=olaf.email))


@pytest.mark.parametrize("way_in", [asked, invited, added, joined, handed_over])
def test_every_way_in_brings_the_weekly_digest_and_leads_once_to_choose(way_in, as_, ewa, olaf, zielona):
    way_in(ewa, olaf, zielona)
    assert wishes(olaf)["zielona"] == ("weekly", True)
    assert set(wishes(olaf)) == set(Membership.objects.filter(person=olaf).values_list("space__slug", flat=True))
    browser = as_(olaf)
    assert browser.get("/s/zielona/")["Location"] == LED
    assert [browser.get(path).status_code for path in ("/s/zielona/", "/", LED)] == [200, 200, 200]


def test_home_leads_there_too_in_the_readers_language(as_, ewa, olaf, zielona):
    asked(ewa, olaf, zielona)
    browser = as_(olaf)
    assert browser.get("/en/")["Location"] == "/en" + LED
    assert browser.get("/").status_code == 200


def test_other_pages_places_and_people_are_where_they_were(as_, ewa, anna, olaf, zielona, question):
    asked(ewa, olaf, zielona)
    assert [as_(olaf).get(path).status_code for path in ("/s/ppp/", question.url)] == [200, 200]
    assert [as_(anna).get(path).status_code for path in ("/", "/s/zielona/")] == [200, 200]
    assert as_().get("/s/zielona/").status_code == 200


def test_who_opened_the_page_by_themselves_is_not_led_there(as_, ewa, olaf, zielona):
    asked(ewa, olaf, zielona)
    browser = as_(olaf)
    assert (browser.get("/witaj/").status_code, browser.get("/").status_code) == (200, 200)


def test_who_was_led_once_is_not_led_from_the_next_place(as_, ewa, olaf, zielona):
    join(person=olaf, space=Space.objects.get(slug="ppp"))
    assert as_(olaf).get("/")["Location"] == "/witaj/?siec=ppp"
    asked(ewa, olaf, zielona)
    assert as_(olaf).get("/").status_code == 200


def test_who_left_meanwhile_is_led_nowhere(as_, ewa, olaf, zielona):
    asked(ewa, olaf, zielona)
    Membership.objects.filter(person=olaf).delete()
    assert [as_(olaf).get(path).status_code for path in ("/", "/s/zielona/")] == [200, 200]


def test_who_hands_the_seat_over_hears_no_more_of_the_team(anna, olaf):
    seat = Seat.objects.filter(person=anna, until=None).select_related("city").get()
    team = Space.objects.create(kind="team", slug="zespol-probny", name="Zespół", audience="members", city=seat.city)
    add_member(person=anna, space=team)
    accept_offer(by=olaf, hand_over=offer_seat(by=anna, seat=seat, email=olaf.email))
    assert [level_of(who.pk, target=Target.SPACE, target_id=team.pk) for who in (anna, olaf)] == ["", "weekly"]


def test_nobody_in_the_demo_is_to_be_led(db):
    assert not Welcome.objects.filter(at=None).exists()


class TestMembersFromBefore:
    @pytest.fixture()
    def before(self, anna, jan, ewa, olaf):
        """Nobody follows a place yet but Jan, who chose to; Anna muted one of hers."""
        Follow.objects.filter(target=Target.SPACE).delete()

    def give(self):
        migration.follow_own_places(apps, None)

    def test_own_places_are_followed_weekly(self, before):
        self.give()
        for person, slugs in members().items():
            assert wishes(person) == dict.fromkeys(slugs, ("weekly", True))

    def test_who_follows_a_place_is_left_alone_and_muted_ones_stay(self, before, anna, jan, zielona):
        follow(person=jan, target=Target.SPACE, target_id=zielona.pk, level="watch")
        follow(person=anna, target=Target.SPACE, target_id=zielona.pk, level="muted")
        self.give()
        assert wishes(jan) == {"zielona": ("watch", False)}
        others = members()[anna] - {"zielona"}
        assert wishes(anna) == {"zielona": ("muted", False), **dict.fromkeys(others, ("weekly", True))}
        assert others

    def test_follows_of_threads_decide_nothing(self, before, jan, question):
        follow(person=jan, target=Target.ENTRY, target_id=Entry.objects.get(kind="question", subject_id=question.pk).pk)
        self.give()
        assert wishes(jan)["zielona"] == ("weekly", True)

    def test_it_is_taken_back_but_for_what_was_chosen(self, before, anna, zielona):
        self.give()
        follow(person=anna, target=Target.SPACE, target_id=zielona.pk, level="weekly")
        migration.forget_what_came_by_itself(apps, None)
        assert list(Follow.objects.filter(target=Target.SPACE).values_list("person", "by_itself")) == [(anna.pk, False)]

    def test_it_costs_a_query_for_each_batch_not_for_each_person(self, before, zielona):
        counts = []
        for size in (1, 200):
            for number in range(size):
                person = create_person(email=f"b{size}-{number}@before.example", name=f"Dawna {size} {number}")
                Membership.objects.create(space=zielona, person=person)
            Follow.objects.filter(target=Target.SPACE).delete()
            with CaptureQueriesContext(connection) as captured:
                self.give()
            counts.append(len(captured))
        assert counts[1] - counts[0] <= 3  # SQLite takes a thousand values at once


def members():
    found = {}
    for membership in Membership.objects.select_related("person", "space"):
        found.setdefault(membership.person, set()).add(membership.space.slug)
    return found
