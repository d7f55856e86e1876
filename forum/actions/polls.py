"""Polls: asking, voting, closing. What pages show is written beside the post under its lock, with every change."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.base import clock
from community.live.actions import Change, emit_all
from community.people.models import Person
from community.spaces.rules import standing_of
from forum.actions.beside import locked_post, put_beside
from forum.actions.errors import ChangedMeanwhile, ForumError
from forum.models import Poll, PollKind, PollOption, PollVote, Post
from forum.rules import may_keep_poll, may_vote_in_poll

FEWEST_OPTIONS, MOST_OPTIONS = 2, 10
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Ballot:
    """What a poll asks: the question, two to ten different choices, how many one takes, and for how long.

    `open_for` counts from when it is asked; None: until somebody closes it. `keeps_end`: a poll that is there already
    closes when it would have.
    """

    question: str
    options: tuple[str, ...]
    kind: str = PollKind.SINGLE
    open_for: timedelta | None = None
    keeps_end: bool = False

    def kept(self) -> dict[str, Any]:
        """Returns the ballot as a draft keeps it; `kept_ballot` reads it back."""
        days = self.open_for.days if self.open_for else 0
        return {"question": self.question, "options": list(self.options), "kind": self.kind, "days": days}

    def closes_at(self) -> datetime | None:
        """Returns when a poll that is asked now closes."""
        return clock.now() + self.open_for if self.open_for else None


def kept_ballot(kept: dict[str, Any]) -> Ballot | None:
    """Returns the ballot that a draft keeps, None for none."""
    if not kept:
        return None
    open_for = timedelta(days=kept["days"]) if kept["days"] else None
    return Ballot(kept["question"], tuple(kept["options"]), kept["kind"], open_for)


class PollClosed(ForumError):
    """A poll takes no more votes."""

    said = gettext_lazy("This poll is closed, so votes can no longer change.")
    status = 409


class PollHasVotes(ForumError):
    """A poll that somebody voted in asks what it asks."""

    said = gettext_lazy(
        "Somebody has already voted, so the question and the choices stay. You can close the poll and ask anew."
    )
    status = 409


def create_poll(post: Post, ballot: Ballot) -> Poll:
    """Puts a poll beside a post that the caller's transaction has just written or locked, and returns it."""
    poll = Poll.objects.create(
        post=post, question=ballot.question, kind=ballot.kind, closes_at=ballot.closes_at(), created_at=clock.now()
    )
    _put_options(poll, ballot.options)
    put_beside(post, "poll", poll_facts(poll))
    return poll


@transaction.atomic
def set_poll(*, by: Person, post: Post, ballot: Ballot | None) -> Post:
    """Puts a poll beside a post, changes what it asks, or takes it away (None), and returns the post.

    Raises PollHasVotes when somebody has voted and more than the closing time would change, PollClosed for a closed
    one, ChangedMeanwhile when the rules no longer allow it.
    """
    current = locked_post(post)
    if not may_keep_poll(by, current):
        raise ChangedMeanwhile
    poll = Poll.objects.filter(post=current).first()
    if poll is None:
        if ballot is None:
            return current
        create_poll(current, ballot)
    elif ballot is None:
        _refuse_with_votes(poll)
        poll.delete()
        put_beside(current, "poll", None)
    else:
        _change(poll, ballot)
        put_beside(current, "poll", poll_facts(poll))
    emit_all([Change(current.thread.stream, "poll.changed", current.pk)], actor_id=by.pk)
    return current


@transaction.atomic
def vote_in_poll(*, by: Person, post: Post, option_ids: Sequence[int]) -> None:
    """Makes these the choices of a person in a post's poll, in place of earlier ones; none of them takes the vote back.

    Raises PollClosed, ForumError for choices that the poll does not have or too many of them, ChangedMeanwhile when
    the rules no longer allow it.
    """
    current = locked_post(post)
    poll = Poll.objects.filter(post=current).first()
    if poll is None or not may_vote_in_poll(by, current):
        raise ChangedMeanwhile
    if not takes_votes(poll):
        raise PollClosed
    chosen = set(option_ids)
    _check_choices(poll, chosen)
    mine = PollVote.objects.filter(option__poll=poll, person=by)
    had = set(mine.values_list("option_id", flat=True))
    if chosen == had:
        return
    mine.filter(option_id__in=had - chosen).delete()
    role = standing_of(by).role_in(current.thread.space_id) or ""
    mine.update(role=role)  # all votes of one person stand in one role, or the person would count as two voters
    now = clock.now()
    PollVote.objects.bulk_create(
        [PollVote(option_id=pk, person=by, role=role, created_at=now) for pk in sorted(chosen - had)]
    )
    put_beside(current, "poll", poll_facts(poll))
    emit_all([Change(current.thread.stream, "poll.voted", current.pk)], actor_id=by.pk)


@transaction.atomic
def close_poll(*, by: Person | None, post: Post) -> None:
    """Closes a post's poll now (nobody: because its hour has come). Closing twice is closing once.

    Raises ChangedMeanwhile when there is no poll, or the rules do not allow it to this person.
    """
    current = locked_post(post)
    poll = Poll.objects.filter(post=current).first()
    if poll is None or (by is not None and not may_keep_poll(by, current)):
        raise ChangedMeanwhile
    if poll.closed_at:
        return
    poll.closed_at = clock.now() if takes_votes(poll) else poll.closes_at
    poll.save(update_fields=["closed_at"])
    put_beside(current, "poll", poll_facts(poll))
    emit_all([Change(current.thread.stream, "poll.closed", current.pk)], actor_id=by.pk if by else None)


def close_due_polls() -> int:
    """Closes the polls whose hour has come, a hundred at a time, so that open pages show the results; returns how many.

    Pages that are opened later need no closing: they compare with the clock. So one that breaks is logged and closed
    without a word to open pages: it is not tried for ever, and holds up no other.
    """
    due = Poll.objects.filter(closed_at=None, closes_at__lte=clock.now(), post__deleted_at=None)
    polls = list(due.order_by("closes_at", "pk").select_related("post")[:100])
    done = 0
    for poll in polls:
        try:
            close_poll(by=None, post=poll.post)
            done += 1
        except Exception:
            logger.exception("The poll %s could not be closed on open pages.", poll.pk)
            Poll.objects.filter(pk=poll.pk, closed_at=None).update(closed_at=poll.closes_at)
    return done


def takes_votes(poll: Poll) -> bool:
    """Returns whether a poll is open: not closed, and its hour has not come."""
    return poll.closed_at is None and (poll.closes_at is None or poll.closes_at > clock.now())


def poll_facts(poll: Poll) -> dict[str, Any]:
    """Returns what is kept of a poll beside its post, from the tables: counts, and never who. Three queries."""
    votes = PollVote.objects.filter(option__poll=poll).order_by()
    options = list(poll.options.annotate(n=Count("votes")).order_by("position").values_list("pk", "text", "n"))
    counted: dict[str, dict[int, int]] = {}
    for role, option_id, number in votes.values_list("role", "option_id").annotate(n=Count("pk")):
        counted.setdefault(role, {})[option_id] = number
    voters = dict(votes.values_list("role").annotate(n=Count("person", distinct=True)))
    return {
        "question": poll.question,
        "kind": poll.kind,
        "closes_at": poll.closes_at.isoformat() if poll.closes_at else None,
        "closed_at": poll.closed_at.isoformat() if poll.closed_at else None,
        "options": [{"id": pk, "text": text, "votes": number} for pk, text, number in options],
        "voters": sum(voters.values()),
        "roles": {role: [n, [counted[role].get(pk, 0) for pk, _t, _n in options]] for role, n in voters.items()},
    }


def _change(poll: Poll, ballot: Ballot) -> None:
    if not takes_votes(poll):
        raise PollClosed
    texts = tuple(poll.options.order_by("position").values_list("text", flat=True))
    if (poll.question, texts, poll.kind) != (ballot.question, ballot.options, ballot.kind):
        _refuse_with_votes(poll)
        poll.options.all().delete()
        _put_options(poll, ballot.options)
    poll.question, poll.kind = ballot.question, ballot.kind
    if not ballot.keeps_end:
        poll.closes_at = ballot.closes_at()
    poll.save(update_fields=["question", "kind", "closes_at"])


def _put_options(poll: Poll, texts: Sequence[str]) -> None:
    PollOption.objects.bulk_create(
        [PollOption(poll=poll, position=place, text=text) for place, text in enumerate(texts, start=1)]
    )


def _refuse_with_votes(poll: Poll) -> None:
    if PollVote.objects.filter(option__poll=poll).exists():
        raise PollHasVotes


def _check_choices(poll: Poll, chosen: set[int]) -> None:
    if poll.kind == PollKind.SINGLE and len(chosen) > 1:
        raise ForumError(_("Choose one answer in this poll."), status=422)
    if chosen - set(poll.options.values_list("pk", flat=True)):
        raise ForumError(_("The choices of this poll have changed. Open the thread and choose again."), status=409)
