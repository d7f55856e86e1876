"""Digests as letters: what was picked for people, said in their language. Queries grow with batches, not with people."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from community.base.languages import localised
from community.base.mail import drawn_letter
from community.catalogue.sources import entry_kinds
from community.following.digests.composing import Item, Picked, Section, pick
from community.following.digests.fresh import Fresh, fresh_between
from community.following.digests.readers import readers_of
from community.following.digests.reported import report
from community.following.digests.scheduling import RHYTHMS, since_of
from community.following.digests.searching import found_by
from community.letters.models import Dispatch
from community.letters.streams import Composed
from community.notifications.grouping import Line as Asking
from community.notifications.queries import waiting_for
from community.people.models import Person
from community.spaces.models import Space

LONGEST_SUBJECT = 70
_FULL = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a digest: a title with its address, what changed, and where it stands."""

    title: str
    url: str
    what: str
    where: str
    summary: str
    language: str


@dataclass(frozen=True, slots=True)
class Digest:
    """A digest as templates say it. `sections` hold heading and lines, `waiting` what asks the reader for something."""

    person: Person
    subject: str
    preheader: str
    waiting: Sequence[Asking]
    sections: Sequence[tuple[str, Sequence[Line]]]
    more: int
    is_daily: bool

    @property
    def count(self) -> int:
        """Returns how many lines it has."""
        return len(self.waiting) + sum(len(lines) for _heading, lines in self.sections)


def compose_digests(batch: Sequence[Dispatch]) -> dict[int, Composed | None]:
    """Returns what the digests of one stream say now, by the id of their dispatch; None where there is nothing new.

    About twenty queries for a batch of any size.
    """
    stream = batch[0].stream
    digests = digests_for([row.person for row in batch], stream, since=since_of(batch, RHYTHMS[stream][1]),
                          until=max(row.due_at for row in batch))  # fmt: skip
    return {row.pk: _letter(*found) if (found := digests.get(row.person_id)) else None for row in batch}


def digests_for(
    people: Sequence[Person], stream: str, *, since: dict[int, object], until: object
) -> dict[int, tuple[Digest, Picked]]:  # fmt: skip
    """Returns the digests of people (by id) with what was picked for them; who would get an empty one is left out."""
    level, _period = RHYTHMS[stream]
    fresh = fresh_between(min(since.values()), until)  # type: ignore[type-var, arg-type]
    readers = readers_of(people, since, fresh)  # type: ignore[arg-type]
    found = found_by([search for reader in readers for search in reader.searches], fresh)
    picked = {reader.id: pick(reader, fresh, level, found=found) for reader in readers}
    waiting = waiting_for(people)
    names = _Names(fresh, picked.values())
    digests = {}
    for person in people:
        own, asks = picked[person.pk], waiting.get(person.pk, [])
        if own or asks:
            with translation.override(person.language):
                digests[person.pk] = _digest(person, own, asks, names, is_daily=stream == "daily"), own
    return digests


class _Names:
    """The names that lines need: of places, and of who wrote last. Two queries."""

    def __init__(self, fresh: Fresh, picked: Iterable[Picked]) -> None:
        items = [item for one in picked for items in one.items.values() for item in items]
        authors = {item.pieces[-1].author_id for item in items} - {None}
        self.spaces = dict(Space.objects.values_list("pk", "name"))
        self.people = dict(Person.objects.filter(pk__in=authors).values_list("pk", "name"))

    def last_author(self, item: Item) -> str:
        """Returns who wrote last."""
        return self.people.get(item.pieces[-1].author_id, "") or pgettext("person", "former member")


def _digest(person: Person, picked: Picked, waiting: Sequence[Asking], names: _Names, *, is_daily: bool) -> Digest:
    headings = {Section.OWN: _("Your threads"), Section.FOLLOWED: _("What you follow"),
                Section.LIBRARY: _("New in the library")}  # fmt: skip
    sections = [
        (headings[section], [_line(item, names) for item in items]) for section, items in picked.items.items() if items
    ]
    lines = [line for _heading, ones in sections for line in ones]
    titles = [line.title for line in lines]
    count = len(lines) + len(waiting) + picked.more
    return Digest(
        person, _subject(titles, waiting, count), _preheader(titles[1:]), waiting, sections, picked.more, is_daily
    )


def _line(item: Item, names: _Names) -> Line:
    thing = item.thing
    first = item.pieces[0]
    anchor = "" if item.is_new else first.anchor
    return Line(
        title=thing.title,
        url=settings.SITE_URL + localised(thing.url) + anchor,
        what=_what(item, names),
        where=names.spaces.get(thing.space_id or 0, ""),
        summary=thing.summary if item.section is Section.LIBRARY else "",
        language=thing.language,
    )


def _what(item: Item, names: _Names) -> str:
    """Returns what changed in a thing since the reader looked."""
    kind = entry_kinds[item.thing.kind].one()
    by = names.last_author(item)
    if item.thing.is_in_library:
        return _("new: %(kind)s") % {"kind": kind} if item.is_new else _("changed: %(kind)s") % {"kind": kind}
    replies = ngettext("%(n)s new reply", "%(n)s new replies", item.replies) % {"n": item.replies}
    parts = [_("new: %(kind)s") % {"kind": kind}] if item.is_new else []
    if item.replies:
        parts.append(_("%(replies)s, the last by %(name)s") % {"replies": replies, "name": by})
    elif item.is_new:
        parts.append(by)
    if item.thing.is_solved:
        parts.append(_("solved"))
    elif item.thing.kind == "question" and not item.thing.replies:
        parts.append(_("waits for an answer"))
    return " · ".join(parts)


def _subject(titles: Sequence[str], waiting: Sequence[Asking], count: int) -> str:
    """Returns a subject that says what is in the letter: the first thing, and how many others."""
    first = titles[0] if titles else waiting[0].sentence
    short = first if len(first) <= LONGEST_SUBJECT else first[:LONGEST_SUBJECT].rsplit(" ", 1)[0].rstrip(" ,;:–") + "…"
    if count == 1:
        return short
    others = ngettext("%(first)s and %(n)s other", "%(first)s and %(n)s others", count - 1)
    return others % {"first": short, "n": count - 1}


def _preheader(titles: Sequence[str]) -> str:
    return " · ".join(titles[:3])


def _letter(digest: Digest, picked: Picked) -> Composed:
    context = {"digest": digest, "person": digest.person}
    drawn = drawn_letter("digest", context, language=digest.person.language)
    return Composed(digest.subject, drawn.text, drawn.html, facts=picked)


def sent(row: Dispatch, letter: Composed) -> None:
    """Remembers what a digest that went out has told, so that no other tells it again. One query."""
    if isinstance(letter.facts, Picked):
        report(row.person_id, letter.facts)
