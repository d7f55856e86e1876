"""Handing a seat over: the offer, the answer, and the log of who took over what from whom."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from community.base.http import Refused, methods, signed_in, take_kept_form
from community.base.limits import too_many_of
from community.people.models import Person
from community.people.requests import MemberRequest
from community.spaces import actions
from community.spaces.forms import HandOverForm
from community.spaces.models import HandOver
from community.spaces.queries.succession import hand_over_log, hand_over_row, open_hand_over, parts_of
from community.spaces.rules import find_hand_over_for, find_led_space_for, find_own_seat, is_addressee

MOST_TRIES, IN_SECONDS = 10, 24 * 3600  # a refused address says something about whose it is


@methods("GET", "POST")
@signed_in
def hand_over(request: MemberRequest, seat_id: int) -> HttpResponse:
    """Lets a person offer their seat to a successor; while an offer waits, leads to it."""
    seat = find_own_seat(request.user, seat_id)
    waiting = open_hand_over(seat)
    if waiting and request.method == "GET":
        return redirect("hand_over_offer", hand_over_id=waiting.pk)
    offered = parts_of(request.user, seat)
    form = HandOverForm(
        request.POST if request.method == "POST" else None, offered=offered, initial=take_kept_form(request)
    )
    if request.method == "POST" and form.is_valid():
        _count_try(request.user)
        try:
            row = actions.offer_seat(by=request.user, seat=seat, **form.cleaned_data)
        except actions.HandOverRefused as refused:
            form.add_error("email", refused.sentence)
        else:
            return _said(request, row, _("The offer to %(email)s is on its way.") % {"email": row.email})
    context = {"seat": seat, "form": form}
    return render(request, "spaces/hand_over.html", context, status=422 if form.errors else 200)


@methods("GET")
@signed_in
def offer(request: MemberRequest, hand_over_id: int) -> HttpResponse:
    """Shows one hand-over: what is offered to the addressee, and what came of it to whoever may look it up."""
    row = find_hand_over_for(request.user, hand_over_id)
    return render(request, "spaces/hand_over_offer.html", _context(request, row))


@methods("POST")
@signed_in
def accept(request: MemberRequest, hand_over_id: int) -> HttpResponse:
    """The addressee takes the seat over."""
    row = find_hand_over_for(request.user, hand_over_id)
    actions.accept_offer(by=request.user, hand_over=row)
    return _said(request, row, _("The seat is yours. Good to have you in the team."))


@methods("POST")
@signed_in
def decline(request: MemberRequest, hand_over_id: int) -> HttpResponse:
    """The addressee says no."""
    row = find_hand_over_for(request.user, hand_over_id)
    actions.decline_offer(by=request.user, hand_over=row)
    return _said(request, row, _("You said no. Who offered the seat is told."))


@methods("POST")
@signed_in
def withdraw(request: MemberRequest, hand_over_id: int) -> HttpResponse:
    """The giver takes the offer back."""
    row = find_hand_over_for(request.user, hand_over_id)
    actions.withdraw_offer(by=request.user, hand_over=row)
    return _said(request, row, _("The offer is taken back. The seat stays yours."))


@methods("GET")
@signed_in
def own_log(request: MemberRequest) -> HttpResponse:
    """Shows the seats that one handed over or was offered."""
    page = hand_over_log(request.user, token=request.GET.get("od", ""))
    return render(request, "spaces/hand_overs.html", {"space": None, "page": page})


@methods("GET")
@signed_in
def space_log(request: MemberRequest, slug: str) -> HttpResponse:
    """Shows facilitators which seats of their network's cities changed hands."""
    space = find_led_space_for(request.user, slug)
    page = hand_over_log(request.user, space=space, token=request.GET.get("od", ""))
    return render(request, "spaces/hand_overs.html", {"space": space, "page": page})


def _said(request: MemberRequest, row: HandOver, sentence: str) -> HttpResponse:
    """Says what became of an offer, on its page."""
    messages.success(request, sentence)
    return redirect("hand_over_offer", hand_over_id=row.pk)


def _count_try(person: Person) -> None:
    """Raises Refused (429) for who tries one address after the other."""
    if too_many_of(person.pk, "hand_over", most=MOST_TRIES, seconds=IN_SECONDS):
        raise Refused(
            _("You have tried many addresses today. Try again tomorrow, or ask your facilitator for help."), status=429
        )


def _context(request: MemberRequest, row: HandOver) -> dict[str, object]:
    is_mine, is_giver = is_addressee(request.user, row), row.giver == request.user
    offered = parts_of(row.giver, row.seat) if row.is_open and row.giver and (is_mine or is_giver) else []
    return {
        "row": hand_over_row(row),
        "seat": row.seat,
        "offered": [part for part in offered if part.name in row.parts],
        "note": row.note if is_mine or is_giver else "",
        "may_answer": row.is_open and is_mine,
        "may_withdraw": row.is_open and is_giver,
        "is_giver": is_giver,
    }
