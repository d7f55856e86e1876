"""Members of a space, and for facilitators: roles, invitations, requests."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from community.base.http import Refused, methods, signed_in
from community.people.requests import MemberRequest
from community.spaces import actions
from community.spaces.forms import DeclineForm, InviteForm, RoleForm
from community.spaces.models import Invitation, JoinRequest, Membership, Role
from community.spaces.queries.entrance import open_invitations, pending_requests
from community.spaces.queries.spaces import members
from community.spaces.rules import abilities, find_in_space, find_led_space_for, find_space_for


@methods("GET")
@signed_in
def space_members(request: MemberRequest, slug: str) -> HttpResponse:
    """Shows the members; facilitators also see who waits at the door."""
    space = find_space_for(request.user, slug)
    can = abilities(request.user, space)
    context = {
        "space": space,
        "can": can,
        "members": members(space),
        "requests": pending_requests(space) if can.may_invite else [],
        "invitations": open_invitations(space) if can.may_invite else [],
        "roles": Role.choices,
    }
    return render(request, "spaces/members.html", context)


@methods("GET", "POST")
@signed_in
def invite(request: MemberRequest, slug: str) -> HttpResponse:
    """Invites someone by mail."""
    space = find_led_space_for(request.user, slug)
    form = InviteForm(request.POST if request.method == "POST" else None, space=space)
    if request.method == "POST" and form.is_valid():
        invitation = actions.invite(by=request.user, space=space, **form.cleaned_data)
        messages.success(request, _("The invitation to %(email)s is on its way.") % {"email": invitation.email})
        return redirect("space_members", slug=slug)
    return render(request, "spaces/invite.html", {"space": space, "form": form}, status=422 if form.errors else 200)


@methods("POST")
@signed_in
def withdraw_invitation(request: MemberRequest, slug: str, invitation_id: int) -> HttpResponse:
    """Closes an invitation."""
    space = find_led_space_for(request.user, slug)
    actions.withdraw_invitation(invitation=find_in_space(Invitation, space, invitation_id))
    messages.success(request, _("The invitation is withdrawn."))
    return redirect("space_members", slug=slug)


@methods("GET", "POST")
@signed_in
def decide(request: MemberRequest, slug: str, request_id: int) -> HttpResponse:
    """Accepts a request, or declines it with a reason."""
    space = find_led_space_for(request.user, slug)
    asked = find_in_space(JoinRequest, space, request_id)
    form = DeclineForm(request.POST if request.method == "POST" and "decline" in request.POST else None)
    if request.method == "POST":
        if "decline" not in request.POST:
            actions.accept_request(by=request.user, request=asked)
            messages.success(request, _("%(name)s is let in.") % {"name": asked.name})
            return redirect("space_members", slug=slug)
        if form.is_valid():
            actions.decline_request(by=request.user, request=asked, reason=form.cleaned_data["reason"])
            messages.success(request, _("The answer is on its way by mail."))
            return redirect("space_members", slug=slug)
    context = {"space": space, "asked": asked, "form": form}
    return render(request, "spaces/decide.html", context, status=422 if form.errors else 200)


@methods("POST")
@signed_in
def change_role(request: MemberRequest, slug: str, membership_id: int) -> HttpResponse:
    """Gives a member another role."""
    space = find_led_space_for(request.user, slug)
    membership = find_in_space(Membership, space, membership_id)
    form = RoleForm(request.POST)
    if not form.is_valid():
        raise Refused(_("Choose one of the roles."), status=422)
    actions.change_role(by=request.user, membership=membership, role=form.cleaned_data["role"])
    messages.success(request, _("The role is changed."))
    return redirect("space_members", slug=slug)


@methods("GET", "POST")
@signed_in
def remove_member(request: MemberRequest, slug: str, membership_id: int) -> HttpResponse:
    """Asks once, and ends someone's membership."""
    space = find_led_space_for(request.user, slug)
    membership = find_in_space(Membership, space, membership_id)
    if request.method == "POST":
        actions.remove_member(by=request.user, membership=membership)
        messages.success(request, _("%(name)s is no longer a member.") % {"name": membership.person.name})
        return redirect("space_members", slug=slug)
    return render(request, "spaces/remove_member.html", {"space": space, "membership": membership})
