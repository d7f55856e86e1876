"""Doors of a page as a PDF: how far it is, and the file."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from community.base.http import Refused, methods
from community.base.limits import too_many, too_many_of
from community.files.sending import send_file
from community.people.models import Person
from community.spaces.models import Audience
from resources.actions.printing import ask_for_printout
from resources.queries.printouts import is_there, printout_of, printout_view
from resources.rules import find_printable_for

MOST_ASKED, IN_SECONDS = 30, 600  # a whole office may knock from one address


@methods("GET", "POST")
def printout(request: HttpRequest, page_id: int) -> HttpResponseBase:
    """Shows how far the PDF of a page is; POST has it made, a few in ten minutes for each reader."""
    page = find_printable_for(request.user, page_id)
    if request.method == "POST":
        if _asks_too_often(request):
            raise Refused(
                _("You have asked for many PDFs in a short time. Wait ten minutes, or print pages from your browser."),
                status=429,
            )
        ask_for_printout(page=page)
        return redirect("printout", page_id)
    return render(request, "resources/printout.html", {"page": page, "shown": printout_view(page)})


def _asks_too_often(request: HttpRequest) -> bool:
    brake = {"most": MOST_ASKED, "seconds": IN_SECONDS}
    if isinstance(request.user, Person):
        return too_many_of(request.user.pk, "printout", **brake)
    return too_many(request, "printout", **brake)


@methods("GET")
def printout_file(request: HttpRequest, page_id: int) -> HttpResponseBase:
    """Sends the PDF of a page; leads to its door when there is none, or only an older one."""
    page = find_printable_for(request.user, page_id)
    row = printout_of(page)
    if row is None or not is_there(row):
        return redirect("printout", page_id)
    return send_file(
        request,
        row.name,
        called=f"{page.slug}.pdf",
        content_type="application/pdf",
        etag=row.digest[:32],
        is_public=page.audience == Audience.PUBLIC,
        as_download=True,
    )
