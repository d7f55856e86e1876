"""Handing a seat over to a successor: offered, withdrawn, declined, accepted. The row stays as the log."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from community.base import clock
from community.base.http import Refused
from community.base.mail import send_letter
from community.base.subjects import changed
from community.live.actions import Change, emit_all, recheck_people
from community.notifications.actions import mark_read_about, notify, withdraw
from community.people.models import Person
from community.spaces.actions.belonging import admit_as, end_membership, lock_spaces
from community.spaces.actions.invitations import invite, withdraw_invitation
from community.spaces.actions.seats import take_seat
from community.spaces.models import OPEN_HAND_OVER, HandOver, Invitation, Membership, Role, Seat, Space, SpaceKind
from community.spaces.queries.entrance import account_of, has_account
from community.spaces.queries.succession import networks_of_seat
from community.spaces.rules import is_addressee
from community.spaces.standing import forget_standing
from community.spaces.succession import parts as known_parts

MOST_OFFERS, OFFERS_WITHIN = 5, timedelta(days=7)


class HandOverRefused(Refused):
    """A seat cannot be handed over like this; the sentence says why."""

    status = 409


@transaction.atomic
def offer_seat(
    *, by: Person, seat: Seat, email: str, parts: Sequence[str] = (), name: str = "", note: str = "",
    language: str = "pl",
) -> HandOver:  # fmt: skip
    """Offers a seat to a successor by mail address and returns the hand-over. Nothing changes until they agree.

    Someone with an account is told in the inbox and by mail. Someone new gets an invitation into the giver's network,
    and the offer waits for them. The same offer twice is one. Raises HandOverRefused.
    """
    held = Seat.objects.select_for_update(of=("self",)).select_related("city", "edition").get(pk=seat.pk)
    if held.until or held.person_id != by.pk:
        raise HandOverRefused(_("This is not your seat any more, so there is nothing to hand over."))
    waiting = HandOver.objects.filter(seat=held, **OPEN_HAND_OVER).first()
    if waiting and waiting.email == email.lower():
        return waiting
    if waiting:
        raise HandOverRefused(_("You have offered this seat to somebody already. Take that back first."))
    taker = account_of(email)
    _check_successor(by, held, email, taker)
    row = HandOver.objects.create(
        seat=held, giver=by, taker=taker, email=email.lower(), note=note,
        parts=[part for part in known_parts if part in parts],
    )  # fmt: skip
    if taker:
        notify("spaces.hand_over", to=[taker.pk], object_id=row.pk, actor=by)
    row.invitation = None if taker else _invite_newcomer(row, name=name, language=language)
    if row.invitation:
        row.save(update_fields=["invitation"])
    else:
        _write(row, language=taker.language if taker else language)
    return row


@transaction.atomic
def withdraw_offer(*, by: Person, hand_over: HandOver) -> None:
    """Takes an offer back, with the invitation that went along if nobody used it or made it their own.

    Raises HandOverRefused.
    """
    row = _locked(hand_over)
    if row.giver_id != by.pk:
        raise HandOverRefused(_("Only who offered the seat can take the offer back."))
    row.withdrawn_at = clock.now()
    row.save(update_fields=["withdrawn_at"])
    withdraw(["spaces.hand_over"], object_id=row.pk)
    if row.invitation and row.invitation.invited_by_id == by.pk:  # a facilitator who invites again takes it over
        withdraw_invitation(invitation=row.invitation)


@transaction.atomic
def decline_offer(*, by: Person, hand_over: HandOver) -> None:
    """Says no to an offered seat and tells the giver. Raises HandOverRefused."""
    row = _addressed(hand_over, by)
    row.taker, row.declined_at = by, clock.now()
    row.save(update_fields=["taker", "declined_at"])
    _answered(row, by)


@transaction.atomic
def accept_offer(*, by: Person, hand_over: HandOver) -> Seat:
    """Takes an offered seat over and returns it: the giver's ends today, and what they chose to leave is passed on.

    The taker comes into the network and the city's team; the giver leaves the team's space, unless another seat of the
    city is theirs, and keeps other memberships. Live rights of both are proved again. Raises HandOverRefused when the
    seat ended meanwhile, the taker holds one in this edition, or the offer is not open.
    """
    seat = Seat.objects.select_related("person", "city", "edition").get(pk=hand_over.seat_id)
    places = _places(seat)
    lock_spaces(Space.objects.filter(pk__in=[space.pk for space in places]))
    row = _addressed(hand_over, by)
    held = Seat.objects.select_for_update(of=("self",)).get(pk=seat.pk)
    if held.until:
        raise HandOverRefused(_("This seat has ended meanwhile, so there is nothing to take over."))
    if _holds_another(by, seat):
        raise HandOverRefused(_("You hold a seat in this edition already; nobody can hold two."))
    changes = _move_in(by, seat, places)
    held.until = timezone.localdate()
    held.save(update_fields=["until"])
    taken = take_seat(person=by, city=seat.city, edition=seat.edition)
    row.taker, row.accepted_at = by, clock.now()
    row.counts = {name: known_parts[name].hand_over(seat.person, by, seat) for name in row.parts if name in known_parts}
    row.save(update_fields=["taker", "accepted_at", "counts"])
    _answered(row, by)
    changed("person", [seat.person_id])
    recheck_people([seat.person_id, by.pk])
    emit_all(changes, actor_id=by.pk)
    return taken


def _check_successor(by: Person, seat: Seat, email: str, taker: Person | None) -> None:
    if email.lower() == by.email.lower() or taker == by:
        raise HandOverRefused(_("This is your own address. Give that of your successor."))
    if taker is None and has_account(email):
        raise HandOverRefused(_("The account with this address was closed. Ask your successor for another address."))
    if taker and _holds_another(taker, seat):
        # Not who, nor where: the address may be all that the giver knows of them.
        raise HandOverRefused(
            _("Whoever has this address holds a seat in this edition already; nobody can hold two. Ask somebody else.")
        )
    lately = HandOver.objects.filter(seat=seat, created_at__gt=clock.now() - OFFERS_WITHIN)
    if lately.count() >= MOST_OFFERS:
        raise HandOverRefused(_("You have offered this seat five times in a week. Ask your facilitator for help."))


def _holds_another(taker: Person, seat: Seat) -> bool:
    return Seat.objects.filter(person=taker, edition=seat.edition_id, until=None).exists()


def _locked(hand_over: HandOver) -> HandOver:
    """Returns the offer, locked and open; raises HandOverRefused with what became of it."""
    row = HandOver.objects.select_for_update(of=("self",)).get(pk=hand_over.pk)
    if row.accepted_at:
        raise HandOverRefused(_("The seat was taken over already."))
    if row.declined_at:
        raise HandOverRefused(_("This offer was declined already."))
    if row.withdrawn_at:
        raise HandOverRefused(_("This offer was taken back meanwhile."))
    return row


def _addressed(hand_over: HandOver, by: Person) -> HandOver:
    row = _locked(hand_over)
    if not is_addressee(by, row):
        raise Refused(_("This offer is for somebody else."))
    return row


def _answered(row: HandOver, by: Person) -> None:
    mark_read_about(person=by, kinds=["spaces.hand_over"], object_ids=[row.pk])
    if row.giver_id:
        notify("spaces.hand_over_answered", to=[row.giver_id], object_id=row.pk, actor=by)


def _places(seat: Seat) -> list[Space]:
    """Returns where a taker comes in: the whole community, the giver's networks of the edition, the city's team."""
    networks = [space.pk for space in networks_of_seat(seat)]
    teams = Space.objects.filter(kind=SpaceKind.TEAM, city=seat.city_id, memberships__person=seat.person_id)
    rows = Space.objects.filter(kind=SpaceKind.COMMUNITY) | Space.objects.filter(pk__in=networks)
    return sorted({*rows, *teams}, key=lambda space: space.pk)


def _move_in(taker: Person, seat: Seat, places: list[Space]) -> list[Change]:
    """Makes the taker a member of the places; in the city's team in the role of the giver, who leaves it.

    Who holds another seat of the city, in another edition, stays in the team: it is the same one.
    """
    changes: list[Change] = []
    stays = Seat.objects.filter(person=seat.person_id, city=seat.city_id, until=None).exclude(pk=seat.pk).exists()
    for space in places:
        giver = Membership.objects.select_related("person", "space").filter(space=space, person=seat.person_id).first()
        in_team = giver if space.kind == SpaceKind.TEAM else None
        changes += admit_as(taker, space, in_team.role if in_team else Role.MEMBER)[1]
        if in_team and not stays:
            changes += end_membership(in_team)
    forget_standing(seat.person)
    return changes


def _invite_newcomer(row: HandOver, *, name: str, language: str) -> Invitation | None:
    """Invites an address without an account into the giver's network; None where an invitation waits there already."""
    assert row.giver
    space = next(iter(networks_of_seat(row.seat)), None) or Space.objects.get(kind=SpaceKind.COMMUNITY)
    waits = Invitation.objects.filter(space=space, email=row.email, accepted_at=None, withdrawn_at=None)
    if waits.filter(expires_at__gt=clock.now()).exists():
        return None
    with translation.override(language):
        said = _("I hand over my seat in the team of this city to you: %(city)s. What I leave waits for your account.")
        note = "\n\n".join(filter(None, (said % {"city": row.seat.city.name}, row.note)))
    return invite(by=row.giver, space=space, email=row.email, name=name, note=note, language=language)


def _write(row: HandOver, *, language: str) -> None:
    context = {"row": row, "by": row.giver, "city": row.seat.city, "taker": row.taker}
    send_letter(to=row.email, template="hand_over", context=context, language=language)
