"""Leaving out of hits what people wrote whom the viewer ignores; what they started, the rules leave out already."""

from typing import Any

from django.db import connection

from community.base.prepared import listed
from community.spaces.rules import Viewer, standing_of


def wanted_hits(viewer: Viewer, hits: str, params: list[Any]) -> tuple[str, list[Any]]:
    """Returns SQL of hits, and its parameters, without passages by people whom a viewer ignores.

    The same as `Standing.ignores` for each passage: who facilitates a space finds everything there. Unchanged for who
    ignores nobody, so that searching costs nobody else anything.
    """
    standing = standing_of(viewer)
    if not standing.unheard:
        return hits, params
    people, ignored = listed(standing.unheard, connection.vendor)
    spaces, led = listed(standing.led or [0], connection.vendor)
    wanted = f"w.author_id IS NULL OR w.author_id NOT IN {people}"
    wanted += f" OR w.entry_id IN (SELECT id FROM catalogue_entry WHERE space_id IN {spaces})"
    sql = (
        f"SELECT h.passage_id, h.entry_id, h.number, h.rank FROM ({hits}) h "
        f"JOIN catalogue_passage w ON w.id = h.passage_id WHERE {wanted}"
    )
    return sql, [*params, *ignored, *led]
