"""A whole thread for paper."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q

from community.base import clock
from community.base.languages import prefix
from community.base.moments import Moment, moment
from forum.models import Post, Thread
from forum.queries.posts import PostRow, post_rows

MOST_PRINTED = 500


@dataclass(frozen=True)
class PrintedThread:
    """A thread with its first posts that are there, at most 500; `left_out` says how many come after them."""

    thread: Thread
    url: str
    address: str
    posts: list[PostRow]
    left_out: int
    at: Moment
    printed: Moment


def printed_thread(thread: Thread) -> PrintedThread:
    """Returns a thread for paper, the accepted answer in its own place. One query."""
    there = Post.objects.filter(thread=thread, deleted_at=None).order_by("number").values("pk")[:MOST_PRINTED]
    posts = post_rows(thread, Q(pk__in=there))
    url = f"{prefix()}{thread.url}"
    return PrintedThread(
        thread=thread,
        url=url,
        address=f"{settings.SITE_URL}{url}",
        posts=posts,
        left_out=max(0, thread.reply_count + 1 - len(posts)),
        at=moment(thread.created_at),
        printed=moment(clock.now()),
    )
