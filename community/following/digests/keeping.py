"""What is new, kept for half a minute: batch follows on batch, and for each it is nearly the same.

Nothing that was taken back meanwhile is told: what was picked is compared with how it stands now.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from time import monotonic

from django.db.models import Count

from community.catalogue.models import Entry, Passage
from community.following.digests.fresh import Fresh, fresh_between

KEPT_FOR = 30.0  # seconds
_LONGER = timedelta(days=1)  # how much more time than asked for one that is kept may cover
_COLUMNS = ("pk", "title", "url", "audience", "space_id", "is_listed", "moves")
_kept: list[tuple[float, Fresh]] = []


def fresh_for(since: datetime, until: datetime) -> Fresh:
    """Returns what is new since a moment: that which is kept, or read anew (three queries) and kept from now on."""
    for read_at, fresh in _kept:
        is_young = monotonic() - read_at < KEPT_FOR and fresh.until <= until
        if is_young and since - _LONGER <= fresh.since <= since:
            return fresh
    return read_anew(since, until)


def read_anew(since: datetime, until: datetime) -> Fresh:
    """Returns what is new since a moment as it stands now, and keeps it. Three queries."""
    fresh = fresh_between(since, until)
    _kept[:] = [(monotonic(), fresh)]
    return fresh


def forget() -> None:
    """Keeps nothing any more."""
    _kept.clear()


def still_holds(fresh: Fresh, entry_ids: Collection[int]) -> bool:
    """Returns whether these entries stand as they were read: no text gone. Two queries."""
    if not entry_ids:
        return True
    rows = {row[0]: row for row in Entry.objects.filter(pk__in=entry_ids).values_list(*_COLUMNS)}
    texts = Passage.objects.filter(entry__in=entry_ids, at__gt=fresh.since, at__lte=fresh.until)
    counts = dict(texts.order_by().values_list("entry").annotate(n=Count("pk")))
    for pk in entry_ids:
        thing = fresh.things[pk]
        was = (pk, thing.title, thing.url, thing.audience, thing.space_id, True, True)
        if rows.get(pk) != was or counts.get(pk) != len(fresh.pieces[pk]):
            return False
    return True
