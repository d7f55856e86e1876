"""Replying, editing, deleting and restoring posts."""

from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from community.base import clock
from community.catalogue.actions import read_ahead
from community.following.actions import follow_by_writing
from community.following.queries import audience_of
from community.live.actions import emit_all
from community.moderation.actions import record
from community.moderation.models import Verb
from community.notifications.actions import notify, settle
from community.people.models import Person
from community.tags.models import Tag
from forum.actions.answerers import settle_asked
from forum.actions.answers import take_acceptance_back
from forum.actions.attachments import show_files
from forum.actions.drafts import drop_published
from forum.actions.errors import AlreadySent, ChangedMeanwhile, StaleEdit, ThreadLocked
from forum.actions.limiting import check_links
from forum.actions.writing import (
    list_thread,
    render_text,
    set_tags,
    tell_mentioned,
    thread_changes,
    where_author_stands,
)
from forum.models import TOLD_KINDS, Participant, Post, Revision, Thread
from forum.rules import is_correction, may_delete, may_edit, may_restore, may_see_thread


def reply(
    *, author: Person, thread: Thread, text: str, key: str, reply_to: Post | None = None,
    draft_version: int | None = None,
) -> Post:  # fmt: skip
    """Adds a post to a thread and returns it. `reply_to` is dropped when it has left the thread or was deleted.

    The author's draft in the thread goes, unless it has left the version that the form has seen (`draft_version`).

    The same `key` with the same text returns the post that is already there; with another text it raises
    AlreadySent. Raises ThreadLocked when the thread was closed meanwhile, ChangedMeanwhile when it was moved to where
    the author may not read it.
    """
    read_ahead(text)
    try:
        return _reply(author, thread, text=text, key=key, reply_to=reply_to, draft_version=draft_version)
    except IntegrityError:
        sent = Post.objects.filter(author=author, client_key=key).select_related("thread").first()
        if sent is None:
            raise
        is_moved = Post.objects.filter(thread=thread, moved_to=sent).exists()  # sent again after a split or a merge
        if sent.source != text or not (is_moved or sent.thread_id == thread.pk):
            raise AlreadySent from None
        return sent


@transaction.atomic
def _reply(
    author: Person, thread: Thread, *, text: str, key: str, reply_to: Post | None, draft_version: int | None
) -> Post:
    rendered, mentioned = render_text(text, key=key, by=author)
    stands = where_author_stands(author, thread)
    locked = _lock(thread)
    if locked.locked_at or locked.deleted_at:
        raise ThreadLocked
    if not may_see_thread(author, locked):
        raise ChangedMeanwhile
    post = Post.objects.create(
        thread=locked, number=locked.last_number + 1, author=author, client_key=key, source=text, html=rendered.html,
        renderer_version=rendered.version, reply_to=_still_there(reply_to, locked), **stands,
    )  # fmt: skip
    show_files(post, rendered)
    _count_in(locked, post)
    settle_asked(locked, author)
    drop_published(author, key=key, thread=locked, seen_version=draft_version)
    entry = list_thread(locked, post)
    if entry:
        follow_by_writing(person=author, entry_id=entry.pk)
        told = tell_mentioned(mentioned, entry=entry, post=post, actor=author)
        near = audience_of(entry, "reply")
        notify("forum.reply", to=near.people - told, object_id=post.pk, actor=author, at_once=near.at_once)
    emit_all(thread_changes(locked, "post.added", post.pk), actor_id=author.pk)
    return post


def _still_there(post: Post | None, thread: Thread) -> Post | None:
    """Returns the post when it stands in this thread, else None: what somebody wrote is published all the same."""
    return Post.objects.filter(pk=post.pk, thread=thread, deleted_at=None).first() if post else None


@transaction.atomic
def edit_post(
    *, by: Person, post: Post, text: str, version: int, title: str | None = None, tags: Sequence[Tag] | None = None
) -> Post:
    """Replaces a post's text (and, for post 1, the thread's title and tags) and returns it; the former text is kept.

    Raises StaleEdit when the post is no longer at `version`, ChangedMeanwhile when it was deleted or its thread closed,
    and LimitReached for too many new links. People mentioned are told, each once. A quick correction
    (rules.is_correction) does not show as an edit.
    """
    rendered, mentioned = render_text(text, key=post.client_key, by=by, post=post)
    thread, current = lock_post(post)
    if not may_edit(by, current):
        raise ChangedMeanwhile
    new_title = title if title and current.number == 1 else thread.title
    is_retagged = tags is not None and current.number == 1 and set_tags(thread, tags)
    if (current.source, thread.title) == (text, new_title):
        if is_retagged:
            list_thread(thread)
            emit_all(thread_changes(thread, "thread.tagged", current.pk), actor_id=by.pk)
        return current
    if current.version != version:
        raise StaleEdit(current)
    check_links(by, thread.space, text=text, before=current.source)
    former_title = thread.title if current.number == 1 else ""
    former = Revision.objects.create(
        post=current, version=version, title=former_title, source=current.source, editor=by
    )
    current.source, current.html, current.renderer_version = text, rendered.html, rendered.version
    current.version = version + 1
    if not is_correction(by, current):
        current.edited_at, current.edited_by = clock.now(), by
    current.save(update_fields=["source", "html", "renderer_version", "version", "edited_at", "edited_by"])
    show_files(current, rendered, former=former)
    if new_title != thread.title:
        thread.title = new_title
        thread.save(update_fields=["title"])
    entry = list_thread(thread, current)
    if entry:
        tell_mentioned(mentioned, entry=entry, post=current, actor=by)
    emit_all(thread_changes(thread, "post.edited", current.pk), actor_id=by.pk)
    return current


@transaction.atomic
def delete_post(*, by: Person, post: Post) -> None:
    """Hides a post; with post 1 the whole thread. It can be restored. An accepted answer is accepted no longer.

    Who was told of it is bothered no more. Deleting twice is deleting once. Raises ChangedMeanwhile when the rules
    no longer allow it, for example because somebody has replied.
    """
    thread, current = lock_post(post)
    if current.deleted_at or thread.deleted_at:
        return
    if not may_delete(by, current):
        raise ChangedMeanwhile
    take_out(thread, current, by=by)
    emit_all(thread_changes(thread, "post.deleted", post.pk), actor_id=by.pk)


def take_out(thread: Thread, post: Post, *, by: Person, reason: str = "") -> None:
    """Takes a locked post, with post 1 its locked thread, out of sight of pages, lists, search and inboxes."""
    gone = {"deleted_at": clock.now(), "deleted_by": by, "deleted_reason": reason}
    for name, value in gone.items():
        setattr(thread if post.number == 1 else post, name, value)
    if post.number == 1:
        thread.pinned_at, thread.pinned_until, thread.is_announced = None, None, False  # its place may be taken by then
        thread.save(update_fields=[*gone, "pinned_at", "pinned_until", "is_announced"])
        settle(TOLD_KINDS, object_ids=Post.objects.filter(thread=thread).values("pk"))
    else:
        post.save(update_fields=list(gone))
        if thread.accepted_id == post.pk:
            take_acceptance_back(thread)
        _recount(thread, post, step=-1)
        settle(TOLD_KINDS, object_ids=[post.pk])
    list_thread(thread, post)


@transaction.atomic
def restore_post(*, by: Person, post: Post, reason: str = "") -> None:
    """Brings a deleted post back; with post 1 the whole thread. When it was hidden with a reason, that is a decision.

    Raises ChangedMeanwhile when the rules no longer allow it; nothing happens when it is there already.
    """
    thread, current = lock_post(post)
    gone = thread if post.number == 1 else current
    if gone.deleted_at is None:
        return
    if not may_restore(by, current):
        raise ChangedMeanwhile
    if gone.deleted_reason:
        record(**about(current), by=by, verb=Verb.RESTORED, reason=reason)
    gone.deleted_at, gone.deleted_by, gone.deleted_reason = None, None, ""
    gone.save(update_fields=["deleted_at", "deleted_by", "deleted_reason"])
    if post.number > 1:
        _recount(thread, post, step=1)
    back = {"thread": thread} if post.number == 1 else {"pk": post.pk}
    list_thread(thread, *Post.objects.filter(**back).order_by("number"))
    emit_all(thread_changes(thread, "post.restored", post.pk), actor_id=by.pk)


def about(post: Post) -> dict[str, Any]:
    """Returns what a decision about a post is about."""
    return {"kind": "post", "subject_id": post.pk, "space": post.thread.space, "author_id": post.author_id}


def lock_post(post: Post) -> tuple[Thread, Post]:
    """Returns the thread and the post as they stand now, locked until the transaction ends.

    Raises ChangedMeanwhile for a post that was moved to another thread meanwhile.
    """
    thread = _lock(post.thread)
    current = Post.objects.select_for_update().filter(pk=post.pk, thread=thread).first()
    if current is None:
        raise ChangedMeanwhile
    current.thread = thread
    return thread, current


def _lock(thread: Thread) -> Thread:
    """Returns the thread as it stands now, locked until the transaction ends."""
    return Thread.objects.select_for_update().get(pk=thread.pk)


def _count_in(thread: Thread, post: Post) -> None:
    thread.last_number, thread.reply_count = post.number, thread.reply_count + 1
    thread.last_activity_at, thread.last_author_id = post.created_at, post.author_id
    thread.save(update_fields=["last_number", "reply_count", "last_activity_at", "last_author"])
    _count_participant(thread, post, step=1)


def _recount(thread: Thread, post: Post, *, step: int) -> None:
    """Moves the counters after a deletion or a restoration; the last activity is that of the last visible post."""
    thread.reply_count += step
    last = Post.objects.filter(thread=thread, deleted_at=None).order_by("-created_at", "-number").first()
    if last:
        thread.last_activity_at, thread.last_author_id = last.created_at, last.author_id
    thread.save(update_fields=["reply_count", "last_activity_at", "last_author"])
    _count_participant(thread, post, step=step)


def _count_participant(thread: Thread, post: Post, *, step: int) -> None:
    if post.author_id is None:
        return
    row, _created = Participant.objects.get_or_create(thread=thread, person_id=post.author_id)
    Participant.objects.filter(pk=row.pk).update(posts=F("posts") + step)
