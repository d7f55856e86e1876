"""Doors of a page as a PDF: how far it is, and the file."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from community.base.http import methods
from community.files.sending import send_file
from community.spaces.models import Audience
from resources.actions.printing import ask_for_printout
from resources.queries.printouts import is_there, printout_of, printout_view
from resources.rules import find_printable_for


@methods("GET", "POST")
def printout(request: HttpRequest, page_id: int) -> HttpResponseBase:
    """Shows how far the PDF of a page is; POST has it made."""
    page = find_printable_for(request.user, page_id)
    if request.method == "POST":
        ask_for_printout(page=page)
        return redirect("printout", page_id)
    return render(request, "resources/printout.html", {"page": page, "shown": printout_view(page)})


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
