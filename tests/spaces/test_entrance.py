"""The ways in: from the invitation's letter to a seat, and from a newcomer's request to an invitation."""

import re

import pytest
from django.core.signing import Signer
from django.utils import timezone

from community.notifications.models import Notification
from community.people.models import Person
from community.spaces.actions import InvitationClosed, accept_invitation, decline_request, invite, withdraw_invitation
from community.spaces.models import City, Invitation, JoinRequest, Membership, Seat
from community.spaces.tokens import invitation_token

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]
LINK = re.compile(r"https?://[^/\s]+(/zaproszenie/\S+?/)(?=\s|$)")


@pytest.fixture()
def invited(as_, ewa, mailoutbox, django_capture_on_commit_callbacks):
    """Returns a function: Ewa invites this address through the page; gives the path of the letter's link."""

    def send(email="nowa@urzad.example", **changed):
        typed = {
            "email": email,
            "name": "Nowa Osoba",
            "role": "expert",
            "city": City.objects.get(name="Lublin").pk,
        } | changed
        with django_capture_on_commit_callbacks(execute=True):
            assert as_(ewa).post("/s/zielona/osoby/zapros/", typed).status_code == 302
        letter = mailoutbox[-1]
        assert letter.to == [email.lower()]
        return LINK.search(letter.body)[1]

    return send


def accept(browser, path, **changed):
    return browser.post(path, {"name": "Nowa Osoba", "password": "", "terms": "on"} | changed)


@pytest.mark.parametrize("password", ["", "bardzo-dlugie-haslo-7"])
def test_newcomer_accepts_and_is_in_with_role_and_seat(password, as_, invited, zielona):
    browser, path = as_(), invited()
    response = accept(browser, path, password=password)
    person = Person.objects.get(email="nowa@urzad.example")
    assert response["Location"] == "/witaj/?siec=zielona"
    assert set(Membership.objects.filter(person=person).values_list("space__slug", "role")) == {
        ("zielona", "expert"),
        ("spolecznosc", "member"),
    }
    assert Seat.objects.get(person=person, until=None).city.name == "Lublin"
    assert person.has_usable_password() is bool(password)
    assert browser.get("/powiadomienia/").status_code == 200


@pytest.mark.parametrize(
    "changed", [{"name": ""}, {"terms": ""}, {"password": "krotkie"}, {"password": "12345678901"}, {"name": "x" * 121}]
)
def test_newcomer_who_types_badly_is_told_and_not_in(changed, as_, invited):
    assert accept(as_(), invited(), **changed).status_code == 422
    assert Person.objects.filter(email="nowa@urzad.example").count() == 0


def test_link_works_once(as_, invited):
    path = invited()
    accept(as_(), path)
    assert as_().get(path).status_code == 409
    with pytest.raises(InvitationClosed):
        accept_invitation(invitation=Invitation.objects.get(email="nowa@urzad.example"), name="Druga")


@pytest.mark.parametrize("column", ["withdrawn_at", "expires_at"])
def test_link_that_is_closed_or_too_old_says_so(column, as_, invited):
    path = invited()
    Invitation.objects.filter(email="nowa@urzad.example").update(**{column: timezone.now()})
    assert (as_().get(path).status_code, accept(as_(), path).status_code) == (409, 409)


def test_link_that_was_tampered_with_is_not_found(as_, invited):
    path = invited()
    forged = Signer(salt="another").sign_object({"i": 1, "e": "nowa@urzad.example"})
    for wrong in (path[:-3] + "x/", path.replace(":", "A:"), f"/zaproszenie/{forged}/"):
        assert as_().get(wrong).status_code == 404


def test_link_of_another_address_is_refused(as_, invited, jan):
    assert accept(as_(jan), invited()).status_code == 403


def test_known_person_is_told_inside_and_accepts_at_a_click(as_, invited, olaf, zielona):
    path = invited("Olaf@Outside.example")
    assert as_().get(path).status_code == 200
    assert Notification.objects.filter(person=olaf, kind="spaces.invitation", read_at=None).count() == 1
    assert as_(olaf).post(path)["Location"] == "/witaj/?siec=zielona"
    assert Membership.objects.get(person=olaf, space=zielona).role == "expert"
    assert Notification.objects.filter(person=olaf, read_at=None).count() == 0


def test_inviting_again_renews_and_old_links_still_work(as_, invited):
    first, second = invited(), invited()
    assert Invitation.objects.filter(email="nowa@urzad.example").count() == 1
    assert as_().get(first).status_code == as_().get(second).status_code == 200


def test_withdrawn_invitation_can_be_sent_anew(ewa, zielona):
    old = invite(by=ewa, space=zielona, email="nowa@urzad.example")
    withdraw_invitation(invitation=old)
    assert invite(by=ewa, space=zielona, email="nowa@urzad.example").pk != old.pk
    old.refresh_from_db()
    assert old.is_open is False


@pytest.fixture()
def asked(as_, zielona):
    """A newcomer has asked to be let into Sieć Zielona."""
    typed = {"space": "zielona", "name": "Nowy Ktoś", "email": "Nowy@Urzad.example", "text": "Zajmuję się zielenią."}
    assert as_().post("/dolacz/", typed).status_code in (200, 302)
    return JoinRequest.objects.get(email="nowy@urzad.example")


def test_request_of_a_newcomer_tells_the_facilitators(asked):
    told = Notification.objects.filter(kind="spaces.request", object_id=asked.pk).values_list("person__slug", flat=True)
    assert list(told) == ["ewa-olszyna"]


def test_accepted_request_of_a_newcomer_becomes_an_invitation(
    as_, ewa, asked, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        as_(ewa).post(f"/s/zielona/osoby/prosba/{asked.pk}/", {"accept": "1"})
    assert [letter.to for letter in mailoutbox] == [["nowy@urzad.example"]]
    assert accept(as_(), LINK.search(mailoutbox[0].body)[1])["Location"] == "/witaj/?siec=zielona"


def test_declined_request_sends_the_reason(as_, ewa, asked, mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        as_(ewa).post(f"/s/zielona/osoby/prosba/{asked.pk}/", {"decline": "1", "reason": "Sieć jest dla miast."})
    assert (mailoutbox[0].to, mailoutbox[0].body.replace("\u00a0", " ").count("Sieć jest dla miast.")) == (
        ["nowy@urzad.example"],
        1,
    )


def test_decline_without_a_reason_is_explained(as_, ewa, asked):
    assert as_(ewa).post(f"/s/zielona/osoby/prosba/{asked.pk}/", {"decline": "1", "reason": " "}).status_code == 422


def test_request_is_decided_once(as_, ewa, asked):
    decline_request(by=ewa, request=asked, reason="Nie teraz.")
    assert as_(ewa).post(f"/s/zielona/osoby/prosba/{asked.pk}/", {"accept": "1"}).status_code == 409


def test_request_of_another_space_is_not_found(as_, person, asked):
    assert as_(person("karol-bratek")).post(f"/s/ppp/osoby/prosba/{asked.pk}/", {"accept": "1"}).status_code == 404


@pytest.mark.parametrize(
    "changed",
    [
        {"email": "to nie adres"},
        {"space": "umowy-i-ryzyka"},
        {"space": "x"},
        {"text": ""},
        {"text": "x" * 2001},
        {"website": "spam"},
        {"name": "\x00"},
    ],
)
def test_request_typed_badly_is_explained_and_not_stored(changed, as_):
    typed = {"space": "zielona", "name": "Ktoś", "email": "k@urzad.example", "text": "Zieleń."} | changed
    assert as_().post("/dolacz/", typed).status_code == 422
    assert JoinRequest.objects.filter(email="k@urzad.example").count() == 0


def test_request_never_lets_in_the_owner_of_a_typed_address(as_, ewa, olaf, zielona):
    as_().post("/dolacz/", {"space": "zielona", "name": "Podszywacz", "email": olaf.email, "text": "To ja."})
    request = JoinRequest.objects.get(email=olaf.email)
    as_(ewa).post(f"/s/zielona/osoby/prosba/{request.pk}/", {"accept": "1"})
    assert Membership.objects.filter(person=olaf).count() == 0


def test_sixth_request_of_an_address_in_an_hour_is_refused(as_):
    def ask(number):
        typed = {"space": "zielona", "name": "Ktoś", "email": f"k{number}@urzad.example", "text": "Zieleń."}
        return as_().post("/dolacz/", typed).status_code

    assert [ask(number) for number in range(6)] == [200, 200, 200, 200, 200, 429]


def test_token_names_its_invitation(ewa, zielona):
    from community.spaces.tokens import read_invitation

    invitation = invite(by=ewa, space=zielona, email="nowa@urzad.example")
    assert read_invitation(invitation_token(invitation)) == invitation
