"""Reading on: what a page has shown, what is to be read again, and saying all of it with few rows."""

from datetime import datetime

from django.db import transaction

from community.catalogue.actions import mark_seen, mark_space_seen, mark_unseen, roll_up
from community.notifications.actions import mark_read_about
from community.people.models import Person
from community.spaces.models import Space
from forum.models import TOLD_KINDS, Post, Thread
from forum.queries.reading import how_far
from forum.queries.unread import Unread, first_unread

MOST_AT_ONCE = 200


@transaction.atomic
def read_up_to(*, by: Person, thread: Thread, number: int) -> None:
    """Remembers that a person has read on to this post, and takes what was told of the posts between out of the inbox.

    Nothing happens to who had read further. Six queries at most.
    """
    found = how_far(by, thread)
    if found is None or number <= found[1]:
        return
    entry_id, before = found
    mark_seen(person=by, entry_id=entry_id, upto=number)
    newest = Post.objects.filter(thread=thread, number__gt=before, number__lte=number).order_by("-number")
    mark_read_about(person=by, kinds=TOLD_KINDS, object_ids=newest.values_list("pk", flat=True)[:MOST_AT_ONCE])


@transaction.atomic
def unread_from(*, by: Person, thread: Thread, number: int) -> None:
    """Makes the posts of a thread from this number on unread again for a person; a deleted thread is left alone."""
    found = how_far(by, thread)
    if found:
        mark_unseen(person=by, entry_id=found[0], number=number)


def read_space(*, by: Person, space: Space, at: datetime) -> None:
    """Remembers that a person has read all that stood in a space at a moment: that of the page they saw."""
    mark_space_seen(person=by, space=space, at=at)


def settle_read(*, by: Person, unread: Unread) -> None:
    """Says with fewer rows what a person has read, where the rows are many and what is new is little.

    What is unread stays unread and what is read stays read, marks set by hand too. Nothing is asked when there is
    nothing to do; otherwise five queries for each space.
    """
    for space_id, rows in unread.rows.items():
        if space_id and unread.of(space_id).threads * 2 <= rows:
            roll_up(person=by, space_id=space_id, at=unread.at, first_unread=first_unread(by, space_id))
