"""The follow button: one door for whatever can be followed, with or without JavaScript."""

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from community.base.http import Refused, methods, own_address, signed_in
from community.following import actions
from community.following.models import QUIET, Level, Target
from community.following.offers import wishes_for
from community.following.queries.levels import level_of
from community.following.queries.lists import name_of
from community.following.rules import find_target
from community.people.models import Person
from community.people.requests import MemberRequest

_MANNERS = ("brief", "folded")


@methods("GET", "POST")
@signed_in
def set_follow(request: MemberRequest, target: str, target_id: int) -> HttpResponse:
    """Sets how closely the person follows a target they may see; answers with the button, or leads back.

    Opened, it shows what can be chosen: the button with its menu open, or a page.
    """
    wishes = wishes_for(target)
    if not wishes:
        raise Http404(_("There is nothing here to follow, or it is not for you."))
    if request.method != "POST":
        return _choose(request, target, find_target(request.user, target, target_id))
    wish = request.POST.get("level", "")
    if wish not in wishes:
        raise Refused(_("Choose how closely to follow this, or not to hear of it."), status=400)
    target_id = find_target(request.user, target, target_id)
    level = wishes[wish]
    _wish(request.user, target, target_id, level)
    return _answer(request, target, target_id, level)


def _wish(person: Person, target: str, target_id: int, level: Level | None) -> None:
    if level is None:
        actions.unfollow(person=person, target=target, target_id=target_id)
    elif target == Target.PERSON and level in QUIET:
        other = Person.objects.get(pk=target_id)
        actions.keep_quiet(person=person, other=other, level=level)
    else:
        actions.check_room(person=person, target=target, target_id=target_id)
        actions.follow(person=person, target=target, target_id=target_id, level=level)


def _answer(request: MemberRequest, target: str, target_id: int, level: Level | None) -> HttpResponse:
    back, manner = request.POST.get("back", ""), request.POST.get("manner", "")
    if not request.htmx:
        return HttpResponseRedirect(own_address(back))
    context = {
        "target": target, "target_id": target_id, "level": level or "", "back": back,
        "manner": manner if manner in _MANNERS else "",
    }  # fmt: skip
    return render(request, "following/_button.html", context)


def _choose(request: MemberRequest, target: str, target_id: int) -> HttpResponse:
    name = name_of(request.user, target, target_id)
    if name is None:
        raise Http404(_("There is nothing here to follow, or it is not for you."))
    context = {
        "target": target, "target_id": target_id, "name": name, "manner": "folded", "is_open": True,
        "level": level_of(request.user.pk, target=target, target_id=target_id), "back": request.GET.get("back", ""),
    }  # fmt: skip
    return render(request, "following/_button.html" if request.htmx else "following/choose.html", context)
