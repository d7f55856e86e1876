"""How far the PDF of a page is."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from community.base.file_markup import size_words
from resources.models import Printout, PrintoutState
from resources.printing import missing_for_printing
from resources.queries.printed import document_of


@dataclass(frozen=True, slots=True)
class PrintoutView:
    """What the door of a PDF says.

    `state` is “ready”, “waiting”, “making”, “failed”, “late” or empty: nobody has asked for this one yet. `missing` are
    the packages without which none can be made here; `rest`: in how many minutes what failed may be tried again.
    """

    state: str
    size: str
    missing: tuple[str, ...]
    rest: int = 0


def printout_of(page: Any) -> Printout | None:
    """Returns the PDF of a page as it is now, made or not; None when nobody has asked for it. One query more than

    reading the page as a document.
    """
    return Printout.objects.filter(page_id=page.pk, digest=document_of(page).digest).first()


def is_there(row: Printout) -> bool:
    """Returns whether a PDF can be sent."""
    return row.state == PrintoutState.READY and (Path(settings.MEDIA_ROOT) / row.name).is_file()


def printout_view(page: Any) -> PrintoutView:
    """Returns what the door says of a page's PDF. As many queries as `printout_of`."""
    row = printout_of(page)
    if row is None:
        return PrintoutView("", "", missing_for_printing())
    if is_there(row):
        return PrintoutView("ready", size_words(row.size), ())
    state = "late" if row.is_late else "" if row.state == PrintoutState.READY else str(row.state)
    return PrintoutView(state, "", missing_for_printing(), row.rest)
