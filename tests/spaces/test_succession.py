"""Handing a seat over: offered to somebody here or new, agreed, declined, taken back."""

import pytest
from django.core import mail

from community.notifications.models import Notification
from community.notifications.queries import inbox
from community.people.models import Person
from community.spaces.actions import accept_offer, add_member, invite, offer_seat, withdraw_offer
from community.spaces.models import HandOver, Invitation, Membership, Seat, Space
from tests.spaces.answering import press

pytestmark = pytest.mark.django_db
ALL = ["follows", "questions", "drafts"]


# -- from the offer to the new seat


def test_offer_reaches_the_successor_in_the_inbox_and_by_mail(
    as_, seat, anna, olaf, django_capture_on_commit_callbacks
):
    form = {"email": olaf.email.upper(), "parts": ["follows"], "note": "Dzięki za wszystko."}
    with django_capture_on_commit_callbacks(execute=True):
        response = as_(anna).post(f"/miejsce/{seat.pk}/przekaz/", form)
    row = HandOver.objects.get()
    assert response["Location"] == f"/przekazanie/{row.pk}/"
    assert (row.taker, row.parts, row.note) == (olaf, ["follows"], "Dzięki za wszystko.")
    (line,) = inbox(olaf).rows
    assert as_(olaf).get(line.url)["Location"] == f"/przekazanie/{row.pk}/"
    (letter,) = mail.outbox
    assert (letter.to, f"/przekazanie/{row.pk}/" in letter.body) == ([olaf.email], True)
    assert Seat.objects.get(pk=seat.pk).until is None


def test_consent_ends_one_seat_and_begins_the_other(as_, offered, seat, anna, olaf):
    assert press(as_(olaf), offered, "przyjmij")["Location"] == f"/przekazanie/{offered.pk}/"
    seat.refresh_from_db()
    new = Seat.objects.get(person=olaf, until=None)
    assert (seat.until, new.since) == (new.since, seat.until)
    assert (new.city, new.edition) == (seat.city, seat.edition)
    offered.refresh_from_db()
    assert (offered.taker, set(offered.counts), offered.is_open) == (olaf, set(ALL), False)


def test_consent_brings_network_and_community_and_leaves_the_givers_memberships(offered, anna, olaf, zielona):
    accept_offer(by=olaf, hand_over=offered)
    roles = dict(Membership.objects.filter(person=olaf).values_list("space__slug", "role"))
    assert roles == {"zielona": "member", "spolecznosc": "member"}
    assert Membership.objects.filter(person=anna, space=zielona).exists()


def test_team_space_changes_hands_with_the_givers_role(seat, anna, olaf):
    team = Space.objects.create(kind="team", slug="zespol-probny", name="Zespół", audience="members", city=seat.city)
    add_member(person=anna, space=team, role="facilitator")
    row = offer_seat(by=anna, seat=seat, email=olaf.email)
    accept_offer(by=olaf, hand_over=row)
    assert list(Membership.objects.filter(space=team).values_list("person_id", "role")) == [(olaf.pk, "facilitator")]


def test_giver_is_told_of_the_answer(offered, anna, olaf):
    accept_offer(by=olaf, hand_over=offered)
    told = Notification.objects.get(person=anna, kind="spaces.hand_over_answered")
    assert next(line for line in inbox(anna).rows if line.id == told.pk)
    assert not Notification.objects.filter(person=olaf, kind="spaces.hand_over", read_at=None).exists()


def test_open_sockets_of_both_prove_their_rights_again(offered, anna, olaf, monkeypatch):
    said = []
    monkeypatch.setattr("community.spaces.actions.succession.recheck_people", said.append)
    accept_offer(by=olaf, hand_over=offered)
    assert said == [[anna.pk, olaf.pk]]


# -- somebody new


def test_newcomer_gets_an_invitation_and_finds_the_offer_after_coming_in(
    as_, seat, anna, zielona, django_capture_on_commit_callbacks
):
    from community.spaces.tokens import invitation_token

    form = {"email": "nowa@nastepczyni.example", "name": "Nowa Osoba", "parts": ["follows"], "note": "Zapraszam."}
    with django_capture_on_commit_callbacks(execute=True):
        as_(anna).post(f"/miejsce/{seat.pk}/przekaz/", form)
    invitation = Invitation.objects.get(email="nowa@nastepczyni.example")
    assert (invitation.space, invitation.role, invitation.invited_by) == (zielona, "member", anna)
    assert [letter.to for letter in mail.outbox] == [["nowa@nastepczyni.example"]]
    assert "Racibórz" in mail.outbox[0].body
    as_().post(f"/zaproszenie/{invitation_token(invitation)}/", {"name": "Nowa Osoba", "password": "", "terms": "on"})
    newcomer, row = Person.objects.get(email="nowa@nastepczyni.example"), HandOver.objects.get()
    assert (row.taker, row.is_open, Seat.objects.filter(person=newcomer).exists()) == (newcomer, True, False)
    assert len(inbox(newcomer).rows) == 1
    assert press(as_(newcomer), row, "przyjmij").status_code == 302
    assert Seat.objects.get(person=newcomer, until=None).city == seat.city


def test_invitation_of_a_facilitator_stays_as_it_is(seat, anna, ewa, zielona, django_capture_on_commit_callbacks):
    invite(by=ewa, space=zielona, email="nowa@nastepczyni.example", role="expert")
    with django_capture_on_commit_callbacks(execute=True):
        row = offer_seat(by=anna, seat=seat, email="nowa@nastepczyni.example")
    kept = Invitation.objects.get(email="nowa@nastepczyni.example")
    assert (kept.role, kept.invited_by) == ("expert", ewa)
    assert f"/przekazanie/{row.pk}/" in mail.outbox[-1].body
    withdraw_offer(by=anna, hand_over=row)
    kept.refresh_from_db()
    assert kept.is_open


def test_withdrawn_offer_takes_the_newcomers_invitation_back(seat, anna):
    row = offer_seat(by=anna, seat=seat, email="nowa@nastepczyni.example")
    withdraw_offer(by=anna, hand_over=row)
    assert not Invitation.objects.get(email="nowa@nastepczyni.example").is_open


def test_withdrawn_offer_leaves_other_invitations_of_the_giver(seat, anna, closed):
    other = invite(by=anna, space=closed, email="nowa@nastepczyni.example")
    row = offer_seat(by=anna, seat=seat, email="nowa@nastepczyni.example")
    withdraw_offer(by=anna, hand_over=row)
    open_ones = Invitation.objects.filter(email="nowa@nastepczyni.example", withdrawn_at=None)
    assert list(open_ones) == [other]


def test_withdrawn_offer_leaves_an_invitation_that_a_facilitator_renewed(seat, anna, ewa, zielona):
    row = offer_seat(by=anna, seat=seat, email="nowa@nastepczyni.example")
    renewed = invite(by=ewa, space=zielona, email="nowa@nastepczyni.example", role="expert")
    withdraw_offer(by=anna, hand_over=row)
    renewed.refresh_from_db()
    assert (renewed.pk, renewed.is_open) == (row.invitation_id, True)


# -- no


def test_declined_offer_leaves_everything_and_tells_the_giver(as_, offered, seat, anna, olaf):
    press(as_(olaf), offered, "odmow")
    seat.refresh_from_db()
    assert (seat.until, Seat.objects.filter(person=olaf).exists()) == (None, False)
    assert Notification.objects.filter(person=anna, kind="spaces.hand_over_answered").count() == 1


def test_withdrawn_offer_is_told_no_more(as_, offered, anna, olaf):
    press(as_(anna), offered, "wycofaj")
    assert inbox(olaf).rows == []
    assert press(as_(olaf), offered, "przyjmij").status_code == 409


@pytest.mark.parametrize("first", ["przyjmij", "odmow"])
@pytest.mark.parametrize("second", ["przyjmij", "odmow"])
def test_second_answer_is_refused_in_words(first, second, as_, offered, olaf):
    assert press(as_(olaf), offered, first).status_code == 302
    assert press(as_(olaf), offered, second).status_code == 409


@pytest.mark.parametrize("word", ["przyjmij", "odmow"])
@pytest.mark.parametrize(("who", "status"), [("anna", 403), ("jan", 404), ("ewa", 403), ("maria", 403)])
def test_only_the_addressee_answers(who, status, word, as_, offered, anna, jan, ewa, maria, seat):
    person = {"anna": anna, "jan": jan, "ewa": ewa, "maria": maria}[who]
    assert press(as_(person), offered, word).status_code == status
    seat.refresh_from_db()
    assert (seat.until, HandOver.objects.get().is_open) == (None, True)


@pytest.mark.parametrize(("who", "status"), [("olaf", 409), ("jan", 404), ("ewa", 409)])
def test_only_the_giver_takes_back(who, status, as_, offered, jan, ewa, olaf):
    assert press(as_({"jan": jan, "ewa": ewa, "olaf": olaf}[who]), offered, "wycofaj").status_code == status
    assert HandOver.objects.get().is_open
