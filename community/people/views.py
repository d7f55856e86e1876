"""The own profile and its picture; pictures of others come through here too."""

import re

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from community.base.http import methods, signed_in, take_kept_form
from community.files.sending import send_picture
from community.people import actions
from community.people.forms import AvatarForm, ProfileForm
from community.people.requests import MemberRequest

_AVATAR_NAME = re.compile(r"[0-9a-f]{32}(_[0-9A-Za-z]{7})?\.webp")


@methods("GET", "POST")
@signed_in
def profile_edit(request: MemberRequest) -> HttpResponse:
    """Shows and stores the own profile."""
    form = ProfileForm(
        request.POST if request.method == "POST" else None,
        instance=request.user,
        initial=take_kept_form(request),
    )
    if request.method == "POST" and form.is_valid():
        actions.change_profile(person=request.user, **form.cleaned_data)
        messages.success(request, _("Your profile is saved."))
        return redirect("profile_edit")
    status = 422 if form.errors else 200
    request.user.refresh_from_db(fields=["name"])
    return render(request, "people/profile_edit.html", {"form": form, "avatar_form": AvatarForm()}, status=status)


@methods("POST")
@signed_in
def avatar_change(request: MemberRequest) -> HttpResponse:
    """Stores a new picture, or goes back to initials."""
    if "remove" in request.POST:
        actions.remove_avatar(person=request.user)
        messages.success(request, _("Your initials are shown again."))
        return redirect("profile_edit")
    form = AvatarForm(request.POST, request.FILES)
    if form.is_valid():
        actions.set_avatar(person=request.user, content=form.cleaned_data["picture"])
        messages.success(request, _("Your picture is changed."))
        return redirect("profile_edit")
    context = {"form": ProfileForm(instance=request.user), "avatar_form": form}
    return render(request, "people/profile_edit.html", context, status=422)


@methods("GET")
def avatar(request: HttpRequest, name: str) -> HttpResponseBase:
    """Returns a picture by its content's digest. Whoever sees a post sees who wrote it, so no further rule applies."""
    if not _AVATAR_NAME.fullmatch(name):
        raise Http404(_("There is no such picture."))
    return send_picture(f"avatars/{name}")
