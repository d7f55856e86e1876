"""What notifications about the review of pages say, from current rows. One query each, besides who is an editor."""

from collections.abc import Callable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from community.notifications.kinds import Told
from community.people.models import Person
from resources.actions.listing import address_of
from resources.models import NoteKind, ReviewNote
from resources.rules import is_editor

Say = Callable[[ReviewNote], tuple[str, str]]


def tell_submitted(person: Person, note_ids: Sequence[int]) -> dict[int, Told]:
    """A text waits for the person's decision as an editor."""
    said = _("%(name)s sent “%(title)s” to the editors: it waits for a decision")
    return _tell(person, note_ids, lambda note: (said, f"{_desk(note)}decyzja/"))


def tell_changes_asked(person: Person, note_ids: Sequence[int]) -> dict[int, Told]:
    """An editor asks the person to change a text."""
    said = _("%(name)s asks for changes in “%(title)s”")
    return _tell(person, note_ids, lambda note: (said, f"{_desk(note)}#notes"))


def tell_approved(person: Person, note_ids: Sequence[int]) -> dict[int, Told]:
    """A text of the person's is published."""
    said = _("%(name)s approved “%(title)s”: it is published")
    return _tell(person, note_ids, lambda note: (said, address_of(note.page) if note.page.live else _desk(note)))


def tell_noted(person: Person, note_ids: Sequence[int]) -> dict[int, Told]:
    """Somebody said something about a text that the person writes or edits."""
    said = {
        NoteKind.AGREED: _("%(name)s, a guest, agrees with “%(title)s”"),
        NoteKind.OBJECTED: _("%(name)s, a guest, asks for changes in “%(title)s”"),
    }
    plain = _("%(name)s commented on “%(title)s”")
    return _tell(person, note_ids, lambda note: (said.get(NoteKind(note.kind), plain), f"{_desk(note)}#notes"))


def _desk(note: ReviewNote) -> str:
    return f"/pisz/{note.page_id}/"


def _tell(person: Person, note_ids: Sequence[int], say: Say) -> dict[int, Told]:
    rows = ReviewNote.objects.filter(pk__in=note_ids).select_related("page__locale", "author")
    told = {}
    for note in rows if is_editor(person) else rows.filter(page__owner=person):
        name = note.author.name if note.author else note.name or pgettext("person", "former member")
        sentence, url = say(note)
        told[note.pk] = Told(sentence % {"name": name, "title": note.page.draft_title or note.page.title}, url)
    return told
