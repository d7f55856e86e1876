"""What newcomers choose to hear of; they are led here once, and come back whenever they like."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from community.base.http import methods, signed_in
from community.following import actions
from community.following.forms import WelcomeForm
from community.following.queries.welcoming import choosing_for
from community.people.requests import MemberRequest


@methods("GET", "POST")
@signed_in
def welcome(request: MemberRequest) -> HttpResponse:
    """Shows the topics of one's network and how often one hears of it, and takes what was chosen."""
    if actions.is_to_be_led(request.user):
        actions.welcome(request.user)
    slug = request.GET.get("siec", "").replace("\x00", "")[:60]
    there = choosing_for(request.user, slug=slug)
    initial = {f"place-{pk}": there.levels.get(pk, "") for pk, _name in there.places}
    form = WelcomeForm(
        request.POST if request.method == "POST" else None,
        places=there.places,
        topics=[(topic.id, topic.name) for topic in there.topics],
        initial={**initial, "topics": [one.id for one in there.topics if one.is_followed], "rhythm": there.rhythm},
    )
    onwards = reverse("space_home", args=[there.slug]) if there.slug else reverse("follows")
    if request.method == "POST" and form.is_valid():
        actions.choose_to_hear(
            person=request.user,
            places=form.place_levels,
            tag_ids=form.cleaned_data["topics"],
            among=[topic.id for topic in there.topics],
            level=form.cleaned_data["rhythm"],
        )
        messages.success(request, _("Saved. You can change it at any time under “What you follow”."))
        return redirect(onwards)
    context = {"form": form, "topics": there.topics, "onwards": onwards, "is_new": bool(slug)}
    return render(request, "following/welcome.html", context, status=422 if form.errors else 200)
