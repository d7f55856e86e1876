"""Reading on: what a page that stays open has shown meanwhile."""

from django.db import transaction

from community.catalogue.actions import mark_seen
from community.catalogue.models import Entry, Seen
from community.notifications.actions import mark_read_about
from community.people.models import Person
from forum.actions.posts import TOLD_KINDS
from forum.models import Post, Thread

MOST_AT_ONCE = 200


@transaction.atomic
def read_up_to(*, by: Person, thread: Thread, number: int) -> None:
    """Remembers that a person has read on to this post, and takes what was told of the posts between out of the inbox.

    Nothing happens to who had read further. Five queries at most.
    """
    entry_id = Entry.objects.filter(kind=thread.kind, subject_id=thread.pk).values_list("pk", flat=True).first()
    if entry_id is None:
        return
    before = Seen.objects.filter(person=by, entry_id=entry_id).values_list("upto", flat=True).first() or 0
    if number <= before:
        return
    mark_seen(person=by, entry_id=entry_id, upto=number)
    newest = Post.objects.filter(thread=thread, number__gt=before, number__lte=number).order_by("-number")
    mark_read_about(person=by, kinds=TOLD_KINDS, object_ids=newest.values_list("pk", flat=True)[:MOST_AT_ONCE])
