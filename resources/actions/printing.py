"""Pages as PDFs: asked for by a reader, made by a task, kept as a file until the page is another."""

import logging
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, OuterRef, Q, Subquery
from django_tasks import task

from community.base import clock
from community.files.storing import write
from resources.actions.errors import PrintoutRests
from resources.models import Printout, PrintoutState, ResourcePage
from resources.models.printouts import FOLDER, PATIENCE
from resources.printing import missing_for_printing, print_html
from resources.queries.printed import document_of, pictures_in
from resources.queries.printouts import is_there

logger = logging.getLogger(__name__)
MOST_AT_ONCE = 500


@transaction.atomic
def ask_for_printout(*, page: ResourcePage) -> Printout | None:
    """Has the PDF of a published page made after commit, unless it is there or being made; returns it.

    None where none can be made, because the system lacks something. What takes too long is begun again, and what failed
    after a rest: before, it raises PrintoutRests.
    """
    if missing_for_printing():
        return None
    digest = document_of(page).digest
    row, _is_new = Printout.objects.get_or_create(page_id=page.pk, digest=digest)
    row = Printout.objects.select_for_update(of=("self",)).get(pk=row.pk)
    is_under_way = not _is_new and row.state in (PrintoutState.WAITING, PrintoutState.MAKING) and not row.is_late
    if is_under_way or is_there(row):
        return row
    if row.rest:
        raise PrintoutRests(row.rest)
    row.state, row.asked_at = PrintoutState.WAITING, clock.now()
    row.save()
    transaction.on_commit(lambda: make_printout.enqueue(row.pk))
    return row


@task()
def make_printout(printout_id: int) -> None:
    """Makes a PDF that was asked for, once, whoever else tries. What goes wrong is logged, and said by its door."""
    waiting = Printout.objects.filter(pk=printout_id, state=PrintoutState.WAITING)
    if not waiting.update(state=PrintoutState.MAKING):
        return
    row = Printout.objects.get(pk=printout_id)
    try:
        size = _make(row)
    except Exception:
        logger.exception("The PDF of page %s could not be made.", row.page_id)
        size = 0
    row.state, row.size = PrintoutState.READY if size else PrintoutState.FAILED, size
    Printout.objects.filter(pk=row.pk).update(state=row.state, size=row.size)


def _make(row: Printout) -> int:
    """Writes the file and returns its size; 0 when the page is another one by now."""
    page: Any = row.page.specific
    document = document_of(page)
    if not page.live or document.digest != row.digest:
        return 0
    pdf = print_html(document.html, pictures_in(document.html))
    write(row.name, pdf)
    return len(pdf)


def sweep_printouts() -> int:
    """Removes PDFs of former revisions and of pages that are not published any more; returns how many.

    The latest that was asked for of each page stays. Rows go first, then files that no row names.
    """
    latest = Printout.objects.filter(page=OuterRef("page")).order_by("-asked_at", "-pk").values("pk")[:1]
    old = Printout.objects.alias(latest=Subquery(latest)).filter(~Q(pk=F("latest")) | Q(page__live=False))
    late = clock.now() - PATIENCE
    ids = list(old.filter(asked_at__lt=late).order_by("pk").values_list("pk", flat=True)[:MOST_AT_ONCE])
    Printout.objects.filter(pk__in=ids).delete()
    return sum(_remove_unnamed(folder) for folder in (Path(settings.MEDIA_ROOT) / FOLDER).glob("*"))


def _remove_unnamed(folder: Path) -> int:
    """Removes the files in a page's folder that no row names, and the folder with the last of them."""
    there = {path.stem: path for path in folder.glob("*.pdf")}
    known = set(Printout.objects.filter(page_id=folder.name, digest__in=there).values_list("digest", flat=True))
    gone = [path for digest, path in there.items() if digest not in known]
    for path in gone:
        path.unlink(missing_ok=True)
    with suppress(OSError):
        os.rmdir(folder)
    return len(gone)
