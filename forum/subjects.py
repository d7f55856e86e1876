"""Posts as what can be reported, hidden and shown again. A thread is its first post."""

from collections.abc import Collection
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from community.base.languages import localised, localised_html
from community.moderation.subjects import Subject, SubjectKind
from community.people.models import Person
from community.spaces.rules import Viewer
from forum.actions import hide_post, restore_post
from forum.models import Post
from forum.queries.lists import kind_labels
from forum.queries.posts import permalink
from forum.rules import find_post_for, may_restore, may_see_post


def find(viewer: Viewer, post_id: int) -> Subject:
    """Returns a post that a viewer can read; raises Http404 otherwise, also for what is deleted. One query."""
    post = find_post_for(viewer, post_id)
    if not may_see_post(viewer, post):
        raise Http404(_("This post was deleted."))
    return _subject(post)


def facts(post_ids: Collection[int]) -> dict[int, Subject]:
    """Returns posts by id, deleted ones too, those that only point elsewhere not. One query."""
    rows = Post.objects.filter(pk__in=post_ids, moved_to=None).select_related("thread__space", "author")
    return {post.pk: _subject(post) for post in rows}


def hide(*, by: Person, subject_id: int, fault: str, reason: str, settles: bool = False) -> None:
    """Hides a post, or with the first the thread, and records the decision."""
    post = Post.objects.select_related("thread__space").get(pk=subject_id)
    hide_post(by=by, post=post, fault=fault, reason=reason, settles=settles)


def restore(*, by: Person, subject_id: int, reason: str) -> None:
    """Brings a hidden post back, and records the decision. Nothing happens when it is there already."""
    post = Post.objects.select_related("thread__space").get(pk=subject_id)
    if may_restore(by, post):
        restore_post(by=by, post=post, reason=reason)


def may_bring_back(viewer: Viewer, post_id: int) -> bool:
    """Returns whether a post, or with the first the thread, is hidden with a reason and a viewer may show it again.

    One query.
    """
    post = Post.objects.select_related("thread__space").filter(pk=post_id).first()
    if post is None:
        return False
    gone = post.thread if post.number == 1 else post
    return bool(gone.deleted_reason) and may_restore(viewer, post)


def _subject(post: Post) -> Subject:
    author: Any = post.author
    return Subject(
        kind="post",
        id=post.pk,
        noun=kind_labels()[post.thread.kind] if post.number == 1 else pgettext("subject of a decision", "post"),
        title=post.thread.title,
        url=permalink(post.thread, post.number),
        html=localised_html(post.html),
        space=post.thread.space,
        audience=post.thread.audience,
        author_id=post.author_id,
        author=author.name if author else pgettext("person", "former member"),
        author_url=localised(author.url) if author else None,
        at=post.created_at,
        is_gone=post.deleted_at is not None or post.thread.deleted_at is not None,
    )


POST = SubjectKind(find, facts, hide, restore, may_bring_back)
