"""Requests to join: whose words they are, and how the answer arrives."""

import pytest

from community.live.models import Event
from community.notifications.models import Notification
from community.notifications.queries import inbox
from community.spaces.actions import accept_request, decline_request, invite, request_to_join
from community.spaces.models import Invitation, JoinRequest, Membership, Seat, Space

pytestmark = pytest.mark.django_db
TYPED = {"space": "zielona", "name": "Nowy Ktoś", "email": "Nowy@Urzad.example", "text": "Zajmuję się zielenią."}


@pytest.fixture()
def group(db):
    return Space.objects.get(slug="standardy-zieleni")


def columns(request):
    return JoinRequest.objects.filter(pk=request.pk).values_list("name", "text", "person", "language", "city").get()


def sentences(person):
    return [line.sentence.replace("\u00a0", " ") for line in inbox(person).rows]


def test_stranger_cannot_change_a_pending_request_of_the_address(as_, olaf, group, zielona):
    for space in (group, zielona):
        Space.objects.filter(pk=space.pk).update(audience="public", joining="request")
        own = request_to_join(space=space, person=olaf, name=olaf.name, email=olaf.email, text="Sam proszę.")
        before, told = columns(own), Notification.objects.filter(kind="spaces.request").count()
        typed = TYPED | {"space": space.slug, "email": olaf.email.upper(), "text": "Podszywam się."}
        assert as_().post("/dolacz/", typed).status_code == 200
        assert (columns(own), JoinRequest.objects.filter(space=space, email=olaf.email).count()) == (before, 1)
        assert Notification.objects.filter(kind="spaces.request").count() == told


def test_strangers_second_request_is_answered_alike_and_changes_nothing(as_):
    first = as_().post("/dolacz/", TYPED)
    again = as_().post("/dolacz/", TYPED | {"text": "Inna treść.", "name": "Ktoś Inny"})
    (row,) = JoinRequest.objects.filter(email="nowy@urzad.example")
    assert (first.status_code, again.status_code, row.text, row.name) == (200, 200, TYPED["text"], "Nowy Ktoś")


def test_own_repeat_renews_the_text_and_claims_the_address(as_, olaf, group):
    stranger = request_to_join(space=group, name="Ktoś", email=olaf.email, text="Nie ja.")
    as_(olaf).post("/s/standardy-zieleni/dolacz/", {"text": "Ja, Olaf."})
    assert columns(stranger)[:3] == ("Olaf Obcy", "Ja, Olaf.", olaf.pk)


def test_accepted_person_gets_a_letter_and_a_line(
    as_, ewa, olaf, group, mailoutbox, django_capture_on_commit_callbacks
):
    olaf.language = "en"
    olaf.save()
    asked = request_to_join(space=group, person=olaf, name=olaf.name, email=olaf.email)
    with django_capture_on_commit_callbacks(execute=True):
        accept_request(by=ewa, request=asked)
    (letter,) = mailoutbox
    assert letter.to == [olaf.email]
    assert letter.body.count("/en/s/standardy-zieleni/") == 1
    assert Notification.objects.filter(person=olaf, kind="spaces.accepted").count() == 1


def test_declined_person_is_told_the_reason_inside_too(
    as_, ewa, olaf, anna, group, mailoutbox, django_capture_on_commit_callbacks
):
    asked = request_to_join(space=group, person=olaf, name=olaf.name, email=olaf.email)
    with django_capture_on_commit_callbacks(execute=True):
        decline_request(by=ewa, request=asked, reason="Grupa jest pełna.")
    told = Notification.objects.get(kind="spaces.declined", object_id=asked.pk)
    assert (told.person, [letter.to for letter in mailoutbox]) == (olaf, [[olaf.email]])
    assert sentences(olaf)[0].endswith("Grupa jest pełna.")


def test_accepting_keeps_what_an_open_invitation_says(ewa, zielona):
    invite(by=ewa, space=zielona, email="nowy@urzad.example", role="expert", note="Czekamy na Pana.")
    accept_request(by=ewa, request=request_to_join(space=zielona, name="Nowy", email="nowy@urzad.example"))
    (invitation,) = Invitation.objects.filter(email="nowy@urzad.example")
    assert (invitation.role, invitation.note, invitation.name) == ("expert", "Czekamy na Pana.", "Nowy")


def test_accepting_tells_the_stream_once_and_seats_in_the_city(ewa, olaf, group):
    from community.spaces.models import City

    lublin = City.objects.get(name="Lublin")
    asked = request_to_join(space=group, person=olaf, name=olaf.name, email=olaf.email, city=lublin)
    before = Event.objects.count()
    accept_request(by=ewa, request=asked)
    assert sorted(Event.objects.order_by("-pk")[: Event.objects.count() - before].values_list("kind", "actor")) == [
        ("member.joined", ewa.pk),
        ("member.joined", ewa.pk),
    ]
    assert Membership.objects.get(person=olaf, space=group).role == "member"
    assert Seat.objects.get(person=olaf, until=None).city == lublin


@pytest.mark.parametrize(("prefix", "words"), [("", "Dzień dobry"), ("/en", "Good morning")])
def test_answers_go_out_in_the_language_of_the_page(
    prefix, words, as_, ewa, zielona, mailoutbox, django_capture_on_commit_callbacks
):
    for number in range(2):
        as_().post(f"{prefix}/dolacz/", TYPED | {"email": f"k{number}@urzad.example"})
    first, second = JoinRequest.objects.filter(email__endswith="@urzad.example").order_by("pk")
    with django_capture_on_commit_callbacks(execute=True):
        accept_request(by=ewa, request=first)
        decline_request(by=ewa, request=second, reason="Nie.")
    assert [letter.body.replace("\u00a0", " ").count(words) for letter in mailoutbox] == [1, 1]
