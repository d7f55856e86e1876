"""One page of the library with everything that stands around its text."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import get_language
from wagtail.models import Page

from community.base.languages import localised
from community.base.moments import Moment, moment
from community.catalogue.models import Entry, EntryTrait, Passage, Seen
from community.catalogue.queries.around import Around, around
from community.catalogue.queries.bookmarks import is_kept_by
from community.catalogue.rules import entries_visible_to
from community.catalogue.sources import entry_kinds
from community.following.models import Follow, Target
from community.spaces.models import City, Space
from community.spaces.rules import Viewer, standing_of
from forum.queries.discussion import Discussion, discussion_about
from resources.models import ResourcePage
from resources.rendering import NAMES, Part, Shown, text_of
from resources.rules import is_editor, reads_drafts
from resources.rules.reading import editor_subquery, remember_editor


@dataclass(frozen=True, slots=True)
class Linked:
    """Another page of the library that this one names."""

    kind_label: str
    icon: str
    title: str
    summary: str
    url: str


@dataclass(frozen=True)
class PageView:
    """What the page of a resource shows besides its own fields. `url`s are in the reader's language.

    `named` are the pages that this one names, by page id, as far as the viewer may read them; `used_in` the pages that
    name this one. `translations` are the other languages in which it is there; `is_foreign`: it is not in the reader's.
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
    may_edit: bool


def page_view(viewer: Viewer, page: Any) -> PageView:
    """Returns what a page of the library shows around its text, in four queries.

    More only where this process has not read the text of this revision yet.
    """
    entry = _entry_of(viewer, page)
    text = text_of(page)
    linked = _links(viewer, text.named, entry.subject_id if entry else 0)
    space = page.space
    return PageView(
        kind_label=entry_kinds[page.kind].one(),
        url=localised(entry.url) if entry else page.url or "",
        space=space,
        space_url=localised(space.url) if space else "",
        networks=[one for one in text.networks if one != space],
        cities=text.cities,
        author=page.owner.name if page.owner else "",
        author_url=localised(page.owner.url) if page.owner and _may_open(viewer, page.owner) else "",
        cover=text.cover,
        parts=text.parts,
        headings=[part for part in text.parts if part.sort == "heading" and part.level == 2],
        named={pk: linked.named[subject] for pk, subject in text.named.items() if subject in linked.named},
        used_in=linked.used_in,
        around=around(viewer, entry.pk if entry else None),
        discussion=discussion_about(viewer, entry.pk) if entry else None,
        entry_id=entry.pk if entry else None,
        passages=entry.passages_upto or 0 if entry else 0,
        is_read=entry is None or (entry.seen or 0) >= (entry.passages_upto or 0),
        level=entry.level or "" if entry else "",
        is_kept=entry.is_kept if entry else False,
        published=moment(page.first_published_at) if page.first_published_at else None,
        changed=_changed(page),
        is_foreign=page.language != _reading(),
        is_behind=_is_behind(page, entry),
        may_edit=reads_drafts(viewer, page) or is_editor(viewer),
    )


def library_entries(viewer: Viewer) -> QuerySet[Entry]:
    """Returns the entries of the library that a viewer may read."""
    return entries_visible_to(viewer).filter(kind__in=KINDS)


def linked(entry: Entry) -> Linked:
    """Returns an entry as other pages show it."""
    kind = entry_kinds[entry.kind]
    return Linked(kind.one(), kind.icon, entry.title, entry.summary, localised(entry.url))


KINDS = ("article", "action_plan", "improvement_plan", "recommendation", "page")


def _entry_of(viewer: Viewer, page: ResourcePage) -> Any:
    """Returns the page's entry with the viewer's follow level, bookmark and how many passages it has. One query."""
    person_id = standing_of(viewer).person_id or 0
    level = Follow.objects.filter(person_id=person_id, target=Target.ENTRY, target_id=OuterRef("pk")).values("level")
    first = Page.objects.filter(translation_key=page.translation_key).order_by("pk").values("pk")[:1]
    passages = Passage.objects.filter(entry=OuterRef("pk")).order_by().values("entry").annotate(n=Max("number"))
    rows = Entry.objects.filter(kind=page.kind, subject_id=Subquery(first), is_listed=True)
    seen = Seen.objects.filter(person_id=person_id, entry=OuterRef("pk")).values("upto")[:1]
    source = Page.objects.filter(pk=OuterRef("subject_id")).values("last_published_at")
    entry = rows.annotate(
        level=Subquery(level[:1]), is_kept=is_kept_by(viewer, "pk"), passages_upto=Subquery(passages.values("n")),
        seen=Subquery(seen), source_at=Subquery(source), edits=editor_subquery(viewer),
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


def _may_open(viewer: Viewer, person: Any) -> bool:
    return bool(person.is_active and (person.is_profile_public or standing_of(viewer).person_id))


def _changed(page: ResourcePage) -> Moment | None:
    """Returns when a page was changed after the day of its first publication."""
    first, last = page.first_published_at, page.last_published_at
    return moment(last) if first and last and last.date() > first.date() else None


def _is_behind(page: ResourcePage, entry: Any) -> bool:
    """Returns whether the page that this one was translated from was published later."""
    if entry is None or entry.subject_id == page.pk or not entry.source_at or not page.last_published_at:
        return False
    return bool(entry.source_at > page.last_published_at)


def _reading() -> str:
    return get_language() or "pl"
