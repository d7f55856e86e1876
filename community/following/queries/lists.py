"""What somebody follows, by sort: a few of each, or one sort page by page. Only what they may still see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, F, Q, QuerySet, Value, When, Window
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils.translation import pgettext

from community.base.languages import localised
from community.base.moments import Moment, moment
from community.base.paging import Page, read_page
from community.catalogue.queries.wording import WORDING, wording_of
from community.catalogue.rules import entries_visible_to
from community.catalogue.sources import entry_kinds
from community.following.models import FOLLOWED, QUIET, Follow, Level, SavedSearch, Target
from community.following.queries.levels import strongest, tag_wishes
from community.people.models import Person
from community.spaces.rules import spaces_visible_to
from community.tags.models import tag_url
from community.tags.rules import tags_visible_to

A_FEW = 6
MUTED = "muted"
# The parts of the page in their order, by the word that an address says for each.
PARTS = {
    "watki": Target.ENTRY, "miejsca": Target.SPACE, "tematy": Target.TAG, "osoby": Target.PERSON,
    "szukania": Target.SEARCH, "wyciszone": MUTED,
}  # fmt: skip
_PART = Case(When(level__in=QUIET, then=Value(MUTED)), default=F("target"))


@dataclass(frozen=True, slots=True)
class FollowRow:
    """Something a person follows or has muted. `label` says what it is; `lang` the language of its title, where it is
    not the reader's. `by_itself`: it came by writing or by belonging there.
    """

    target: str
    target_id: int
    title: str
    url: str
    level: str
    at: Moment
    lang: str
    icon: str
    label: str
    by_itself: bool


@dataclass(frozen=True, slots=True)
class FollowPart:
    """One sort of what a person follows: its word in addresses, how many there are, and the newest of them."""

    word: str
    count: int
    rows: list[FollowRow]


@dataclass(frozen=True, slots=True)
class Named:
    """What something is called that can be followed, and where it is."""

    title: str
    url: str
    icon: str
    label: str
    lang: str = ""


def follow_counts(person: Person, *, level: str = "") -> dict[str, int]:
    """Returns how many things of each sort (its word) a person follows, at a level or at any, and how many they muted.

    In the order of the page, without empty sorts. Two queries.
    """
    wishes, _meant = _wishes(person, level)
    counts = dict(wishes.values_list("part").annotate(n=Count("pk")).order_by())
    return {word: counts[part] for word, part in PARTS.items() if part in counts}


def follow_parts(person: Person, counts: Mapping[str, int], *, level: str = "") -> list[FollowPart]:
    """Returns what a person follows by sort, of each the newest A_FEW, and what they muted, for the sorts counted.

    With a level only what is followed so. Seven queries at most, however much it is.
    """
    wishes, meant = _wishes(person, level)
    place = Window(RowNumber(), partition_by=[_PART], order_by=[F("created_at").desc(), F("pk").desc()])
    newest = wishes.annotate(place=place).filter(place__lte=A_FEW).order_by("-created_at", "-pk")
    rows: dict[str, list[FollowRow]] = {}
    for part, row in _rows(person, list(newest), meant):
        rows.setdefault(part, []).append(row)
    return [FollowPart(word, count, rows.get(PARTS[word], [])) for word, count in counts.items()]


def follows_of(person: Person, *, word: str = "", level: str = "", token: str = "") -> Page[FollowRow]:
    """Returns a page of what a person follows or muted, the newest first: of one sort, or of all.

    What the person may no longer see is left out. Raises Http404 for a malformed cursor. Seven queries at most.
    """
    wishes, meant = _wishes(person, level)
    if word:
        wishes = wishes.filter(part=PARTS[word])
    page = read_page(wishes, field="created_at", token=token)
    return Page([row for _part, row in _rows(person, page.rows, meant)], page.newer, page.older)


def count_follows(person: Person) -> int:
    """Returns how many things a person chose to follow or to mute, people whom they keep quiet not among them.

    One query. What came by itself does not count.
    """
    quiet_people = Q(target=Target.PERSON, level__in=QUIET)
    return Follow.objects.filter(~quiet_people, person=person, by_itself=False).count()


def name_of(person: Person, target: str, target_id: int) -> Named | None:
    """Returns what a target is called and where it is, None for what the person may not see. One query."""
    return _NAMES[target](person, [target_id]).get(target_id)


def part_label(word: str) -> str:
    """Returns what people call a sort of what they follow."""
    return {
        "watki": pgettext("what one follows", "Threads and pages"),
        "miejsca": pgettext("what one follows", "Networks and groups"),
        "tematy": pgettext("what one follows", "Topics"),
        "osoby": pgettext("what one follows", "People"),
        "szukania": pgettext("what one follows", "Saved searches"),
        "wyciszone": pgettext("what one follows", "Muted"),
    }[word]


def _wishes(person: Person, level: str) -> "tuple[QuerySet[Any], dict[int, int]]":
    """Returns a person's wishes with the `part` they stand in, and the tag that each wish about a tag means, by its id.

    Of several about tags that were merged, the strongest one stands for all.
    """
    by_tag: dict[int, dict[str, int]] = {}
    for tag_id, wish, row_id in tag_wishes(person.pk):
        by_tag.setdefault(tag_id, {})[wish] = row_id
    meant = {rows[strongest(rows)]: tag_id for tag_id, rows in by_tag.items()}
    rows = Follow.objects.filter(~Q(target=Target.TAG) | Q(pk__in=list(meant)), person=person).annotate(part=_PART)
    if level in FOLLOWED:
        rows = rows.filter(level=level)
    return rows, meant


def _rows(person: Person, wishes: Sequence[Any], meant: Mapping[int, int]) -> list[tuple[str, FollowRow]]:
    """Returns wishes as rows with their parts, as far as the person may see what they are about."""
    ids: dict[str, dict[int, int]] = {target: {} for target in Target.values}
    for wish in wishes:
        ids[wish.target][wish.pk] = meant.get(wish.pk, wish.target_id)
    named = {target: _NAMES[target](person, list(ids[target].values())) for target in Target.values}
    found = []
    for wish in wishes:
        target_id = ids[wish.target][wish.pk]
        name = named[wish.target].get(target_id)
        if name:
            row = FollowRow(
                wish.target, target_id, name.title, name.url, wish.level, moment(wish.created_at), name.lang, name.icon,
                name.label, wish.by_itself,
            )  # fmt: skip
            found.append((wish.part, row))
    return found


def _entries(person: Person, ids: list[int]) -> dict[int, Named]:
    found = {}
    for entry in entries_visible_to(person).filter(pk__in=ids).only(*WORDING):
        said, words = wording_of(entry), entry_kinds[entry.kind]
        found[entry.pk] = Named(said.title, said.url, words.icon, words.one(), said.lang)
    return found


def _spaces(person: Person, ids: list[int]) -> dict[int, Named]:
    rows = spaces_visible_to(person).filter(pk__in=ids)
    return {row.pk: Named(row.name, localised(row.url), "users", row.get_kind_display()) for row in rows}


def _tags(person: Person, ids: list[int]) -> dict[int, Named]:
    label = pgettext("entry kind", "topic")
    rows = tags_visible_to(person).filter(pk__in=ids)
    return {row.pk: Named(row.name, localised(tag_url(row.slug)), "tag", label) for row in rows}


def _people(person: Person, ids: list[int]) -> dict[int, Named]:
    """Whom one follows or keeps quiet; closed accounts, too, or nobody could let them go."""
    rows = Person.objects.filter(pk__in=ids).only("name", "slug", "position")
    return {row.pk: Named(row.name, localised(row.url), "user", row.position) for row in rows}


def _searches(person: Person, ids: list[int]) -> dict[int, Named]:
    label, path = pgettext("what one follows", "saved search"), reverse("search")
    rows = SavedSearch.objects.filter(person=person, pk__in=ids)
    return {row.pk: Named(row.name, f"{path}?{row.query}", "search", label) for row in rows}


_NAMES = {
    Target.ENTRY.value: _entries, Target.SPACE.value: _spaces, Target.TAG.value: _tags, Target.PERSON.value: _people,
    Target.SEARCH.value: _searches,
}  # fmt: skip


def level_words() -> dict[str, str]:
    """Returns how closely one can follow, in words for narrowing the list."""
    return {
        Level.WATCH.value: pgettext("follow level", "In the app"),
        Level.INSTANT.value: pgettext("follow level", "At once, by mail too"),
        Level.DAILY.value: pgettext("follow level", "Daily digest"),
        Level.WEEKLY.value: pgettext("follow level", "Weekly digest"),
    }
