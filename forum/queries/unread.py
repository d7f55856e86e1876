"""What a person has not read yet: counted exactly, never capped, in one query.

A passage (one for each post that is there) is unread for a person when all of this holds:

- its entry is a thread, listed, moves, may be seen by the person, and is not muted by them;
- the entry stands in a space of theirs, or they follow it, however closely: other places are looked into, not read;
- somebody else wrote it, whom they do not ignore; nor do they ignore who began the entry (facilitators ignore nobody in
  their spaces);
- the person has a `Seen` row for the entry, and its number is higher than `upto`; or has none, and it is younger than
  the moment from which on the entry concerns them: when they joined its space (outside their spaces: when they began to
  follow it) or, if later, up to when they have read the space (`SeenSpace`).

Nothing is ever counted that these rows do not say, so the same question asked in Python over all rows gives the same
numbers: a test does. An entry's `last_activity_at` is never older than any of its passages; the query leans on that.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models.expressions import RawSQL

from community.base import clock
from community.base.prepared import listed
from community.catalogue.rules import entries_visible_to
from community.following.models import FOLLOWED
from community.spaces.models import Space
from community.spaces.rules import Viewer, standing_of, without_ignored
from community.spaces.standing import Standing
from forum.models import ThreadKind, place_of

# So many rows of one space are kept before they are said with fewer (`forum.actions.settle_read`).
FEW_ROWS = 20


@dataclass(frozen=True, slots=True)
class NewPosts:
    """What is new in one thread: how many posts, and what leads to the first of them, put after its address."""

    posts: int
    place: str


@dataclass(frozen=True, slots=True)
class NewThreads:
    """What is new in a space: how many threads have something new, and how many posts that is."""

    threads: int
    posts: int


NOTHING = NewThreads(0, 0)


@dataclass(frozen=True)
class Unread:
    """What a person has not read: by thread (of those asked for), by space (only those with something new).

    `at` is a moment before it was counted; `rows` says how many Seen rows the person has in spaces where they are many.
    """

    at: datetime
    threads: dict[int, NewPosts] = field(default_factory=dict)
    spaces: dict[int, NewThreads] = field(default_factory=dict)
    rows: dict[int, int] = field(default_factory=dict)

    @property
    def stamp(self) -> int:
        """Returns the moment as forms carry it, in microseconds."""
        return round(self.at.timestamp() * 1_000_000)

    def of(self, space_id: int | None) -> NewThreads:
        """Returns what is new in a space, or everywhere (None)."""
        if space_id is not None:
            return self.spaces.get(space_id, NOTHING)
        return NewThreads(
            sum(new.threads for new in self.spaces.values()), sum(new.posts for new in self.spaces.values())
        )


def unread(viewer: Viewer, *, space: Space | None = None, thread_ids: Collection[int] = ()) -> Unread:
    """Returns what a person has not read, in one space or everywhere, and in these threads. One query.

    Nothing is new to a visitor (no query).
    """
    at = clock.now()
    if standing_of(viewer).person_id is None:
        return Unread(at)
    new, params = _new(viewer, space.pk if space else None)
    ids = [int(thread_id) for thread_id in thread_ids] or [0]
    sql = f"""
        WITH u AS MATERIALIZED (
            SELECT space_id, kind, subject_id, count(*) AS posts, min(number) AS first FROM ({new}) x
            GROUP BY space_id, kind, subject_id
        )
        SELECT 'space', space_id, count(*), sum(posts) FROM u GROUP BY space_id
        UNION ALL SELECT 'thread', subject_id, posts, first FROM u
            WHERE kind IN ({_marks(ThreadKind.values)}) AND subject_id IN ({_marks(ids)})
        UNION ALL SELECT 'rows', e.space_id, count(*), 0 FROM catalogue_seen s
            JOIN catalogue_entry e ON e.id = s.entry_id
            WHERE s.person_id = %s GROUP BY e.space_id HAVING count(*) > {FEW_ROWS}
    """
    found = Unread(at)
    with connection.cursor() as cursor:
        cursor.execute(sql, [*params, *ThreadKind.values, *ids, standing_of(viewer).person_id])
        for word, key, count, more in cursor.fetchall():
            if word == "space":
                found.spaces[key or 0] = NewThreads(int(count), int(more))
            elif word == "thread":
                found.threads[key] = NewPosts(int(count), place_of(int(more)))
            else:
                found.rows[key or 0] = int(count)
    return found


def unread_threads(viewer: Viewer, space: Space | None = None) -> RawSQL:
    """Returns the ids of the threads in which a signed-in person has something unread, to be put behind `pk__in`."""
    new, params = _new(viewer, space.pk if space else None)
    kinds = _marks(ThreadKind.values)
    return RawSQL(f"SELECT x.subject_id FROM ({new}) x WHERE x.kind IN ({kinds})", [*params, *ThreadKind.values])


def first_unread(viewer: Viewer, space_id: int) -> dict[int, int]:
    """Returns the entries of a space with something unread, and the number of the first such passage. One query."""
    new, params = _new(viewer, space_id)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT x.entry_id, min(x.number) FROM ({new}) x GROUP BY x.entry_id", params)
        return dict(cursor.fetchall())


def unread_passages(viewer: Viewer) -> list[tuple[int, int]]:
    """Returns every unread passage of a person as entry and number. One query; for tests and exports, not for pages."""
    new, params = _new(viewer, None)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT x.entry_id, x.number FROM ({new}) x ORDER BY x.entry_id, x.number", params)
        return [(int(entry_id), int(number)) for entry_id, number in cursor.fetchall()]


# At any level: whoever hears of a thread in a digest only has not read it either.
FOLLOWED_LEVELS = ", ".join(f"'{level.value}'" for level in FOLLOWED)
_COLUMNS = ("id", "space_id", "kind", "subject_id", "last_activity_at")
_SHOWN = "SELECT e.id AS entry_id, e.space_id, e.kind, e.subject_id, p.number"
_FOLLOW = "SELECT 1 FROM following_follow f WHERE f.person_id = %s AND f.target = 'entry' AND f.target_id = e.id"
_NOT_MUTED = f"NOT EXISTS ({_FOLLOW} AND f.level = 'muted')"
_FOLLOWED = f"EXISTS ({_FOLLOW} AND f.level IN ({FOLLOWED_LEVELS}))"
_HAS_NO_ROW = "NOT EXISTS (SELECT 1 FROM catalogue_seen s WHERE s.person_id = %s AND s.entry_id = e.id)"
_SINCE_JOINED = "CASE WHEN r.at > m.joined_at THEN r.at ELSE m.joined_at END"
_SINCE_FOLLOWED = "CASE WHEN r.at > w.created_at THEN r.at ELSE w.created_at END"


def _new(viewer: Viewer, space_id: int | None) -> tuple[str, list[Any]]:
    """Returns SQL for the unread passages of a person. Each part begins with what is few: rows, spaces, follows."""
    standing = standing_of(viewer)
    me = standing.person_id
    entries = entries_visible_to(viewer).filter(without_ignored(viewer), moves=True, kind__in=ThreadKind.values)
    if space_id is not None:
        entries = entries.filter(space=space_id)
    visible, visible_params = entries.values(*_COLUMNS).query.sql_with_params()
    own = list(standing.roles) or [0]
    is_by_others, others = by_others(standing)
    by_number = (
        f"{_SHOWN} FROM catalogue_seen s JOIN ({visible}) e ON e.id = s.entry_id "
        "JOIN catalogue_passage p ON p.entry_id = e.id AND p.number > s.upto "
        f"WHERE s.person_id = %s AND {is_by_others} AND {_NOT_MUTED} AND (e.space_id IN ({_marks(own)}) OR {_FOLLOWED})"
    )
    in_own_spaces = (
        f"{_SHOWN} FROM spaces_membership m "
        "LEFT JOIN catalogue_seenspace r ON r.person_id = m.person_id AND r.space_id = m.space_id "
        f"JOIN ({visible}) e ON e.space_id = m.space_id AND e.last_activity_at > {_SINCE_JOINED} "
        f"JOIN catalogue_passage p ON p.entry_id = e.id AND p.at > {_SINCE_JOINED} "
        f"WHERE m.person_id = %s AND {is_by_others} AND {_NOT_MUTED} AND {_HAS_NO_ROW}"
    )
    followed_elsewhere = (
        f"{_SHOWN} FROM following_follow w JOIN ({visible}) e ON e.id = w.target_id "
        "LEFT JOIN catalogue_seenspace r ON r.person_id = w.person_id AND r.space_id = e.space_id "
        f"JOIN catalogue_passage p ON p.entry_id = e.id AND p.at > {_SINCE_FOLLOWED} "
        f"WHERE w.person_id = %s AND w.target = 'entry' AND w.level IN ({FOLLOWED_LEVELS}) AND {is_by_others} "
        f"AND {_HAS_NO_ROW} AND (e.space_id IS NULL OR e.space_id NOT IN ({_marks(own)}))"
    )
    params = [
        *visible_params, me, *others, me, *own, me,
        *visible_params, me, *others, me, me,
        *visible_params, me, *others, me, *own,
    ]  # fmt: skip
    return f"{by_number} UNION ALL {in_own_spaces} UNION ALL {followed_elsewhere}", params


def by_others(standing: Standing) -> tuple[str, list[Any]]:
    """Returns the condition that somebody else wrote a passage (p) of an entry (e), whom the person does not ignore."""
    if not standing.unheard:
        return "(p.author_id IS NULL OR p.author_id <> %s)", [standing.person_id]
    people, ignored = listed(standing.unheard, connection.vendor)
    spaces, led = listed(standing.led or [0], connection.vendor)
    heard = f"(p.author_id NOT IN {people} OR e.space_id IN {spaces})"
    return f"(p.author_id IS NULL OR (p.author_id <> %s AND {heard}))", [standing.person_id, *ignored, *led]


def _marks(values: Collection[object]) -> str:
    return ", ".join(["%s"] * len(values))
