"""What a digest says, in the language of its reader: its subject, its lines, and what changed since they looked."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from community.base.languages import localised
from community.base.moments import day_and_month
from community.catalogue.models import Passage
from community.catalogue.queries.wording import Wording
from community.catalogue.sources import entry_kinds
from community.following.digests.composing import MOST, Item, Picked, Section
from community.following.digests.fresh import Thing
from community.following.digests.scheduling import SETTLED
from community.following.models import Target
from community.notifications.grouping import Line as Asking
from community.people.models import Person
from community.spaces.models import Space
from community.tags.models import Tag

LONGEST_SUBJECT = 70
MOST_ASKED = 10


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a digest: a title with its address, what changed, where it stands, and why it is told (`via`).

    `accent`: the network's colour. `lang`: the language of its words, where it is not the reader's.
    """

    title: str
    url: str
    what: str = ""
    where: str = ""
    accent: str = ""
    via: str = ""
    summary: str = ""
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Digest:
    """A digest as templates say it. `waiting` are sentences and addresses of what asks the reader for something.

    `sections` hold heading and lines. `more`: how many lines did not fit; they stand at `whole_url`.
    """

    stream: str
    subject: str
    preheader: str
    heading: str
    waiting: Sequence[tuple[str, str]]
    sections: Sequence[tuple[str, Sequence[Line]]]
    more: int
    whole_url: str

    @property
    def count(self) -> int:
        """Returns how many lines it has."""
        return len(self.waiting) + sum(len(lines) for _heading, lines in self.sections)


class Names:
    """What lines name: places, who wrote last, topics, and where reading goes on. Four queries for all readers."""

    def __init__(self, picked: Iterable[Picked]) -> None:
        items = [(one.reader.id, item) for one in picked for item in one.all_items]
        authors = {item.pieces[-1].author_id or 0 for _reader, item in items}
        tags = {reason.target_id for _reader, item in items for reason in item.reasons if reason.target == Target.TAG}
        self.spaces = {pk: (name, accent) for pk, name, accent in Space.objects.values_list("pk", "name", "accent")}
        self.people = dict(Person.objects.filter(pk__in=authors).values_list("pk", "name"))
        self.tags = dict(Tag.objects.filter(pk__in=tags).values_list("pk", "name")) if tags else {}
        self._gaps = _gaps(items)
        self._whats: dict[tuple[object, ...], str] = {}
        self._wordings: dict[tuple[str, int], Wording] = {}

    def last_author(self, item: Item) -> str:
        """Returns who wrote last."""
        return self.people.get(item.pieces[-1].author_id or 0, "") or pgettext("person", "former member")

    def wording(self, thing: Thing, language: str) -> Wording:
        """Returns how a thing is called in the current language. Readers share lines, so each is worded once."""
        said = self._wordings.get((language, thing.id))
        if said is None:
            said = self._wordings[language, thing.id] = thing.wording()
        return said

    def what(self, item: Item, language: str) -> str:
        """Returns what changed in a thing, in the current language; said once, too."""
        key = (language, item.thing.id, item.is_new, item.replies, item.pieces[-1].number)
        said = self._whats.get(key)
        if said is None:
            said = self._whats[key] = _what(item, self.last_author(item))
        return said

    def anchor(self, reader_id: int, item: Item) -> str:
        """Returns what leads to the first passage that the reader has not read, put after the entry's address."""
        if item.is_new or item.thing.is_in_library:
            return ""
        return self._gaps.get((reader_id, item.thing.id), item.pieces[0].anchor)


def _gaps(items: Sequence[tuple[int, Item]]) -> dict[tuple[int, int], str]:
    """Returns, by reader and entry, the place of the first unread passage where it is not the first one that is told:
    a letter before told of it, and it was not opened. One query, none where all is told.
    """
    gaps = {
        (reader, item.thing.id): item.read_upto
        for reader, item in items
        if item.read_upto is not None and item.read_upto + 1 < item.pieces[0].number
    }
    if not gaps:
        return {}
    rows = Passage.objects.filter(entry__in={entry for _reader, entry in gaps}, number__gt=min(gaps.values()))
    places: dict[int, list[tuple[int, int | None, str]]] = {}
    for entry_id, number, author, anchor in rows.order_by("number").values_list("entry", "number", "author", "anchor"):
        places.setdefault(entry_id, []).append((number, author, anchor))
    return {
        (reader, entry): next(
            (anchor for number, author, anchor in places.get(entry, ()) if number > upto and author != reader), ""
        )
        for (reader, entry), upto in gaps.items()
    }


def digest_of(
    picked: Picked, waiting: Sequence[Asking], names: Names, *, stream: str, whole_url: str
) -> Digest:  # fmt: skip
    """Returns a digest in the current language."""
    headings = {Section.OWN: _("Your threads"), Section.FOLLOWED: _("What you follow"),
                Section.LIBRARY: _("New in the library")}  # fmt: skip
    sections = [
        (headings[section], [_line(picked, item, names) for item in items])
        for section, items in picked.items.items()
        if items
    ]
    asked = [(line.sentence, settings.SITE_URL + localised(line.url)) for line in waiting[:MOST_ASKED]]
    lines = [line for _heading, some in sections for line in some]
    more = picked.more + len(waiting) - len(asked)
    told = [*(sentence for sentence, _url in asked), *(line.title for line in lines)]
    return Digest(
        stream=stream,
        subject=_subject(told[0], len(told) + more - 1),
        preheader=" · ".join(told[1:4]) or (lines[0].what if lines else ""),
        heading=_("New since %(day)s") % {"day": day_and_month(timezone.localdate(picked.reader.since + SETTLED))}
        if lines
        else _("Somebody waits for you"),
        waiting=asked,
        sections=sections,
        more=more,
        whole_url=settings.SITE_URL + localised(whole_url),
    )


def room_beside(waiting: Sequence[Asking]) -> int:
    """Returns how many lines a letter has room for beside what waits for its reader."""
    return MOST - min(len(waiting), MOST_ASKED)


def _line(picked: Picked, item: Item, names: Names) -> Line:
    language = picked.reader.language
    said = names.wording(item.thing, language)
    where, accent = names.spaces.get(item.thing.space_id or 0, ("", ""))
    searches = {search.pk: search.name for search in picked.reader.searches}
    return Line(
        title=said.title,
        url=settings.SITE_URL + said.url + names.anchor(picked.reader.id, item),
        what=names.what(item, language),
        where=where,
        accent=accent,
        via=" · ".join(_via(item, names, searches)),
        summary=said.summary if item.section is Section.LIBRARY else "",
        lang=said.lang,
    )


def _via(item: Item, names: Names, searches: Mapping[int, str]) -> Iterator[str]:
    """Yields the topics and saved searches that led to something."""
    for reason in item.reasons:
        if reason.target == Target.TAG and reason.target_id in names.tags:
            yield names.tags[reason.target_id]
        elif reason.target == Target.SEARCH and reason.target_id in searches:
            yield _("search “%(name)s”") % {"name": searches[reason.target_id]}


def _what(item: Item, by: str) -> str:
    """Returns what changed in a thing since the reader looked; `by` is who wrote last."""
    kind = entry_kinds[item.thing.kind].one()
    if item.thing.is_in_library:
        return _("new: %(kind)s") % {"kind": kind} if item.is_new else _("changed: %(kind)s") % {"kind": kind}
    parts = list[str]()
    if item.is_new:
        parts.append(_("new: %(kind)s") % {"kind": kind})
    if item.replies:
        if item.is_new:
            replies = ngettext("%(n)s reply", "%(n)s replies", item.replies) % {"n": item.replies}
        else:
            replies = ngettext("%(n)s new reply", "%(n)s new replies", item.replies) % {"n": item.replies}
        last = _("last by %(name)s") if item.replies > 1 else _("by %(name)s")
        parts.append(f"{replies} ({last % {'name': by}})")
    else:
        parts.append(by)
    if item.thing.is_solved:
        parts.append(pgettext("question", "solved"))
    elif item.thing.kind == "question" and not item.thing.replies:
        parts.append(_("waits for an answer"))
    return " · ".join(parts)


def _subject(first: str, others: int) -> str:
    """Returns a subject that says what is in the letter: the first thing, and how many others."""
    short = first if len(first) <= LONGEST_SUBJECT else first[:LONGEST_SUBJECT].rsplit(" ", 1)[0].rstrip(" ,;:–") + "…"
    return _("%(first)s and %(n)s more") % {"first": short, "n": others} if others else short
