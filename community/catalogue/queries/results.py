"""The rows of the results page, with their snippets."""

from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from community.base.languages import prefix
from community.base.moments import Moment, moment
from community.catalogue.models import Entry, EntryTag, Passage
from community.catalogue.queries.around import Chip
from community.catalogue.queries.search import Found
from community.catalogue.queries.wording import WORDING, wording_of
from community.catalogue.snippets import Marker, Piece, marked, snippet
from community.catalogue.sources import entry_kinds
from community.spaces.queries.cities import size_words
from community.tags.models import tag_url


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One entry that was found; `url` leads to the passage that was found, `title` and `snippet` come in pieces.

    `lang` and `snippet_lang`: their languages, where these are not the reader's. A passage that was found in another
    language than the one the reader gets has no place on their page.
    """

    kind: str
    kind_label: str
    icon: str
    title: list[Piece]
    url: str
    snippet: list[Piece]
    author: str
    space: str
    space_url: str
    accent: str
    city: str
    tags: list[Chip]
    replies: int
    is_solved: bool
    is_outdated: bool
    moves: bool
    at: Moment
    lang: str
    snippet_lang: str


def result_rows(found: Found, by: Marker) -> list[ResultRow]:
    """Returns the rows of one page, in the order of the hits. Three queries."""
    if not found.hits:
        return []
    entries = {
        entry.pk: entry
        for entry in Entry.objects.filter(pk__in=[hit.entry_id for hit in found.hits])
        .select_related("author", "space", "city")
        .only(
            *WORDING, "replies", "is_solved", "is_outdated", "moves", "published_at", "author__name", "space__name",
            "space__slug", "space__accent", "city__name", "city__voivodeship", "city__size_class",
        )
    }  # fmt: skip
    passages = Passage.objects.in_bulk([hit.passage_id for hit in found.hits])
    tags = tags_of([hit.entry_id for hit in found.hits])
    return [
        _row(entries[hit.entry_id], passages[hit.passage_id], tags.get(hit.entry_id, []), by)
        for hit in found.hits
        if hit.entry_id in entries and hit.passage_id in passages
    ]


def tags_of(entry_ids: list[int]) -> dict[int, list[Chip]]:
    """Returns the tags of some entries by name, merged ones as what they count as, each once. One query."""
    rows = EntryTag.objects.filter(content_object__in=entry_ids).order_by("tag__sort_key", "tag_id")
    columns = ("content_object_id", "tag__name", "tag__slug", "tag__merged_into__name", "tag__merged_into__slug")
    before = prefix()
    tags: dict[int, dict[str, Chip]] = {}
    for entry_id, name, slug, into_name, into_slug in rows.values_list(*columns):
        chip = Chip(into_name or name, before + tag_url(into_slug or slug))
        tags.setdefault(entry_id, {})[chip.url] = chip
    return {entry_id: list(chips.values()) for entry_id, chips in tags.items()}


def _snippet(entry: Entry, passage: Passage, by: Marker) -> list[Piece]:
    """Returns the words in their sentence; of a city where it lies, since its text is only its name in all cases."""
    if entry.kind == "city" and entry.city:
        where = _("%(voivodeship)s voivodeship") % {"voivodeship": entry.city.voivodeship}
        return [(f"{where}, {size_words(entry.city.size_class)}", False)]
    text = passage.text.removesuffix(entry.city.name) if entry.kind == "person" and entry.city else passage.text
    return snippet(text or entry.summary, by)


def _row(entry: Entry, passage: Passage, tags: list[Chip], by: Marker) -> ResultRow:
    before, words, shown = prefix(), entry_kinds[entry.kind], wording_of(entry)
    is_there = passage.number > 1 and passage.language == shown.language
    return ResultRow(
        kind=entry.kind,
        kind_label=words.one(),
        icon=words.icon,
        title=marked(shown.title, by),
        url=shown.url + (passage.anchor if is_there else ""),
        snippet=_snippet(entry, passage, by),
        author=entry.author.name if entry.author else "",
        space=entry.space.name if entry.space and entry.kind != "space" else "",
        space_url=f"{before}{entry.space.url}" if entry.space else "",
        accent=entry.space.accent if entry.space else "",
        city=entry.city.name if entry.city and entry.kind != "city" else "",
        tags=tags,
        replies=entry.replies,
        is_solved=entry.is_solved,
        is_outdated=entry.is_outdated,
        moves=entry.moves,
        at=moment(entry.published_at),
        lang=shown.lang,
        snippet_lang=passage.language if words.in_library and passage.language != get_language() else "",
    )
