"""The only door to one thread or one post."""

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from community.base.http import Refused
from community.base.prepared import Prepared
from community.spaces.rules import Viewer, visible
from community.spaces.standing import rows_for
from forum.models import Post, Thread
from forum.rules.acting import may_restore, may_restore_thread


class Merged(Refused):
    """The thread was merged into another one that the viewer may read; `thread` is what is left of it, a shell."""

    status = 409

    def __init__(self, thread: Thread, into: Thread) -> None:
        said = _("This thread was merged into “%(title)s”. What you want to add belongs there.")
        super().__init__(said % {"title": into.title})
        self.thread, self.into = thread, into


def thread_row(viewer: Viewer, thread_id: int) -> QuerySet[Thread]:
    """Returns a thread with its space if a viewer may see that it stands there: for `find_thread_for` alone."""
    return Thread.objects.select_related("space").filter(visible(viewer), pk=thread_id)


_THREAD_ROW = Prepared(thread_row)


def find_thread_for(viewer: Viewer, thread_id: int, asked: Prepared[Thread] = _THREAD_ROW, **values: int) -> Thread:
    """Returns a thread with its space, in one query; `asked` for with more columns, for `values`, where one wants them.

    A deleted one opens only for who may restore it. Raises Merged for one that was merged (two queries), Http404
    otherwise.
    """
    thread = next(iter(rows_for(viewer, asked, thread_id=thread_id, **values)), None)
    if thread is None or thread.merged_into_id:
        raise _where_it_went(viewer, thread_id)
    if thread.deleted_at and not may_restore_thread(viewer, thread):
        raise Http404(_("This thread was deleted."))
    return thread


def find_moved_post_for(viewer: Viewer, thread_id: int, number: int) -> Post | None:
    """Returns the post that stood under a number of a thread, where it stands now; None when it may not be read there.

    One query.
    """
    rows = Post.objects.filter(moved_from__thread_id=thread_id, moved_from__number=number, thread__deleted_at=None)
    seen = rows.filter(visible(viewer, audience="thread__audience", space="thread__space_id"))
    return seen.select_related("thread__space").first()


def _where_it_went(viewer: Viewer, thread_id: int) -> Merged | Http404:
    """Returns what to raise: Merged for a shell whose target a viewer may read, Http404 for every other thread."""
    readable = visible(viewer, audience="merged_into__audience", space="merged_into__space_id")
    rows = Thread.objects.select_related("merged_into__space", "space")
    shell = rows.filter(readable, pk=thread_id, merged_into__deleted_at=None).first()
    if shell is None or shell.merged_into is None:
        return Http404(_("There is no such thread, or it is only for members of its network or group."))
    return Merged(shell, shell.merged_into)


def find_post_for(viewer: Viewer, post_id: int) -> Post:
    """Returns a post with its thread and space; a deleted one only for who may restore it. Raises Http404."""
    rows = Post.objects.select_related("thread__space").filter(
        visible(viewer, audience="thread__audience", space="thread__space_id")
    )
    post = rows.filter(pk=post_id).first()
    if post is None or (post.thread.deleted_at and not may_restore_thread(viewer, post.thread)):
        raise Http404(_("There is no such post, or it is only for members."))
    if post.deleted_at and not may_restore(viewer, post):
        raise Http404(_("This post was deleted."))
    return post
