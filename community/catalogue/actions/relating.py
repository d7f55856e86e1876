"""Which entries are about the same, worked out by a task after commit: by the tags and the title's words they share.

Pages read the outcome with one condition of visibility, so nothing is compared while somebody waits. Whatever is cut
off is cut for each circle of readers apart: closed entries never push out what others may see.
"""

from collections import Counter
from collections.abc import Iterable

from django.db import connection, transaction
from django.db.models import Case, F, When, Window
from django.db.models.functions import RowNumber
from django_tasks import task

from community.base.language import is_stop_word, normal, tokens_of, words
from community.catalogue import engine
from community.catalogue.models import Entry, EntryTag, Related
from community.catalogue.typed import read_query
from community.spaces.models import Audience

KEPT = 12
_CANDIDATES = 60
_FEW_WORDS = 3
_TAG_WEIGHT = 0.5
_ENOUGH = 0.3
# A circle: everybody, all members, or the members of one space.
_PARTITION = f"e.audience, CASE WHEN e.audience = '{Audience.MEMBERS}' THEN e.space_id END"
Circle = tuple[str, int | None]


def relate_later(entry_id: int) -> None:
    """Works out an entry's relatives once the current transaction has committed."""
    transaction.on_commit(lambda: relate.enqueue(entry_id=entry_id))


@task()
def relate(entry_id: int) -> None:
    """Finds the relatives of one entry, and makes it a relative of theirs."""
    relate_now(entry_id)


@transaction.atomic
def relate_now(entry_id: int) -> None:
    """Stores an entry's nearest relatives, a dozen of each circle, in place of earlier ones.

    None are stored for what does not move or is gone.
    """
    engine.one_by_one("relatives")
    entry = Entry.objects.filter(pk=entry_id, is_listed=True, moves=True).first()
    Related.objects.filter(entry_id=entry_id).delete()
    Related.objects.filter(other_id=entry_id).delete()
    if entry is None:
        return
    near = _nearest(entry)
    rows = [Related(entry_id=entry_id, other_id=other, score=score) for other, score in near]
    rows += [Related(entry_id=other, other_id=entry_id, score=score) for other, score in near]
    Related.objects.bulk_create(rows, ignore_conflicts=True)
    for other, _score in near:
        _keep_nearest(other)


def _keep_nearest(entry_id: int) -> None:
    """Forgets the relatives beyond the dozen nearest of each circle, so that reading them stays small."""
    rows = Related.objects.filter(entry_id=entry_id).order_by("-score", "-other_id")
    where = rows.values_list("pk", "other__audience", "other__space_id")
    circles = {pk: _circle(audience, space_id) for pk, audience, space_id in where}
    Related.objects.filter(pk__in=set(circles) - set(_first_of_each(circles))).delete()


def _circle(audience: str, space_id: int | None) -> Circle:
    return audience, space_id if audience == Audience.MEMBERS else None


def _first_of_each(circles: dict[int, Circle]) -> list[int]:
    """Returns the first dozen of each circle among ids, in their order."""
    taken = Counter[Circle]()
    first = []
    for row_id, circle in circles.items():
        taken[circle] += 1
        if taken[circle] <= KEPT:
            first.append(row_id)
    return first


def _nearest(entry: Entry) -> list[tuple[int, float]]:
    own_tags = _tags([entry.pk]).get(entry.pk, set())
    candidates = Entry.objects.filter(pk__in=_like_titled(entry) | _like_tagged(own_tags), is_listed=True, moves=True)
    rows = candidates.exclude(pk=entry.pk).values_list("pk", "title", "audience", "space_id")
    others = {pk: (title, _circle(audience, space_id)) for pk, title, audience, space_id in rows}
    tags = _tags(others)
    own_words = _words(entry.title)
    scores = {
        other: _share(own_words, _words(title)) + _TAG_WEIGHT * len(own_tags & tags.get(other, set()))
        for other, (title, _where) in others.items()
    }
    near = sorted((pk for pk, score in scores.items() if score >= _ENOUGH), key=lambda pk: (-scores[pk], -pk))
    return [(pk, scores[pk]) for pk in _first_of_each({pk: others[pk][1] for pk in near})]


def _like_titled(entry: Entry) -> set[int]:
    clauses = read_query(entry.title).clauses()
    if not clauses:
        return set()
    hits, params = engine.hits(clauses, any_of=True, titles_only=True)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id FROM (SELECT e.id, row_number() OVER (PARTITION BY {_PARTITION} ORDER BY h.rank, e.id DESC) "
            f"AS place FROM ({hits}) h JOIN catalogue_entry e ON e.id = h.entry_id) x WHERE place <= {_CANDIDATES}",
            params,
        )
        return {row[0] for row in cursor.fetchall()}


def _like_tagged(tag_ids: set[int]) -> set[int]:
    counts_as = EntryTag.objects.filter(tag__in=tag_ids) | EntryTag.objects.filter(tag__merged_into__in=tag_ids)
    closed_in = Case(When(audience=Audience.MEMBERS, then=F("space_id")))
    latest = Window(RowNumber(), partition_by=[F("audience"), closed_in], order_by=["-last_activity_at", "-pk"])
    tagged = Entry.objects.filter(pk__in=counts_as.values("content_object_id")).annotate(place=latest)
    return set(tagged.filter(place__lte=_CANDIDATES).values_list("pk", flat=True)) if tag_ids else set()


def _tags(entry_ids: Iterable[int]) -> dict[int, set[int]]:
    """Returns the tags of entries by entry id, merged ones as what they count as."""
    tags: dict[int, set[int]] = {}
    rows = EntryTag.objects.filter(content_object__in=list(entry_ids))
    for entry_id, tag_id, merged_into in rows.values_list("content_object_id", "tag_id", "tag__merged_into_id"):
        tags.setdefault(entry_id, set()).add(merged_into or tag_id)
    return tags


def _words(title: str) -> list[frozenset[str]]:
    return [tokens_of(match[0]) for match in words(normal(title)) if not is_stop_word(match[0])]


def _share(own: list[frozenset[str]], other: list[frozenset[str]]) -> float:
    """Returns how much of the shorter title's words the other one has, 0 to 1; few words prove little.

    It is the same from either side, so that it does not matter which of two was listed last.
    """
    shared = min(sum(1 for term in a if any(term & word for word in b)) for a, b in ((own, other), (other, own)))
    return shared / max(_FEW_WORDS, min(len(own), len(other)))
