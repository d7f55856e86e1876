"""What matters more in a digest: an order worked out once for everybody, and what a reader has their own view of."""

from collections.abc import Sequence
from heapq import nlargest

from community.following.digests.fresh import Fresh, Piece, Thing

Standing = tuple[float, float, int]  # how much a line matters, when something was last written, the entry
Reach = list[set[int]]  # the entries (ids) that what one follows leads to: by one way at least, by two at least, …
BEGUN, FOLLOWED_CLOSELY = 12.0, 4.0  # what it adds that an entry is among the reader's own threads
_WAY = 2.0  # what each further follow that leads to an entry adds to its weight


def best_of(own: Sequence[Standing], plain: set[int], reach: Reach, news: Fresh, most: int) -> list[Standing]:
    """Returns the best of the reader's own standings and of entries (`plain`) that are to them as to everybody.

    Those to which most ways lead come first; it ends where no entry of fewer ways can be among the best.
    """
    standings = standings_of(news)
    heaviest = max(next(iter(standings.values()), (0.0,))[0], 0.0)
    best = nlargest(most, own)
    for ways in range(len(reach), 0, -1):
        further = _WAY * (ways - 1)
        if len(best) == most and (not most or best[-1][0] > heaviest + further):
            break
        group = plain & reach[ways - 1]
        plain = plain - group
        alike = nlargest(most, [standings[pk] for pk in group])
        best = nlargest(most, best + [(weight + further, at, pk) for weight, at, pk in alike])
    return best


def standings_of(news: Fresh) -> dict[int, Standing]:
    """Returns how much each entry matters to who follows it in one way and has no other view of it, the most first.

    Worked out once.
    """
    if not news.standings:
        rows = ((_weight(thing, news.pieces[pk]), news.pieces[pk][-1].at.timestamp(), pk)
                for pk, thing in news.things.items())  # fmt: skip
        news.standings.update((row[2], row) for row in sorted(rows, reverse=True))
    return news.standings


def own_standing(news: Fresh, pk: int, pieces: list[Piece], ways: int, near: float) -> Standing:
    """Returns how much an entry with these new passages matters to a reader; `near`: for being among their own."""
    return _weight(news.things[pk], pieces) + _WAY * (ways - 1) + near, standings_of(news)[pk][1], pk


def _weight(thing: Thing, pieces: list[Piece]) -> float:
    """Returns how much an entry matters to everybody: pages, answers, questions that wait, many replies."""
    if thing.is_in_library:
        return 3.0
    weight = 2.0 if thing.is_solved else 0.0
    weight += 1.5 if thing.kind == "question" and not thing.replies else 0.0
    weight -= 4.0 if thing.is_duplicate else 0.0
    return weight + min(len(pieces) - (pieces[0].number == 1), 6) * 0.5
