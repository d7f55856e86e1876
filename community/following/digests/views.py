"""Digests as pages: what the next one will say, and one that went out, whole."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from community.base.addresses import address
from community.base.http import methods, signed_in
from community.following.digests.letters import NEXT
from community.following.digests.previewing import preview_of, whole_digest
from community.following.digests.scheduling import DAILY
from community.following.digests.sending import send_digest_now
from community.people.requests import MemberRequest


@methods("GET")
@signed_in
def preview(request: MemberRequest) -> HttpResponse:
    """Shows the next letters as they would be now."""
    has_mailbox = settings.IS_DEMO or settings.MODE == "test"  # elsewhere the button has no address
    context = {"previews": preview_of(request.user), "send_url": address("digest_now") if has_mailbox else ""}
    return render(request, "following/digest_preview.html", context)


@methods("GET")
@signed_in
def whole(request: MemberRequest, stream: str, key: str) -> HttpResponse:
    """Shows all that a letter had to tell, or the next one has."""
    digest = whole_digest(request.user, stream, key)
    context = {"digest": digest, "is_daily": stream == DAILY, "is_next": key == NEXT}
    return render(request, "following/digest.html", context)


@methods("POST")
@signed_in
def send_now(request: MemberRequest) -> HttpResponse:
    """Puts one's digest into the demo's mailbox at once and leads there. The address exists in the demo only."""
    if not send_digest_now(request.user):
        messages.info(request, _("There is nothing new for a letter: you have read it, or were told of it before."))
        return redirect("digest_preview")
    return redirect("demo_mail")
