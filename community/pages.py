"""Pages that belong to the whole: home, the programme, the legal pages, and the demo's mailbox."""

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp, csp_update
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin

from community.base.http import methods
from community.base.mailbox import Letter, find_letter, read_mailbox, recipients
from community.catalogue.queries import latest_entries, new_entries, waiting_questions
from community.people.models import Person
from community.spaces.joining import page_at_visit
from community.spaces.queries.cities import city_list
from community.spaces.queries.spaces import networks, spaces_of
from forum.actions import settle_read
from forum.queries.asked import asked_of
from forum.queries.figures import answered_this_month
from forum.queries.heads import list_heads
from forum.queries.unread import unread

# Letters have their look in their elements. Their links lead out of the frame that shows them.
_LETTER_POLICY = {
    "default-src": [NONE], "style-src": [UNSAFE_INLINE], "base-uri": [NONE], "form-action": [NONE],
    "frame-ancestors": [SELF], "sandbox": ["allow-top-navigation-by-user-activation", "allow-popups"],
}  # fmt: skip


@methods("GET")
def home(request: HttpRequest) -> HttpResponse:
    """Shows a visitor what this is, and a member what waits for them; who was let in meanwhile chooses first, once."""
    if isinstance(request.user, Person) and (page := page_at_visit(request.user)):
        return redirect(page)
    return _member_home(request) if request.user.is_authenticated else _visitor_home(request)


def _visitor_home(request: HttpRequest) -> HttpResponse:
    context = {
        "networks": networks(request.user),
        "figures": answered_this_month(),
        "new": new_entries(request.user, latest=6),
        "solved": latest_entries(request.user, solved_only=True, limit=3),
        "cities": city_list(request.user),
    }
    return render(request, "pages/home_visitor.html", context)


def _member_home(request: HttpRequest) -> HttpResponse:
    heads = list_heads(request.user)
    mine = spaces_of(request.user)
    new = unread(request.user)
    if isinstance(request.user, Person):
        settle_read(by=request.user, unread=new)
    asked = asked_of(request.user)
    asked_urls = {one.url for one in asked}
    open_questions = waiting_questions(request.user, space_ids=[space.id for space in mine])
    context = {
        "unread": new,
        "heads": heads,
        "spaces": mine,
        "asked": asked,
        "waiting": [row for row in open_questions if row.url not in asked_urls],
        "new": new_entries(request.user, latest=10),
        "networks": [] if mine else networks(request.user),
    }
    return render(request, "pages/home_member.html", context)


@methods("GET")
def about(request: HttpRequest) -> HttpResponse:
    """Shows the programme in its own words."""
    return render(request, "pages/about.html")


@methods("GET")
def terms(request: HttpRequest) -> HttpResponse:
    """Shows the terms of use."""
    return render(request, "pages/terms.html")


@methods("GET")
def privacy(request: HttpRequest) -> HttpResponse:
    """Shows the privacy notice."""
    return render(request, "pages/privacy.html")


@methods("GET")
def accessibility(request: HttpRequest) -> HttpResponse:
    """Shows the accessibility declaration that Polish law asks for (act of 4 April 2019)."""
    return render(request, "pages/accessibility.html")


@methods("GET")
def keys(request: HttpRequest) -> HttpResponse:
    """Shows the single keys for reading, and the switch that turns them off."""
    return render(request, "pages/keys.html")


@methods("GET")
def demo_mail(request: HttpRequest) -> HttpResponse:
    """Lists every letter as it was sent, or those to one recipient; the address exists in the demo only."""
    to = request.GET.get("do", "")
    context = {"letters": read_mailbox(_mail(), to=to), "recipients": recipients(_mail()), "to": to}
    return render(request, "pages/demo_mail.html", context)


@methods("GET")
@csp_update({"frame-src": [SELF]})  # type: ignore[arg-type]
def demo_letter(request: HttpRequest, letter: str) -> HttpResponse:
    """Shows one letter of the demo: as mail programs draw it, its text part and all its headers."""
    return render(request, "pages/demo_letter.html", {"letter": _letter_of_demo(letter)})


@methods("GET")
@xframe_options_sameorigin
@csp(_LETTER_POLICY)  # type: ignore[arg-type]
def demo_letter_html(request: HttpRequest, letter: str) -> HttpResponse:
    """Answers with the HTML part of a letter of the demo, for the frame in its page: without scripts and pictures."""
    html = _letter_of_demo(letter).html
    return HttpResponse(html.replace("<head>", '<head><base target="_top">', 1))


def _letter_of_demo(name: str) -> Letter:
    letter = find_letter(_mail(), name)
    if letter is None:
        raise Http404(_("There is no such letter in the demo's mailbox."))
    return letter


def _mail() -> str:
    return str(getattr(settings, "EMAIL_FILE_PATH", settings.DATA_DIR / "mail"))
