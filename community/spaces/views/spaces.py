"""Networks: their list, a space's home, joining and leaving."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from community.base.http import Refused, methods, signed_in, take_kept_form
from community.people.models import Person
from community.people.requests import MemberRequest
from community.spaces import actions
from community.spaces.forms import RequestForm, SpaceForm
from community.spaces.joining import first_page, page_at_visit
from community.spaces.queries.entrance import pending_requests
from community.spaces.queries.spaces import cities_of, count_members, first_members, groups, networks
from community.spaces.rules import abilities, find_led_space_for, find_space_for


@methods("GET")
def network_list(request: HttpRequest) -> HttpResponse:
    """Shows the networks and the groups one may open."""
    return render(request, "spaces/networks.html", {"networks": networks(request.user), "groups": groups(request.user)})


@methods("GET")
def space_home(request: HttpRequest, slug: str) -> HttpResponse:
    """Shows what a space is for, what is open there, its people and its cities.

    Who was let in while they were away chooses first, once, what to hear of.
    """
    space = find_space_for(request.user, slug)
    can = abilities(request.user, space)
    if isinstance(request.user, Person) and can.is_member and (page := page_at_visit(request.user, space)):
        return redirect(page)
    people, total = first_members(space, limit=12) if can.may_see_people else ([], count_members(space))
    context = {
        "space": space,
        "can": can,
        "people": people,
        "people_count": total,
        "cities": cities_of(space),
        "requests": len(pending_requests(space)) if can.may_invite else 0,
    }
    return render(request, "spaces/space_home.html", context)


@methods("GET", "POST")
@signed_in
def describe(request: MemberRequest, slug: str) -> HttpResponse:
    """Lets a facilitator say what a space is for and how people come in."""
    space = find_led_space_for(request.user, slug)
    form = SpaceForm(request.POST if request.method == "POST" else None, space=space, initial=take_kept_form(request))
    if request.method == "POST" and form.is_valid():
        actions.describe_space(by=request.user, space=space, **form.cleaned_data)
        messages.success(request, _("The place is described anew."))
        return redirect("space_home", slug=slug)
    return render(request, "spaces/describe.html", {"space": space, "form": form}, status=422 if form.errors else 200)


@methods("GET", "POST")
@signed_in
def join(request: MemberRequest, slug: str) -> HttpResponse:
    """Lets a person into an open space, or takes their request to the facilitators."""
    space = find_space_for(request.user, slug)
    can = abilities(request.user, space)
    if can.is_member:
        return redirect("space_home", slug=slug)
    if not (can.may_join or can.may_request):
        raise Refused(_("People come in here by invitation. Ask the facilitator for one."))
    form = RequestForm(request.POST if request.method == "POST" else None, initial=take_kept_form(request))
    if request.method == "POST" and form.is_valid():
        if can.may_join:
            actions.join(person=request.user, space=space)
            messages.success(request, _("You are in. Welcome to %(space)s.") % {"space": space.name})
            if page := first_page(request.user, space):
                return redirect(page)
        else:
            actions.request_to_join(
                space=space,
                person=request.user,
                name=request.user.name,
                email=request.user.email,
                text=form.cleaned_data["text"],
                language=request.user.language,
            )
            messages.success(request, _("Your request is with the facilitators. You will be told here and by mail."))
        return redirect("space_home", slug=slug)
    return render(request, "spaces/join_space.html", {"space": space, "can": can, "form": form})


@methods("GET", "POST")
@signed_in
def leave(request: MemberRequest, slug: str) -> HttpResponse:
    """Asks once, and ends the membership."""
    space = find_space_for(request.user, slug)
    if request.method == "POST":
        actions.leave(person=request.user, space=space)
        messages.success(request, _("You have left %(space)s. What you wrote stays.") % {"space": space.name})
        return redirect("networks")
    return render(request, "spaces/leave.html", {"space": space})
