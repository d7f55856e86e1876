"""What cannot be handed over, by whom and to whom; and who reads the log of what was."""

import pytest

from community.people.models import Person
from community.spaces.actions import HandOverRefused, accept_offer, offer_seat, take_seat, withdraw_offer
from community.spaces.models import City, HandOver, Seat
from tests.pages import fields
from tests.spaces.answering import press

pytestmark = pytest.mark.django_db


def again(person):
    return Person.objects.get(pk=person.pk)


# -- what cannot be


def test_own_address_is_refused_and_what_was_typed_stays(as_, seat, anna):
    form = {"email": anna.email, "parts": ["follows"], "note": "Sobie."}
    response = as_(anna).post(f"/miejsce/{seat.pk}/przekaz/", form)
    assert (response.status_code, fields(response)["note"], HandOver.objects.count()) == (422, "Sobie.", 0)


@pytest.mark.parametrize("email", ["", "nie-adres", "x" * 300 + "@example.org"])
def test_address_that_is_none_is_refused(email, as_, seat, anna):
    assert as_(anna).post(f"/miejsce/{seat.pk}/przekaz/", {"email": email}).status_code == 422


def test_part_that_there_is_not_is_refused(as_, seat, anna, olaf):
    form = {"email": olaf.email, "parts": ["passwords"]}
    assert as_(anna).post(f"/miejsce/{seat.pk}/przekaz/", form).status_code == 422


def test_successor_who_holds_a_seat_is_refused(seat, anna, jan):
    with pytest.raises(HandOverRefused):
        offer_seat(by=anna, seat=seat, email=jan.email)
    assert not HandOver.objects.exists()


def test_successor_who_got_a_seat_meanwhile_is_refused(as_, offered, seat, olaf):
    take_seat(person=olaf, city=City.objects.exclude(pk=seat.city_id).first(), edition=seat.edition)
    assert press(as_(olaf), offered, "przyjmij").status_code == 409
    seat.refresh_from_db()
    assert seat.until is None


def test_seat_that_ended_meanwhile_is_refused(as_, offered, seat, olaf):
    Seat.objects.filter(pk=seat.pk).update(until=seat.since)
    assert press(as_(olaf), offered, "przyjmij").status_code == 409
    assert not Seat.objects.filter(person=olaf).exists()


def test_closed_account_is_refused(seat, anna, olaf):
    Person.objects.filter(pk=olaf.pk).update(is_active=False)
    with pytest.raises(HandOverRefused):
        offer_seat(by=anna, seat=seat, email=olaf.email)


def test_second_offer_waits_for_the_first_and_the_same_is_one(offered, seat, anna, olaf, maria):
    assert offer_seat(by=anna, seat=seat, email=olaf.email) == offered
    with pytest.raises(HandOverRefused):
        offer_seat(by=anna, seat=seat, email="inna@nastepczyni.example")
    assert HandOver.objects.count() == 1


def test_two_offers_to_one_person_end_in_one_seat(offered, olaf, jan):
    other = offer_seat(by=jan, seat=Seat.objects.get(person=jan, until=None), email=olaf.email)
    accept_offer(by=olaf, hand_over=offered)
    with pytest.raises(HandOverRefused):
        accept_offer(by=olaf, hand_over=other)
    assert Seat.objects.filter(person=olaf, until=None).count() == 1


def test_sixth_offer_in_a_week_is_refused(seat, anna):
    for number in range(5):
        withdraw_offer(by=anna, hand_over=offer_seat(by=anna, seat=seat, email=f"os{number}@nastepczyni.example"))
    with pytest.raises(HandOverRefused):
        offer_seat(by=anna, seat=seat, email="os6@nastepczyni.example")


@pytest.mark.parametrize("who", ["jan", "olaf", "ewa"])
def test_seat_of_somebody_else_is_not_found(who, as_, seat, jan, olaf, ewa):
    browser, path = as_({"jan": jan, "olaf": olaf, "ewa": ewa}[who]), f"/miejsce/{seat.pk}/przekaz/"
    assert [browser.get(path).status_code, browser.post(path, {"email": "a@b.example"}).status_code] == [404, 404]


def test_seat_that_was_handed_over_is_no_longer_ones_own(as_, offered, seat, anna, olaf):
    accept_offer(by=olaf, hand_over=offered)
    assert as_(anna).get(f"/miejsce/{seat.pk}/przekaz/").status_code == 404


def test_visitor_signs_in_first(as_, seat, offered):
    for path in (f"/miejsce/{seat.pk}/przekaz/", f"/przekazanie/{offered.pk}/", "/konto/przekazania/"):
        assert as_().get(path)["Location"].startswith("/konto/login/")


# -- the log


def test_log_is_for_both_and_for_facilitators_of_the_network(as_, offered, anna, olaf, jan, ewa, maria, person):
    accept_offer(by=olaf, hand_over=offered)
    path = f"/przekazanie/{offered.pk}/"
    other_chief = person("karol-bratek")
    seen = [as_(again(who)).get(path).status_code for who in (anna, olaf, ewa, maria, jan, other_chief)]
    assert seen == [200, 200, 200, 200, 404, 404]
    listed = [as_(again(who)).get("/konto/przekazania/").content.decode().count(path) for who in (anna, olaf, jan)]
    assert listed == [1, 1, 0]


def test_note_is_for_giver_and_successor_only(as_, offered, anna, olaf, ewa):
    shown = ["Powodzenia" in as_(who).get(f"/przekazanie/{offered.pk}/").content.decode() for who in (anna, olaf, ewa)]
    assert shown == [True, True, False]


def test_networks_log_is_for_its_facilitators(as_, offered, anna, ewa, maria, person):
    path = "/s/zielona/przekazania/"
    assert [as_(who).get(path).status_code for who in (ewa, maria, anna)] == [200, 200, 403]
    assert as_(ewa).get(path).content.decode().count(f"/przekazanie/{offered.pk}/") == 1
    elsewhere = as_(person("karol-bratek")).get("/s/ppp/przekazania/").content.decode()
    assert f"/przekazanie/{offered.pk}/" not in elsewhere


def test_log_costs_the_same_with_1_and_with_20(as_, ewa, seat, anna, django_assert_num_queries):
    browser = as_(ewa)
    HandOver.objects.create(seat=seat, giver=anna, email="a@b.example")
    browser.get("/s/zielona/przekazania/")
    with django_assert_num_queries(5) as few:
        browser.get("/s/zielona/przekazania/")
    HandOver.objects.update(withdrawn_at="2026-01-01T00:00:00Z")
    for n in range(19):
        HandOver.objects.create(
            seat=seat, giver=anna, email=f"a{n}@b.example", withdrawn_at="2026-01-01T00:00:00Z", counts={"follows": 3}
        )
    with django_assert_num_queries(len(few.captured_queries)):
        browser.get("/s/zielona/przekazania/")
