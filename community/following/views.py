"""The follow button, one for every target, and the list of people one wants to hear nothing of."""

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from community.base.http import Refused, methods, own_address, signed_in
from community.catalogue.rules import entries_visible_to
from community.following import actions
from community.following.models import Follow, Level, Target
from community.following.queries import follows_of
from community.following.queries import quiet_people as quiet_people_of
from community.people.models import Person
from community.people.requests import MemberRequest
from community.spaces.rules import people_visible_to, spaces_visible_to

_WISHES = {"watch": Level.WATCH, "mute": Level.MUTED, "forget": None}
_WISHES_FOR_PEOPLE = {"mute": Level.MUTED, "ignore": Level.IGNORED, "forget": None}


@methods("POST")
@signed_in
def set_follow(request: MemberRequest, target: str, target_id: int) -> HttpResponse:
    """Sets how closely the person follows a target they may see; answers with the button, or leads back."""
    if target == Target.PERSON:
        return _set_quiet(request, target_id)
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
    return _answer(request, "following/_button.html", {"target": target, "target_id": target_id, "level": level or ""})


def _set_quiet(request: MemberRequest, other_id: int) -> HttpResponse:
    """Mutes or ignores somebody, or forgets it; that works also for accounts that were closed since."""
    wish = request.POST.get("level", "")
    if wish not in _WISHES_FOR_PEOPLE:
        raise Refused(_("Choose to mute or to ignore this person, or neither."), status=400)
    level = _WISHES_FOR_PEOPLE[wish]
    is_quiet = Follow.objects.filter(person=request.user, target=Target.PERSON, target_id=other_id)
    people = Person.objects.all() if is_quiet.exists() else people_visible_to(request.user)
    other = people.filter(pk=other_id).first()
    if other is None:
        raise Http404(_("There is no such person here, or the account was closed."))
    if level:
        actions.keep_quiet(person=request.user, other=other, level=level)
    else:
        actions.hear_again(person=request.user, other_id=other.pk)
    return _answer(request, "following/_person_button.html", {"target_id": other.pk, "level": level or ""})


@methods("GET")
@signed_in
def quiet_people(request: MemberRequest) -> HttpResponse:
    """Shows whom one has muted or ignores, each with a button that undoes it."""
    return render(request, "following/quiet_people.html", {"people": quiet_people_of(request.user)})


@methods("GET")
@signed_in
def follows(request: MemberRequest) -> HttpResponse:
    """Shows what one follows or has muted, each with the button that changes it."""
    page = follows_of(request.user, token=request.GET.get("od", ""))
    return render(request, "following/follows.html", {"page": page})


def _answer(request: MemberRequest, button: str, context: dict[str, object]) -> HttpResponse:
    if request.htmx:
        return render(request, button, context)
    return HttpResponseRedirect(own_address(request.POST.get("back", "")))


def _may_see(request: MemberRequest, target: str, target_id: int) -> bool:
    if target == Target.ENTRY:
        return entries_visible_to(request.user).filter(pk=target_id).exists()
    return target == Target.SPACE and spaces_visible_to(request.user).filter(pk=target_id).exists()
