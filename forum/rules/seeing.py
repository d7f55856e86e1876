"""Who may see threads and posts, as one and as many."""

from django.db.models import QuerySet

from community.spaces.rules import Viewer, may_see, visible, without_ignored
from forum.models import Post, Thread, ThreadSet
from forum.rules.doors import PostFacts, ThreadFacts


def threads_visible_to(viewer: Viewer) -> ThreadSet:
    """Returns the threads a viewer may read; deleted ones are in no list."""
    return Thread.objects.live().filter(visible(viewer))


def threads_shown_to(viewer: Viewer) -> ThreadSet:
    """Returns the threads that lists offer a viewer: the visible ones, less those by people whom the viewer ignores."""
    return threads_visible_to(viewer).filter(without_ignored(viewer))


def posts_shown_to(viewer: Viewer) -> QuerySet[Post]:
    """Returns the posts that inboxes and suggestions speak of: as `threads_shown_to`, of whomever the thread is."""
    return posts_visible_to(viewer).filter(without_ignored(viewer, space="thread__space_id"))


def posts_visible_to(viewer: Viewer) -> QuerySet[Post]:
    """Returns the posts whose text a viewer may read."""
    rows = Post.objects.filter(deleted_at=None, thread__deleted_at=None)
    return rows.filter(visible(viewer, audience="thread__audience", space="thread__space_id"))


def may_see_thread(viewer: Viewer, thread: ThreadFacts) -> bool:
    """Returns whether a viewer may read a thread; the list form is `threads_visible_to`."""
    return thread.deleted_at is None and may_see(viewer, audience=thread.audience, space_id=thread.space_id)


def may_see_post(viewer: Viewer, post: PostFacts) -> bool:
    """Returns whether a viewer may read a post's text; the list form is `posts_visible_to`."""
    return post.deleted_at is None and may_see_thread(viewer, post.thread)
