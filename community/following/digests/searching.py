"""What saved searches find among what is new. Whether their owners may see it is asked later, of each reader."""

from collections.abc import Iterable, Mapping
from urllib.parse import parse_qs

from community.catalogue.models import Entry
from community.catalogue.queries.among import found_among
from community.catalogue.queries.facets import narrowing_of
from community.catalogue.typed import read_queries
from community.following.digests.fresh import Fresh
from community.following.models import SavedSearch


def found_by(searches: Iterable[SavedSearch], fresh: Fresh) -> dict[int, frozenset[int]]:
    """Returns the entries with something new (ids) that each search finds, by the search's id.

    Searches that ask the same are asked once. Two queries and one for twenty different ones; one or two more for each
    that names a topic. None without searches.
    """
    asking: dict[str, list[int]] = {}
    for search in searches:
        asking.setdefault(search.query, []).append(search.pk)
    if not asking or not fresh.things:
        return {}
    chosen = [_read(query) for query in asking]
    typed = read_queries(one.get("q", "") for one in chosen)
    asked = [(words, narrowing_of(one)) for words, one in zip(typed, chosen, strict=True)]
    news = Entry.objects.filter(is_listed=True, moves=True, last_activity_at__gt=fresh.since)
    found: dict[int, frozenset[int]] = {}
    for ids, entry_ids in zip(asking.values(), found_among(news, asked), strict=True):
        told = frozenset(entry_ids & fresh.things.keys())
        found |= dict.fromkeys(ids, told)
    return found


def _read(query: str) -> Mapping[str, str]:
    """Returns the fields of an address's query; of one that stands there twice the last, as Django reads it."""
    return {name: values[-1] for name, values in parse_qs(query).items()}
