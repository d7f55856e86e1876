"""Who sees the files that posts, drafts and former versions show: whoever may read the text they stand in."""

from collections.abc import Set

from community.files.holders import Viewer as Somebody
from community.people.models import Person
from community.spaces.rules import Viewer
from forum.models import Post, Revision
from forum.rules.acting import may_restore, may_restore_thread
from forum.rules.drafts import drafts_of, held_visible_to
from forum.rules.revisions import may_see_revisions
from forum.rules.seeing import posts_visible_to


def posts_that_show_files_to(viewer: Somebody, post_ids: Set[int]) -> set[int]:
    """Returns those of the posts (ids) whose text a viewer may read: deleted ones only for who may restore them.

    One query, and the viewer's standing; another where something is not to be seen.
    """
    seen = set(posts_visible_to(_known(viewer)).filter(pk__in=post_ids).values_list("pk", flat=True))
    rest = post_ids - seen
    if not rest or not viewer.is_authenticated:
        return seen
    gone = Post.objects.select_related("thread__space").filter(pk__in=rest, moved_to=None)
    return seen | {post.pk for post in gone if _may_bring_back(_known(viewer), post)}


def drafts_that_show_files_to(viewer: Somebody, draft_ids: Set[int]) -> set[int]:
    """Returns those of the drafts (ids) that are the viewer's own, or wait for the viewer's word. One query each."""
    if not viewer.is_authenticated:
        return set()
    own, held = (rows(_known(viewer)).filter(pk__in=draft_ids) for rows in (drafts_of, held_visible_to))
    return set(own.values_list("pk", flat=True)) | set(held.values_list("pk", flat=True))


def revisions_that_show_files_to(viewer: Somebody, revision_ids: Set[int]) -> set[int]:
    """Returns those of the former versions (ids) that a viewer may read. One query."""
    if not viewer.is_authenticated:
        return set()
    rows = Revision.objects.filter(pk__in=revision_ids, cleared_at=None).select_related("post__thread__space")
    return {row.pk for row in rows if may_see_revisions(_known(viewer), row.post)}


def _may_bring_back(viewer: Viewer, post: Post) -> bool:
    """Returns whether a viewer may restore a deleted post, or the deleted thread that it stands in."""
    return may_restore(viewer, post) or (post.deleted_at is None and may_restore_thread(viewer, post.thread))


def _known(viewer: Somebody) -> Viewer:
    """Returns the viewer as this app's rules know viewers: whoever signs in here is a Person."""
    assert isinstance(viewer, Person) or not viewer.is_authenticated
    return viewer
