"""What is new and who reads it, made by hand: composing is asked without a database."""

from datetime import UTC, datetime, timedelta

from community.following.digests.composing import pick
from community.following.digests.fresh import Fresh, Piece, Thing
from community.following.digests.readers import Reader
from community.following.models import Level

NOW = datetime(2026, 11, 23, 7, tzinfo=UTC)
WEEK = NOW - timedelta(days=7)
ME, JAN, EWA = 1, 2, 3
ZIELONA, CLOSED = 10, 11
RAIN, TREES = 20, 21


def ago(**time):
    """Returns a moment before the digest."""
    return NOW - timedelta(**time)


def post(number, by=JAN, **time):
    """Returns a post, an hour old unless said otherwise."""
    return Piece(number, ago(**time or {"hours": 1}), by, f"#p{number}")


def thread(entry_id, **columns):
    """Returns a question of Jan's in the open network, about rain."""
    said = {
        "id": entry_id, "kind": "question", "title": f"Pytanie {entry_id}", "url": f"/watki/{entry_id}/",
        "audience": "public", "published_at": ago(days=1), "space_id": ZIELONA, "author_id": JAN,
        "tags": frozenset({RAIN}), "replies": 1,
    }  # fmt: skip
    return Thing(**said | columns)


def page(entry_id, **columns):
    """Returns an article of the library about rain."""
    said = {"kind": "article", "title": f"Artykuł {entry_id}", "url": f"/biblioteka/{entry_id}/", "is_in_library": True}
    return thread(entry_id, **said | columns)


def news(*things):
    """Returns what is new: pairs of a thing and its new passages."""
    fresh = Fresh(WEEK, NOW)
    for thing, pieces in things:
        fresh.add(thing, pieces)
    return fresh


def reader(**columns):
    """Returns a reader who belongs to the open network; `follows` as {(target, id): level}."""
    follows = columns.pop("follows", {})
    one = Reader(ME, "pl", columns.pop("since", WEEK), spaces={ZIELONA: "member"}, **columns)
    for (target, target_id), level in follows.items():
        one.follows[target][target_id] = level
    return one


def told(one, fresh, levels=(Level.WEEKLY,), **how):
    """Returns what a reader is told: for each section the entries, with the numbers of their new passages."""
    picked = pick(one, fresh, frozenset(levels), found=how.pop("found", {}), **how)
    return {
        section.value: [(item.thing.id, [piece.number for piece in item.pieces]) for item in items]
        for section, items in picked.items.items()
        if items
    }
