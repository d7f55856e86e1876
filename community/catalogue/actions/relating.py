"""Which entries are about the same, worked out by a task after commit: by the tags and the title's words they share.

Pages read the outcome with one condition of visibility, so nothing is compared while somebody waits.
"""

from collections.abc import Iterable

from django.db import connection, transaction
from django_tasks import task

from community.base.language import is_stop_word, normal, tokens_of, words
from community.catalogue import engine
from community.catalogue.models import Entry, EntryTag, Related
from community.catalogue.typed import read_query

KEPT = 12
_CANDIDATES = 60
_FEW_WORDS = 3
_TAG_WEIGHT = 0.5
_ENOUGH = 0.3


def relate_later(entry_id: int) -> None:
    """Works out an entry's relatives once the current transaction has committed."""
    transaction.on_commit(lambda: relate.enqueue(entry_id=entry_id))


@task()
def relate(entry_id: int) -> None:
    """Finds the relatives of one entry, and makes it a relative of theirs."""
    relate_now(entry_id)


@transaction.atomic
def relate_now(entry_id: int) -> None:
    """Stores an entry's dozen nearest relatives in place of earlier ones; none for what does not move or is gone."""
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
    """Forgets the relatives beyond the dozen nearest, so that reading them stays small."""
    ids = Related.objects.filter(entry_id=entry_id).order_by("-score", "-other_id").values_list("pk", flat=True)
    Related.objects.filter(pk__in=list(ids[KEPT:])).delete()


def _nearest(entry: Entry) -> list[tuple[int, float]]:
    own_tags = _tags([entry.pk]).get(entry.pk, set())
    candidates = Entry.objects.filter(pk__in=_like_titled(entry) | _like_tagged(own_tags), is_listed=True, moves=True)
    titles = dict(candidates.exclude(pk=entry.pk).values_list("pk", "title"))
    tags = _tags(titles)
    own_words = _words(entry.title)
    scored = [
        (other, _share(own_words, _words(title)) + _TAG_WEIGHT * len(own_tags & tags.get(other, set())))
        for other, title in titles.items()
    ]
    near = sorted((pair for pair in scored if pair[1] >= _ENOUGH), key=lambda pair: (-pair[1], -pair[0]))
    return near[:KEPT]


def _like_titled(entry: Entry) -> set[int]:
    clauses = read_query(entry.title).clauses()
    if not clauses:
        return set()
    hits, params = engine.hits(clauses, any_of=True, titles_only=True)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT p.entry_id FROM ({hits}) h JOIN catalogue_passage p ON p.id = h.passage_id "
            f"ORDER BY h.rank LIMIT {_CANDIDATES}",
            params,
        )
        return {row[0] for row in cursor.fetchall()}


def _like_tagged(tag_ids: set[int]) -> set[int]:
    counts_as = EntryTag.objects.filter(tag__in=tag_ids) | EntryTag.objects.filter(tag__merged_into__in=tag_ids)
    rows = counts_as.order_by("-content_object__last_activity_at")
    return set(rows.values_list("content_object_id", flat=True)[:_CANDIDATES]) if tag_ids else set()


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
