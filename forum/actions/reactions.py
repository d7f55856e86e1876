"""Saying something of a post with one press, and taking it back. Each once a person; the counters equal the rows."""

from django.db import transaction
from django.db.models import F

from community.live.actions import Change, emit_all
from community.people.models import Person
from community.spaces.queries.seats import seat_city
from forum.actions.beside import locked_post, put_beside
from forum.actions.errors import ChangedMeanwhile
from forum.models import Post, Reaction, ReactionKind
from forum.rules import SAYING_OF, may_react


@transaction.atomic
def react(*, by: Person, post: Post, kind: ReactionKind) -> int:
    """Counts what a person says of a post, once, and returns how many say so.

    Raises ChangedMeanwhile when this cannot be said of the post by this person (any more).
    """
    current = locked_post(post)
    if not may_react(by, current, kind):
        raise ChangedMeanwhile
    _reaction, is_new = Reaction.objects.get_or_create(post=current, person=by, kind=kind)
    return _count(current, by, kind, step=1 if is_new else 0)


@transaction.atomic
def withdraw_reaction(*, by: Person, post: Post, kind: ReactionKind) -> int:
    """Takes back what a person said of a post, also when it could not be said any more; returns how many say so."""
    current = locked_post(post)
    removed, _rows = Reaction.objects.filter(post=current, person=by, kind=kind).delete()
    return _count(current, by, kind, step=-1 if removed else 0)


def upvote(*, by: Person, post: Post) -> int:
    """Counts a person's vote for an answer, that it helped, and returns the number of votes. Raises as `react`."""
    return react(by=by, post=post, kind=ReactionKind.HELPFUL)


def withdraw_vote(*, by: Person, post: Post) -> int:
    """Takes a person's vote back, and returns the number of votes."""
    return withdraw_reaction(by=by, post=post, kind=ReactionKind.HELPFUL)


def _count(post: Post, by: Person, kind: ReactionKind, *, step: int) -> int:
    """Moves a locked post's counter, and tells its thread's stream; returns the counter."""
    counter = SAYING_OF[kind].counter
    if step:
        Post.objects.filter(pk=post.pk).update(**{counter: F(counter) + step})
        if kind == ReactionKind.SAME_HERE:
            put_beside(post, "cities", _cities(post))
        emit_all([Change(post.thread.stream, _event(kind, step), post.pk)], actor_id=by.pk)
    count: int = getattr(post, counter) + step
    return count


def _event(kind: ReactionKind, step: int) -> str:
    if kind != ReactionKind.HELPFUL:
        return "post.reacted"
    return "post.voted" if step > 0 else "post.unvoted"


def _cities(post: Post) -> list[str]:
    """Returns the cities whose people say “the same here”, each once, in the order in which they said so."""
    said = Reaction.objects.filter(post=post, kind=ReactionKind.SAME_HERE).order_by("created_at", "pk")
    names = said.annotate(city=seat_city("person_id")).values_list("city", flat=True)
    return list(dict.fromkeys(name for name in names if name))
