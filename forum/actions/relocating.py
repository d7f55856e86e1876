"""Moving posts from one thread to another: the rows move, stubs keep their old numbers, and both threads count anew.

Votes, former texts, attachments, polls and what was told hang on the row, so they come along by themselves.
"""

from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Count, Max

from community.base import clock
from community.base.markup import RENDERER_VERSION
from forum.actions.errors import ChangedMeanwhile
from forum.models import Participant, Post, Thread

_CHUNK = 500


def lock_threads(ids: Iterable[int]) -> dict[int, Thread]:
    """Returns these threads as they stand now, by id, locked in the order of ids, so that no two wait for each other.

    Raises ChangedMeanwhile when one of them is no more.
    """
    wanted = set(ids)
    rows = Thread.objects.select_for_update().filter(pk__in=wanted).order_by("pk")
    locked = {thread.pk: thread for thread in rows}
    if locked.keys() != wanted:
        raise ChangedMeanwhile
    return locked


def relocate(posts: Sequence[Post], into: Thread, numbers: Mapping[int, int]) -> None:
    """Moves the rows of these posts into a thread under new numbers (by post id); stubs keep the old ones."""
    now = clock.now()
    stubs = [
        Post(
            thread_id=post.thread_id, number=post.number, moved_to=post, deleted_at=now, created_at=post.created_at,
            renderer_version=RENDERER_VERSION,
        )
        for post in posts
    ]  # fmt: skip
    for post in posts:
        post.thread, post.number = into, numbers[post.pk]
    Post.objects.bulk_update(posts, ["thread", "number"], batch_size=_CHUNK)
    Post.objects.bulk_create(stubs, batch_size=_CHUNK)


def recount(thread: Thread) -> None:
    """Brings a locked thread's counters, last activity and participants to what its posts say. Seven queries."""
    there = Post.objects.filter(thread=thread, deleted_at=None)
    thread.last_number = Post.objects.filter(thread=thread).aggregate(last=Max("number"))["last"] or 0
    thread.reply_count = max(0, there.count() - 1)
    last = there.order_by("-created_at", "-number").only("created_at", "author_id").first()
    if last:
        thread.last_activity_at, thread.last_author_id = last.created_at, last.author_id
    thread.save(update_fields=["last_number", "reply_count", "last_activity_at", "last_author"])
    _recount_participants(thread)


def _recount_participants(thread: Thread) -> None:
    written = Post.objects.filter(thread=thread, deleted_at=None, author__isnull=False).order_by()
    counts = dict(written.values_list("author_id").annotate(n=Count("pk")))
    Participant.objects.filter(thread=thread).exclude(person_id__in=list(counts)).update(posts=0)
    Participant.objects.bulk_create(
        [Participant(thread=thread, person_id=person, posts=n) for person, n in sorted(counts.items())],
        update_conflicts=True,
        unique_fields=["thread", "person"],
        update_fields=["posts"],
    )
