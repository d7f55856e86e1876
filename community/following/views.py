"""The follow button, one for every target."""

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from community.base.http import Refused, methods, own_address, signed_in
from community.catalogue.rules import entries_visible_to
from community.following import actions
from community.following.models import Level, Target
from community.people.requests import MemberRequest
from community.spaces.rules import spaces_visible_to

_WISHES = {"watch": Level.WATCH, "mute": Level.MUTED, "forget": None}


@methods("POST")
@signed_in
def set_follow(request: MemberRequest, target: str, target_id: int) -> HttpResponse:
    """Sets how closely the person follows a target they may see; answers with the button, or leads back."""
    wish = request.POST.get("level", "")
    if wish not in _WISHES:
        raise Refused(_("Choose to follow, to mute, or neither."), status=400)
    if not _may_see(request, target, target_id):
        raise Http404(_("There is nothing here to follow."))
    level = _WISHES[wish]
    if level:
        actions.follow(person=request.user, target=target, target_id=target_id, level=level)
    else:
        actions.unfollow(person=request.user, target=target, target_id=target_id)
    context = {"target": target, "target_id": target_id, "level": level or ""}
    if request.htmx:
        return render(request, "following/_button.html", context)
    return HttpResponseRedirect(own_address(request.POST.get("back", "")))


def _may_see(request: MemberRequest, target: str, target_id: int) -> bool:
    if target == Target.ENTRY:
        return entries_visible_to(request.user).filter(pk=target_id).exists()
    return target == Target.SPACE and spaces_visible_to(request.user).filter(pk=target_id).exists()
