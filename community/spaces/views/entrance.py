"""The way in for newcomers: asking to join, and accepting an invitation."""

from typing import cast

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from community.base.http import Refused, methods
from community.base.languages import localised
from community.base.limits import too_many
from community.people.requests import MemberRequest
from community.spaces import actions
from community.spaces.forms import AcceptForm, JoinForm
from community.spaces.joining import first_page
from community.spaces.models import Invitation
from community.spaces.queries.entrance import has_account
from community.spaces.tokens import read_invitation


@methods("GET", "POST")
def join_community(request: HttpRequest) -> HttpResponse:
    """Takes a newcomer's request to the facilitators; the answer is the same whether or not the address is known."""
    if request.user.is_authenticated:
        return redirect("networks")
    if request.method != "POST":
        return render(request, "spaces/join.html", {"form": JoinForm(initial={"space": request.GET.get("siec")})})
    form = JoinForm(request.POST)
    if form.is_valid():
        if too_many(request, "join", most=5, seconds=3600):
            raise Refused(_("Too many requests came from your network. Try again in an hour."), status=429)
        typed = form.cleaned_data
        # Whose address it is stays unknown until the invitation's link is opened: `person` is left out on purpose.
        actions.request_to_join(
            space=typed["space"],
            name=typed["name"],
            email=typed["email"],
            city=typed["city"],
            text=typed["text"],
            language=get_language() or "pl",
        )
        return render(request, "spaces/join_sent.html", {"space": typed["space"], "email": typed["email"]})
    return render(request, "spaces/join.html", {"form": form}, status=422)


@methods("GET", "POST")
def accept_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Lets an invited person in: the signed-in one at a click, a newcomer with a name and, if wished, a password."""
    invitation = read_invitation(token)
    if invitation is None:
        raise Http404(_("This invitation link is not complete. Copy it whole from the mail."))
    if not invitation.is_open:
        raise actions.InvitationClosed
    if request.user.is_authenticated:
        return _accept_signed_in(cast(MemberRequest, request), invitation)
    if has_account(invitation.email):
        return render(request, "spaces/accept_sign_in.html", {"invitation": invitation})
    return _accept_as_newcomer(request, invitation)


def _accept_signed_in(request: MemberRequest, invitation: Invitation) -> HttpResponse:
    if request.user.email.lower() != invitation.email.lower():
        raise Refused(_("This invitation is for another e-mail address. Sign out first, then open the link again."))
    if request.method == "POST":
        actions.accept_invitation(invitation=invitation, person=request.user)
        messages.success(request, _("You are in. Welcome to %(space)s.") % {"space": invitation.space.name})
        return redirect(first_page(request.user, invitation.space) or localised(invitation.space.url))
    return render(request, "spaces/accept.html", {"invitation": invitation, "form": None})


def _accept_as_newcomer(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    form = AcceptForm(request.POST if request.method == "POST" else None, initial={"name": invitation.name})
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        language = get_language() or "pl"
        person = actions.accept_invitation(
            invitation=invitation, name=typed["name"], password=typed["password"] or None, language=language
        )
        messages.success(request, _("Your account is ready. Welcome to %(space)s.") % {"space": invitation.space.name})
        page = first_page(person, invitation.space) or localised(invitation.space.url)
        return perform_login(request, Login(user=person, redirect_url=page))
    return render(
        request,
        "spaces/accept.html",
        {"invitation": invitation, "form": form},
        status=422 if form.errors else 200,
    )
