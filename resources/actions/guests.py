"""Guests without an account: a link to one revision of a page, and the one answer that it takes."""

from typing import Any

from django.db import IntegrityError, transaction
from wagtail.models import Revision, TaskState

from community.people.models import Person
from resources.actions.errors import AnsweredAlready, NotWaiting
from resources.actions.telling import tell_note
from resources.actions.writing import lock_page
from resources.guest_links import GuestLink, new_key, read_token, token_of
from resources.models import NoteKind, ReviewNote
from resources.models.reviewing import OUTSIDE


@transaction.atomic
def invite_guest(*, by: Person, page: Any) -> str:
    """Returns the token of a new link to the latest revision of a page; that it was made stands in the notes.

    Raises NotWaiting for a page without a revision.
    """
    latest = lock_page(page, by=by)
    if latest is None:
        raise NotWaiting
    link = GuestLink(page.pk, latest.pk, new_key())
    ReviewNote.objects.create(page_id=page.pk, revision=latest, author=by, kind=NoteKind.LINK, link=link.key)
    return token_of(link)


def open_link(token: str) -> tuple[GuestLink, Revision] | None:
    """Returns what a guest may read by a token. None when it is not ours, or too old, or another revision was sent to

    the editors since, or the page has gone. Three queries at most.
    """
    link = read_token(token)
    if link is None:
        return None
    made = ReviewNote.objects.filter(page=link.page_id, kind=NoteKind.LINK, link=link.key, revision=link.revision_id)
    note = made.select_related("revision", "page").first()
    if note is None or note.revision is None:
        return None
    sent = TaskState.objects.for_instance(note.page).filter(started_at__gt=note.at).exclude(revision=note.revision)
    return None if sent.exists() else (link, note.revision)


def has_answered(link: GuestLink) -> bool:
    """Returns whether an answer was given by a link. One query."""
    return ReviewNote.objects.filter(link=link.key, kind__in=OUTSIDE).exists()


def answer_as_guest(*, link: GuestLink, said: str, name: str, text: str = "") -> ReviewNote:
    """Keeps a guest's answer (“agreed” or “objected”) and tells author and editors. Raises AnsweredAlready."""
    try:
        with transaction.atomic():
            note = ReviewNote.objects.create(
                page_id=link.page_id, revision_id=link.revision_id, kind=NoteKind(said), link=link.key,
                name=" ".join(name.split()), text=text.strip(),
            )  # fmt: skip
            tell_note(note)
            return note
    except IntegrityError:
        raise AnsweredAlready from None
