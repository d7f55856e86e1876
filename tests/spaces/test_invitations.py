"""Invitations: which role they lead to, in which language they speak, and what is left when one is withdrawn."""

import pytest

from community.live.models import Event
from community.notifications.models import Notification
from community.notifications.queries import inbox
from community.spaces.actions import accept_invitation, add_member, invite, withdraw_invitation
from community.spaces.models import City, Edition, Invitation, Membership, Seat

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]
PATH = "/s/zielona/osoby/zapros/"


@pytest.mark.parametrize(
    ("role", "invited", "then"),
    [
        ("observer", "member", "member"),
        ("observer", "expert", "expert"),
        ("member", "facilitator", "facilitator"),
        ("expert", "member", "expert"),
        ("member", "observer", "member"),
        ("facilitator", "member", "facilitator"),
    ],
)
def test_accepting_raises_the_role_and_never_lowers_it(role, invited, then, ewa, olaf, zielona):
    invitation = invite(by=ewa, space=zielona, email=olaf.email, role=invited)
    add_member(person=olaf, space=zielona, role=role)
    before = Event.objects.filter(stream__key=f"space:{zielona.pk}", kind="member.changed").count()
    accept_invitation(invitation=invitation, person=olaf)
    assert Membership.objects.get(person=olaf, space=zielona).role == then
    after = Event.objects.filter(stream__key=f"space:{zielona.pk}", kind="member.changed").count()
    assert after - before == (then != role)


def test_accepting_moves_to_the_city_of_the_invitation(ewa, olaf, zielona):
    for name in ("Lublin", "Racibórz", "Racibórz"):
        city = City.objects.get(name=name)
        accept_invitation(
            invitation=invite(by=ewa, space=zielona, email=olaf.email, role="expert", city=city), person=olaf
        )
    seats = Seat.objects.filter(person=olaf, edition=Edition.objects.get()).order_by("pk")
    assert [(seat.city.name, seat.until is None) for seat in seats] == [("Lublin", False), ("Racibórz", True)]


@pytest.mark.parametrize(
    ("role", "status"), [("observer", 422), ("member", 422), ("expert", 302), ("facilitator", 302)]
)
def test_inviting_a_member_to_no_more_than_they_are_is_explained(role, status, as_, ewa, jan):
    response = as_(ewa).post(PATH, {"email": jan.email.upper(), "role": role, "note": "Zostań z nami."})
    assert (response.status_code, Invitation.objects.filter(email=jan.email).count()) == (status, status == 302)
    if status == 422:
        html = response.content.decode()
        assert (html.count('id="id_email_error"'), html.count("Zostań z nami.")) == (1, 1)


@pytest.mark.parametrize(("language", "expected"), [("en", "Come in:"), ("", "Dzień dobry"), ("pl", "Dzień dobry")])
def test_letter_speaks_the_chosen_language(
    language, expected, as_, ewa, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        as_(ewa).post(PATH, {"email": "nowa@urzad.example", "role": "member", "language": language})
    assert mailoutbox[0].body.replace("\u00a0", " ").count(expected) == 1
    assert Invitation.objects.get(email="nowa@urzad.example").language == (language or "pl")


def test_letter_to_a_known_person_speaks_their_language(as_, ewa, olaf, mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        as_(ewa).post(PATH, {"email": olaf.email, "role": "member", "language": "en"})
    assert mailoutbox[0].body.replace("\u00a0", " ").count("Dzień dobry") == 1


def test_language_that_we_do_not_speak_is_explained(as_, ewa):
    response = as_(ewa).post(PATH, {"email": "nowa@urzad.example", "role": "member", "language": "de"})
    assert (response.status_code, Invitation.objects.filter(email="nowa@urzad.example").count()) == (422, 0)


def test_withdrawn_invitation_leaves_the_inbox(ewa, olaf, zielona):
    invitation = invite(by=ewa, space=zielona, email=olaf.email)
    assert len(inbox(olaf).rows) == 1
    withdraw_invitation(invitation=invitation)
    assert Notification.objects.filter(person=olaf).count() == 0


def test_invitation_withdrawn_behind_our_back_is_not_told(ewa, olaf, zielona):
    invitation = invite(by=ewa, space=zielona, email=olaf.email)
    Invitation.objects.filter(pk=invitation.pk).update(withdrawn_at=invitation.created_at)
    assert inbox(olaf).rows == []


def test_invitation_that_was_accepted_is_not_withdrawn_any_more(ewa, olaf, zielona):
    invitation = invite(by=ewa, space=zielona, email=olaf.email)
    accept_invitation(invitation=invitation, person=olaf)
    withdraw_invitation(invitation=invitation)
    invitation.refresh_from_db()
    assert (invitation.withdrawn_at, Notification.objects.filter(person=olaf).count()) == (None, 1)
