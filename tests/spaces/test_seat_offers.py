"""Offering a seat: what was ticked is kept, what an address gives away, and seats of one city in two editions."""

import re

import pytest

from community.spaces.actions import HandOverRefused, accept_offer, add_member, offer_seat
from community.spaces.models import Edition, HandOver, Membership, Seat, Space
from community.spaces.views import succession

pytestmark = pytest.mark.django_db


def ticked(response):
    return re.findall(r'name="parts" value="(\w+)"[^>]*checked', response.content.decode())


@pytest.fixture()
def team(seat, anna):
    """The space of the city's team, with Anna."""
    space = Space.objects.create(kind="team", slug="zespol-probny", name="Zespół", audience="members", city=seat.city)
    add_member(person=anna, space=space, role="facilitator")
    return space


@pytest.mark.parametrize(("newer", "stays"), [(True, True), (False, False)])
def test_giver_stays_in_the_team_for_another_seat_of_the_city(newer, stays, seat, team, anna, olaf):
    edition = Edition.objects.create(name="2031–2032", first_year=2031, last_year=2032)
    other = Seat.objects.create(person=anna, city=seat.city, edition=edition, until=None if newer else seat.since)
    row = offer_seat(by=anna, seat=seat, email=olaf.email)
    accept_offer(by=olaf, hand_over=row)
    members = dict(Membership.objects.filter(space=team).values_list("person_id", "role"))
    assert members == {olaf.pk: "facilitator", **({anna.pk: "facilitator"} if stays else {})}
    if stays:
        accept_offer(by=row.taker, hand_over=offer_seat(by=anna, seat=other, email=olaf.email))
        assert not Membership.objects.filter(space=team, person=anna).exists()


@pytest.mark.parametrize("parts", [["follows", "questions"], ["drafts"], []])
def test_what_was_ticked_survives_signing_in(parts, as_, seat, anna, question, zielona):
    from community.following.actions import follow
    from forum.models import Draft

    follow(person=anna, target="space", target_id=zielona.pk)
    Draft.objects.create(author=anna, space=zielona, kind="question", client_key="ticked-draft", text="Szkic.")
    path, browser = f"/miejsce/{seat.pk}/przekaz/", as_()
    assert set(ticked(as_(anna).get(path))) >= {"follows", "questions"}
    browser.post(path, {"email": "nowa@nastepczyni.example", "parts": parts})
    browser.force_login(anna)
    assert set(ticked(browser.get(path))) == set(parts)


def test_refusal_says_neither_who_nor_where(seat, anna, jan):
    with pytest.raises(HandOverRefused) as refused:
        offer_seat(by=anna, seat=seat, email=jan.email)
    city = Seat.objects.get(person=jan, until=None).city.name
    assert [word for word in (jan.name, city) if word in refused.value.sentence] == []


def test_addresses_cannot_be_tried_one_after_the_other(as_, seat, anna, jan, olaf, monkeypatch):
    monkeypatch.setattr(succession, "MOST_TRIES", 2)
    browser, path = as_(anna), f"/miejsce/{seat.pk}/przekaz/"
    answers = [browser.post(path, {"email": email}) for email in ("zly-adres", jan.email, jan.email, olaf.email)]
    assert [answer.status_code for answer in answers] == [422, 422, 422, 429]
    assert not HandOver.objects.exists()
