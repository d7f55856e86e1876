"""One page of the library with everything that stands around its text."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.utils.timezone import localdate
from django.utils.translation import get_language
from wagtail.models import Page

from community.base.languages import localised
from community.base.moments import Moment, moment
from community.catalogue.models import Entry, EntryTrait, Passage, Seen
from community.catalogue.queries.around import Around, around
from community.catalogue.queries.bookmarks import is_kept_by
from community.catalogue.queries.wording import wording_of
from community.catalogue.rules import entries_visible_to
from community.catalogue.sources import entry_kinds
from community.following.models import Follow, Target
from community.spaces.models import City, Space
from community.spaces.rules import Viewer, may_see, standing_of
from forum.queries.discussion import Discussion, discussion_about
from resources.models import KINDS, ResourcePage
from resources.queries.translations import Addresses, editions_of
from resources.rendering import NAMES, Part, Shown, subjects_of, text_of
from resources.rules import is_editor, reads_drafts
from resources.rules.reading import editor_subquery, remember_editor


@dataclass(frozen=True, slots=True)
class Linked:
    """Another page of the library that this one names. `lang`: the language of its words, if not the reader's."""

    kind_label: str
    icon: str
    title: str
    summary: str
    url: str
    lang: str = ""


@dataclass(frozen=True)
class PageView:
    """What the page of a resource shows besides its own fields. `url`s are in the reader's language.

    `named` are the pages that this one names, by page id, as far as the viewer may read them; `used_in` the pages that
    name this one. `addresses` say in which languages it is there; `is_foreign`: it is not in the reader's.
    `is_behind`: the text it was translated from is newer.
    """

    kind_label: str
    url: str
    space: Space | None
    space_url: str
    networks: list[Space]
    cities: list[City]
    author: str
    author_url: str
    cover: Shown | None
    parts: list[Part]
    headings: list[Part]
    named: dict[int, Linked]
    used_in: list[Linked]
    around: Around
    discussion: Discussion | None
    entry_id: int | None
    passages: int
    is_read: bool
    level: str
    is_kept: bool
    published: Moment | None
    changed: Moment | None
    is_foreign: bool
    is_behind: bool
    addresses: Addresses
    may_edit: bool


def page_view(viewer: Viewer, page: Any) -> PageView:
    """Returns what a page of the library shows around its text, in five queries.

    More only where this process has not read the text of this revision yet.
    """
    entry = _entry_of(viewer, page)
    text = text_of(page)
    linked = _links(viewer, text.named, entry.subject_id if entry else 0)
    talk = discussion_about(viewer, entry.pk) if entry else None
    space, editions = page.space, editions_of(page)
    return PageView(
        kind_label=entry_kinds[page.kind].one(),
        url=localised(entry.url) if entry else page.url or "",
        space=space,
        space_url=localised(space.url) if space else "",
        networks=[one for one in text.networks if one != space and _may_know_of(viewer, one)],
        cities=text.cities,
        author=page.owner.name if page.owner else "",
        author_url=localised(page.owner.url) if page.owner and _may_open(viewer, page.owner) else "",
        cover=text.cover,
        parts=text.parts,
        headings=[part for part in text.parts if part.sort == "heading" and part.level == 2],
        named={pk: linked.named[subject] for pk, subject in text.named.items() if subject in linked.named},
        used_in=linked.used_in,
        around=_around(viewer, entry, talk),
        discussion=talk,
        entry_id=entry.pk if entry else None,
        passages=entry.passages_upto or 0 if entry else 0,
        is_read=entry is None or (entry.seen or 0) >= (entry.passages_upto or 0),
        level=entry.level or "" if entry else "",
        is_kept=entry.is_kept if entry else False,
        published=moment(page.first_published_at) if page.first_published_at else None,
        changed=_changed(page),
        is_foreign=page.language != _reading(),
        is_behind=editions.is_behind,
        addresses=editions.addresses,
        may_edit=reads_drafts(viewer, page) or is_editor(viewer),
    )


def pages_named(viewer: Viewer, page_ids: Collection[int]) -> dict[int, Linked]:
    """Returns what these pages are called and where they are, by page id, as far as a viewer may read them.

    Two queries, none without ids.
    """
    subjects = subjects_of(page_ids)
    rows = library_entries(viewer).filter(subject_id__in=subjects.values()) if subjects else ()
    named = {row.subject_id: linked(row) for row in rows}
    return {pk: named[subject] for pk, subject in subjects.items() if subject in named}


def library_entries(viewer: Viewer) -> QuerySet[Entry]:
    """Returns the entries of the library that a viewer may read."""
    return entries_visible_to(viewer).filter(kind__in=KINDS)


def linked(entry: Entry) -> Linked:
    """Returns an entry as other pages show it."""
    kind, shown = entry_kinds[entry.kind], wording_of(entry)
    return Linked(kind.one(), kind.icon, shown.title, shown.summary, shown.url, shown.lang)


def _entry_of(viewer: Viewer, page: ResourcePage) -> Any:
    """Returns the page's entry with the viewer's follow level, bookmark and how many passages it has. One query."""
    person_id = standing_of(viewer).person_id or 0
    level = Follow.objects.filter(person_id=person_id, target=Target.ENTRY, target_id=OuterRef("pk")).values("level")
    first = Page.objects.filter(translation_key=page.translation_key).order_by("pk").values("pk")[:1]
    passages = Passage.objects.filter(entry=OuterRef("pk")).order_by().values("entry").annotate(n=Max("number"))
    rows = Entry.objects.filter(kind=page.kind, subject_id=Subquery(first), is_listed=True)
    seen = Seen.objects.filter(person_id=person_id, entry=OuterRef("pk")).values("upto")[:1]
    entry = rows.annotate(
        level=Subquery(level[:1]), is_kept=is_kept_by(viewer, "pk"), passages_upto=Subquery(passages.values("n")),
        seen=Subquery(seen), edits=editor_subquery(viewer),
    ).first()  # fmt: skip
    if entry is not None:
        remember_editor(viewer, is_in_group=entry.edits)
    return entry


@dataclass(frozen=True, slots=True)
class _Links:
    """Pages that one names, by subject, and pages that name it, by title."""

    named: dict[int, Linked]
    used_in: list[Linked]


def _links(viewer: Viewer, named: Mapping[int, int], subject_id: int) -> _Links:
    """Returns the pages that a page names and those that name it, as far as a viewer may read them. One query."""
    naming = EntryTrait.objects.filter(facet=NAMES, value=str(subject_id), entry=OuterRef("pk"))
    known: Any = library_entries(viewer).annotate(names_it=Exists(naming))
    rows = list(known.filter(Q(subject_id__in=list(named.values())) | Q(names_it=True)))
    return _Links(
        {row.subject_id: linked(row) for row in rows if row.subject_id in named.values()},
        sorted((linked(row) for row in rows if row.names_it), key=lambda row: row.title),
    )


def _around(viewer: Viewer, entry: Any, talk: Discussion | None) -> Around:
    """Returns the tags and relatives of a page, without its own discussion. One query."""
    beside = around(viewer, entry.pk if entry else None)
    return replace(beside, related=[row for row in beside.related if talk is None or row.url != talk.url])


def _may_know_of(viewer: Viewer, space: Space) -> bool:
    return may_see(viewer, audience=space.audience, space_id=space.pk)


def _may_open(viewer: Viewer, person: Any) -> bool:
    return bool(person.is_active and (person.is_profile_public or standing_of(viewer).person_id))


def _changed(page: ResourcePage) -> Moment | None:
    """Returns when a page was changed after the day of its first publication."""
    first, last = page.first_published_at, page.last_published_at
    return moment(last) if first and last and localdate(last) > localdate(first) else None


def _reading() -> str:
    return get_language() or "pl"
