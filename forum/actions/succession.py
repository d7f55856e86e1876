"""What a seat's holder leaves to a successor in the forum: open questions and drafts. Texts stay as they are."""

import uuid

from django.db.models import Q, QuerySet

from community.catalogue.models import Entry
from community.following.models import Level
from community.following.succession import follow_entries
from community.people.models import Person
from community.spaces.models import Seat
from community.spaces.rules import spaces_visible_to
from forum.models import Draft, Thread, ThreadKind
from forum.models.drafts import BEING_WRITTEN
from forum.rules import kinds_open_to, may_reply, threads_visible_to


def count_questions(giver: Person, seat: Seat) -> int:
    """Returns how many open questions a person asked from a seat's city, or inherited with it. One query."""
    return _open_questions(giver, seat).count()


def hand_questions_over(giver: Person, taker: Person, seat: Seat) -> int:
    """Makes the taker the asker of the open questions that they may see, beside who asked, and returns how many.

    The taker is told of answers from now on. Three queries.
    """
    visible = threads_visible_to(taker).filter(pk__in=_open_questions(giver, seat).values("pk"))
    ids = list(visible.order_by("pk").values_list("pk", flat=True))
    Thread.objects.filter(pk__in=ids).update(successor=taker)
    entries = Entry.objects.filter(kind=ThreadKind.QUESTION, subject_id__in=ids)
    follow_entries(taker, list(entries.values_list("pk", flat=True)), level=Level.INSTANT)  # as what they asked
    return len(ids)


def count_drafts(giver: Person, seat: Seat) -> int:
    """Returns how many drafts a person is writing; those that wait for their hour or a facilitator stay. One query."""
    return _drafts(giver).count()


def hand_drafts_over(giver: Person, taker: Person, seat: Seat) -> int:
    """Makes the drafts the taker's, with new keys, and returns how many.

    What the taker could not publish, and replies to threads in which the taker has a draft, stay with the giver.
    """
    there = Q(thread=None) | Q(thread__in=threads_visible_to(taker))
    begun = Draft.objects.filter(author=taker, thread__isnull=False).values("thread")
    rows = _drafts(giver).filter(there, space__in=spaces_visible_to(taker)).exclude(thread__in=begun)
    rows = rows.select_related("space", "thread")
    drafts = list(rows.select_for_update(of=("self",)))
    drafts = [draft for draft in drafts if _may_go_on(taker, draft)]
    for draft in drafts:
        draft.author, draft.client_key = taker, str(uuid.uuid4())
        draft.version += 1
    Draft.objects.bulk_update(drafts, ["author", "client_key", "version"])
    return len(drafts)


def _may_go_on(taker: Person, draft: Draft) -> bool:
    """Returns whether a person could publish what is begun, when it is whole."""
    if draft.thread:
        return may_reply(taker, draft.thread)
    return draft.kind in ("", *kinds_open_to(taker, draft.space))


def _open_questions(giver: Person, seat: Seat) -> QuerySet[Thread]:
    asked = Q(author=giver, posts__number=1, posts__city=seat.city_id) | Q(successor=giver)
    rows = Thread.objects.live().filter(asked, kind=ThreadKind.QUESTION, accepted=None, locked_at=None)
    return rows.distinct()


def _drafts(giver: Person) -> QuerySet[Draft]:
    return Draft.objects.filter(BEING_WRITTEN, author=giver)
