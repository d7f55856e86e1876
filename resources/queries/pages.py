"""One page of the library with everything that stands around its text."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from django.db.models import CharField, Max, OuterRef, QuerySet, Subquery, Value
from django.utils.timezone import localdate
from django.utils.translation import get_language
from wagtail.models import Page

from community.base.languages import localised
from community.base.moments import Moment, moment
from community.base.prepared import Prepared
from community.catalogue.models import Entry, EntryTrait, Passage, Seen
from community.catalogue.queries.around import Around, Row, around_of, as_rows, rows_around, words_in
from community.catalogue.queries.bookmarks import is_kept_by
from community.catalogue.queries.wording import wording_of
from community.catalogue.rules import entries_visible_to
from community.catalogue.sources import entry_kinds
from community.following.models import Follow, Target
from community.spaces.models import City, Space
from community.spaces.rules import Viewer, may_see, standing_of
from community.spaces.standing import rows_for
from forum.queries.discussion import Discussion, discussion_about
from resources.models import KINDS, ResourcePage
from resources.queries.links import open_parts
from resources.queries.translations import Addresses, Editions, editions_among, editions_of
from resources.rendering import NAMES, Part, Shown, subjects_of, text_of
from resources.rules import is_editor, reads_drafts
from resources.rules.published import PLACE_COLUMNS, drawn_of, find_whole, published_at
from resources.rules.reading import editor_subquery, remember_editor


@dataclass(frozen=True, slots=True)
class Linked:
    """Another page of the library that this one names. `lang`: the language of its title, if not the reader's."""

    kind_label: str
    icon: str
    title: str
    url: str
    lang: str


@dataclass(frozen=True)
class PageView:
    """What the page of a resource shows besides its own fields. `url`s are in the reader's language.

    `named` are the pages that this one names, by page id, as far as the viewer may read them; `used_in` the pages that
    name this one. `addresses` say in which languages it is there; `is_foreign`: it is not in the reader's.
    `is_behind`: the text it was translated from is newer. With the same `looks` the text looks the same, whoever
    reads: they are the pages that its parts show, in order, and its links. `drawn` is what the template keeps of its
    HTML, with a page that is kept (`rules.published`).
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
    looks: tuple[object, ...]
    drawn: dict[str, str]
    headings: list[Part]
    named: dict[int, Linked]
    practices: list[Linked]
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


def find_shown(viewer: Viewer, path: str) -> tuple[Any, PageView]:
    """Returns the page at a path of the library, as `rules.find_whole`, and what it shows around its text.

    Raises Http404 as that does. Four queries, besides the one that knowing the viewer may take; more only where this
    process has not read the page and the text of this revision yet.
    """
    found = find_whole(viewer, path, _PLACES)
    entry = found.place if found.place.entry_id else None
    return found.page, _view(viewer, found.page, entry, editions_among(found.page, found.rows))


def page_view(viewer: Viewer, page: Any) -> PageView:
    """Returns what a page of the library shows around its text, in four queries, whether it is published or not.

    More only where this process has not read the text of this revision yet, or where it names pages by address.
    """
    return _view(viewer, page, _entry_of(viewer, page), editions_of(page))


def _view(viewer: Viewer, page: Any, entry: Any, editions: Editions) -> PageView:
    if entry is not None:
        remember_editor(viewer, is_in_group=entry.edits)
    text = text_of(page)
    talk = discussion_about(viewer, entry.entry_id) if entry else None
    linked, beside = _beside(viewer, entry, text.named)
    named = {pk: linked.named[subject] for pk, subject in text.named.items() if subject in linked.named}
    space = page.space
    parts = open_parts(viewer, text, {pk: one.url for pk, one in named.items()})
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
        parts=parts,
        looks=_looks_of(parts, named, has_links=bool(text.targets)),
        drawn=drawn_of(page).setdefault(_reading(), {}),
        headings=[part for part in parts if part.sort == "heading" and part.level == 2],
        named=named,
        practices=[named[pk] for pk in text.practices if pk in named],
        used_in=linked.used_in,
        around=_without(beside, {talk.url} if talk else set(), linked.used_in, named.values()),
        discussion=talk,
        entry_id=entry.entry_id if entry else None,
        passages=entry.passages or 0 if entry else 0,
        is_read=entry is None or (entry.seen or 0) >= (entry.passages or 0),
        level=entry.level or "" if entry else "",
        is_kept=entry.is_kept if entry else False,
        published=moment(page.first_published_at) if page.first_published_at else None,
        changed=_changed(page),
        is_foreign=page.language != _reading(),
        is_behind=editions.is_behind,
        addresses=editions.addresses,
        may_edit=reads_drafts(viewer, page) or is_editor(viewer),
    )


def _without(beside: Around, urls: set[str], *named: Iterable[Linked]) -> Around:
    """Returns what stands beside a page without its own discussion, and without what is named beside it already."""
    told = urls | {one.url for ones in named for one in ones}
    return replace(beside, related=[row for row in beside.related if row.url not in told])


def _looks_of(parts: list[Part], named: Mapping[int, Linked], *, has_links: bool) -> tuple[object, ...]:
    """Returns what of a text differs between readers: the pages that it shows, and the links that were opened."""
    in_blocks = tuple(named.get(part.page_id) for part in parts if part.page_id)
    opened = tuple((part.html, *(step.html for step in part.steps)) for part in parts) if has_links else ()
    return in_blocks, opened


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
    return Linked(kind.one(), kind.icon, shown.title, shown.url, shown.lang)


def _with_entry(viewer: Viewer, rows: QuerySet[Page]) -> "QuerySet[Page, Any]":
    """Adds the pages' entry to their rows, with the viewer's follow level, bookmark and how many passages it has."""
    first = Page.objects.filter(translation_key=OuterRef(OuterRef("translation_key"))).order_by("pk").values("pk")[:1]
    entry = Entry.objects.filter(kind__in=KINDS, subject_id=Subquery(first), is_listed=True)
    rows = rows.annotate(**{name: Subquery(entry.values(column)[:1]) for name, column in _OF_ENTRY.items()})
    person_id = standing_of(viewer).person_id
    if person_id is None:
        unknown = {"level": Value("", output_field=CharField()), "passages": Value(0), "seen": Value(0)}
        return rows.annotate(**unknown, is_kept=Value(False), edits=Value(False)).values_list(*_ROW, named=True)
    level = Follow.objects.filter(person_id=person_id, target=Target.ENTRY, target_id=OuterRef("entry_id"))
    passages = Passage.objects.filter(entry=OuterRef("entry_id")).order_by().values("entry")
    as_it_is = Seen.objects.filter(entry=OuterRef("entry_id"), at__gte=OuterRef("last_published_at"))
    seen = as_it_is.filter(person_id=person_id).values("upto")[:1]
    return rows.annotate(
        level=Subquery(level.values("level")[:1]), is_kept=is_kept_by(viewer, "entry_id"), seen=Subquery(seen),
        passages=Subquery(passages.annotate(n=Max("number")).values("n")), edits=editor_subquery(viewer),
    ).values_list(*_ROW, named=True)  # fmt: skip


_OF_ENTRY = {"entry_id": "pk", "url": "url", "subject_id": "subject_id"}
_ROW = (*PLACE_COLUMNS, *_OF_ENTRY, "level", "is_kept", "passages", "seen", "edits")


def _places(viewer: Viewer, *, path: Any, slug: Any) -> "QuerySet[Page, Any]":
    return _with_entry(viewer, published_at(path, slug))


def _same(viewer: Viewer, *, key: Any) -> "QuerySet[Page, Any]":
    return _with_entry(viewer, Page.objects.filter(translation_key=key).order_by("pk"))


_PLACES, _SAME = Prepared(_places), Prepared(_same)


def _entry_of(viewer: Viewer, page: ResourcePage) -> Any:
    """Returns the row of a page or of one of its translations with its entry, None where it has none. One query."""
    rows = rows_for(viewer, _SAME, key=page.translation_key)
    return next((row for row in rows if row.entry_id), None)


@dataclass(frozen=True, slots=True)
class _Links:
    """Pages that one names, by subject, and pages that name it, by title."""

    named: dict[int, Linked]
    used_in: list[Linked]


def _rows_beside(viewer: Viewer, *, entry: Any, subject: Any, named: Any) -> "QuerySet[Any, Any]":
    library = library_entries(viewer)
    naming = EntryTrait.objects.filter(facet=NAMES, value=subject).values("entry")
    return rows_around(
        viewer, entry,
        as_rows(library.filter(subject_id__in=named), "named"), as_rows(library.filter(pk__in=naming), "names it"),
    )  # fmt: skip


_BESIDE = Prepared(_rows_beside)


def _beside(viewer: Viewer, entry: Any, named: Mapping[int, int]) -> tuple[_Links, Around]:
    """Returns the pages that a page names and those that name it, its tags and its relatives, as far as a viewer may

    read them. One query.
    """
    entry_id, subject = (entry.entry_id, entry.subject_id) if entry else (0, 0)
    wanted = {"entry": entry_id, "subject": str(subject), "named": list(named.values())}
    rows = rows_for(viewer, _BESIDE, **wanted)
    language = _reading()
    there = {row[-1]: _as_linked(language, row) for row in rows if row[0] == "named"}
    used_in = [_as_linked(language, row) for row in rows if row[0] == "names it"]
    return _Links(there, sorted(used_in, key=lambda row: row.title)), around_of(rows)


@lru_cache(1_000)
def _as_linked(_language: str, row: Row) -> Linked:
    kind, shown = entry_kinds[row[5]], words_in(row)
    return Linked(kind.one(), kind.icon, shown.title, shown.url, shown.lang)


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
