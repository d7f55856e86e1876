"""One page of the library with everything that stands around its text."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Max, Min, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import get_language
from wagtail.models import Page, ReferenceIndex

from community.base.languages import localised
from community.base.moments import Moment, moment
from community.catalogue.models import Entry, Passage
from community.catalogue.queries.around import Around, around
from community.catalogue.queries.bookmarks import is_kept_by
from community.catalogue.rules import entries_visible_to
from community.catalogue.sources import entry_kinds
from community.following.models import Follow, Target
from community.spaces.models import City, Space
from community.spaces.rules import Viewer, standing_of
from forum.queries.discussion import Discussion, discussion_about
from resources.models import ResourcePage
from resources.queries.translations import Addresses, editions_of
from resources.rendering import Part, Shown, parts_of, shown
from resources.rules import is_editor, reads_drafts


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
    level: str
    is_kept: bool
    published: Moment | None
    changed: Moment | None
    is_foreign: bool
    is_behind: bool
    addresses: Addresses
    may_edit: bool


def page_view(viewer: Viewer, page: Any) -> PageView:
    """Returns what a page of the library shows around its text. Nine queries at most, whatever it holds.

    Besides those of its own tables, and of its text where this process has not read it yet.
    """
    entry = _entry_of(viewer, page)
    parts = parts_of(page)
    named_ids = {part.page_id for part in parts if part.page_id}
    if page.kind == "recommendation":
        named_ids |= set(page.practices.values_list("pk", flat=True))
    named = pages_named(viewer, named_ids)
    space, editions = page.space, editions_of(page)
    return PageView(
        kind_label=entry_kinds[page.kind].one(),
        url=localised(entry.url) if entry else page.url or "",
        space=space,
        space_url=localised(space.url) if space else "",
        networks=[one for one in page.networks.all() if one != space],
        cities=list(page.cities.all()),
        author=page.owner.name if page.owner else "",
        author_url=localised(page.owner.url) if page.owner and _may_open(viewer, page.owner) else "",
        cover=shown(page.cover, page.cover_alt),
        parts=parts,
        headings=[part for part in parts if part.sort == "heading" and part.level == 2],
        named=named,
        used_in=_naming(viewer, page),
        around=around(viewer, entry.pk if entry else None),
        discussion=discussion_about(viewer, entry.pk) if entry else None,
        entry_id=entry.pk if entry else None,
        passages=entry.passages_upto or 0 if entry else 0,
        level=entry.level or "" if entry else "",
        is_kept=entry.is_kept if entry else False,
        published=moment(page.first_published_at) if page.first_published_at else None,
        changed=_changed(page),
        is_foreign=page.language != _reading(),
        is_behind=editions.is_behind,
        addresses=editions.addresses,
        may_edit=reads_drafts(viewer, page) or is_editor(viewer),
    )


def pages_named(viewer: Viewer, page_ids: set[int]) -> dict[int, Linked]:
    """Returns what these pages are called and where they are, by page id, as far as a viewer may read them.

    One query, none without ids.
    """
    if not page_ids:
        return {}
    first = (
        Page.objects.filter(translation_key=OuterRef("translation_key"))
        .order_by()
        .values("translation_key")
        .annotate(first=Min("pk"))
        .values("first")
    )
    subjects = Page.objects.filter(pk__in=page_ids).annotate(subject=Subquery(first)).values_list("pk", "subject")
    by_subject: dict[int, list[int]] = {}
    for pk, subject in subjects:
        by_subject.setdefault(subject, []).append(pk)
    rows = library_entries(viewer).filter(subject_id__in=by_subject)
    return {pk: linked(row) for row in rows for pk in by_subject[row.subject_id]}


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
    return rows.annotate(
        level=Subquery(level[:1]), is_kept=is_kept_by(viewer, "pk"), passages_upto=Subquery(passages.values("n"))
    ).first()


def _naming(viewer: Viewer, page: ResourcePage) -> list[Linked]:
    """Returns the pages of the library that name this one, by title. Two queries at most."""
    kinds = ReferenceIndex._get_base_content_type(Page)
    uses = ReferenceIndex.objects.filter(
        Q(to_content_type=kinds) & Q(to_object_id=str(page.pk)) & Q(base_content_type=kinds)
    )
    ids = {int(pk) for pk in uses.values_list("object_id", flat=True)} - {page.pk}
    return sorted(set(pages_named(viewer, ids).values()), key=lambda row: row.title)


def _may_open(viewer: Viewer, person: Any) -> bool:
    return bool(person.is_active and (person.is_profile_public or standing_of(viewer).person_id))


def _changed(page: ResourcePage) -> Moment | None:
    """Returns when a page was changed after the day of its first publication."""
    first, last = page.first_published_at, page.last_published_at
    return moment(last) if first and last and last.date() > first.date() else None


def _reading() -> str:
    return get_language() or "pl"
