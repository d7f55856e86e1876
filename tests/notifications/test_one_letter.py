"""One event, one letter: what has a letter of its own is told by no notice, and addresses that take none get none."""

import pytest

from community.letters.actions.addresses import count_fault
from community.letters.models import Dispatch
from community.notifications.kinds import notification_kinds
from community.notifications.models import Notification
from community.spaces.actions import invitations, join_requests
from community.spaces.actions.succession import offer_seat
from community.spaces.models import JoinRequest, Seat
from tests.notifications.post import clear_post, deliver

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_waits():
    clear_post()


@pytest.fixture()
def events(ewa, anna, olaf, zielona, closed):
    """Returns by name what to do to somebody who is told of it, and who that is."""

    def request():
        return JoinRequest.objects.create(space=zielona, person=olaf, name=olaf.name, email=olaf.email)

    seat = Seat.objects.filter(person=anna, until=None).first()
    return {
        "spaces.invitation": (lambda: invitations.invite(by=ewa, space=closed, email=olaf.email), olaf),
        "spaces.accepted": (lambda: join_requests.accept_request(by=ewa, request=request()), olaf),
        "spaces.declined": (lambda: join_requests.decline_request(by=ewa, request=request(), reason="Nie."), olaf),
        "spaces.hand_over": (lambda: offer_seat(by=anna, seat=seat, email=olaf.email), olaf),
    }


OWN = ["spaces.accepted", "spaces.declined", "spaces.hand_over", "spaces.invitation"]


def test_these_have_letters_of_their_own():
    assert sorted(name for name, kind in notification_kinds.items() if kind.has_own_letter) == OWN


@pytest.mark.parametrize("kind", OWN)
def test_who_is_told_gets_one_letter(kind, events, mailoutbox, django_capture_on_commit_callbacks):
    act, person = events[kind]
    with django_capture_on_commit_callbacks(execute=True):
        act()
    deliver()
    assert [letter.to for letter in mailoutbox if letter.to == [person.email]] == [[person.email]]
    row = Notification.objects.get(person=person, kind=kind)
    assert (row.in_app, row.wants_mail) == (True, False)
    assert not Dispatch.objects.filter(person=person, stream="notices").exists()


@pytest.mark.parametrize("kind", OWN)
def test_address_that_takes_no_mail_gets_no_letter_but_the_line(
    kind, events, mailoutbox, django_capture_on_commit_callbacks
):  # fmt: skip
    act, person = events[kind]
    count_fault(person.email.upper(), score=4, words="550 no such user")
    with django_capture_on_commit_callbacks(execute=True):
        act()
    assert [letter for letter in mailoutbox if letter.to == [person.email]] == []
    assert Notification.objects.filter(person=person, kind=kind, in_app=True).count() == 1


def test_codes_to_sign_in_are_tried_all_the_same(olaf, client, mailoutbox, django_capture_on_commit_callbacks):
    count_fault(olaf.email, score=4, words="550 no such user")
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/konto/login/code/", {"email": olaf.email})
    assert [letter.to for letter in mailoutbox] == [[olaf.email]]
