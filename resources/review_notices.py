"""What notifications about the review of pages say, from current rows. One query each, besides who is an editor."""

from collections.abc import Callable, Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from community.notifications.kinds import Told, about_several
from community.people.models import Person
from resources.actions.listing import address_of
from resources.models import NoteKind, ReviewNote
from resources.rules import is_editor

Say = Callable[[ReviewNote], tuple[str, str]]
_QUOTED = 1000  # characters of what was said that a letter quotes


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
    plain, several = _("%(name)s commented on “%(title)s”"), _("%(names)s commented on “%(title)s”")
    return _tell(person, note_ids, lambda note: (said.get(NoteKind(note.kind), plain), f"{_desk(note)}#notes"), several)


def quote_note(person: Person, note_ids: Sequence[int]) -> dict[int, str]:
    """Returns what was said about texts that the person writes or edits; nothing where it was said without words."""
    rows = _notes(person, note_ids).exclude(text="").values_list("pk", "text")
    return {pk: text if len(text) <= _QUOTED else text[:_QUOTED].rsplit(" ", 1)[0] + "…" for pk, text in rows}


def _desk(note: ReviewNote) -> str:
    return f"/pisz/{note.page_id}/"


def _tell(person: Person, note_ids: Sequence[int], say: Say, several: str = "") -> dict[int, Told]:
    told = {}
    for note in _notes(person, note_ids).select_related("page__locale", "author"):
        name = note.author.name if note.author else note.name or pgettext("person", "former member")
        title = note.page.draft_title or note.page.title
        sentence, url = say(note)
        told[note.pk] = Told(
            sentence % {"name": name, "title": title}, url, about=f"text:{note.page_id}", who=name,
            several=several and about_several(several, title=title),
        )  # fmt: skip
    return told


def _notes(person: Person, note_ids: Sequence[int]) -> QuerySet[ReviewNote]:
    rows = ReviewNote.objects.filter(pk__in=note_ids)
    return rows if is_editor(person) else rows.filter(page__owner=person)
