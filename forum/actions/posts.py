"""Replying, editing, deleting and restoring posts."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.db.models import F

from community.base import clock
from community.catalogue.actions import read_ahead
from community.following.actions import follow_by_writing
from community.following.queries import audience_of
from community.live.actions import emit_all
from community.notifications.actions import notify, settle
from community.people.models import Person
from community.tags.models import Tag
from forum.actions.answers import take_acceptance_back
from forum.actions.errors import AlreadySent, ChangedMeanwhile, StaleEdit, ThreadLocked
from forum.actions.writing import (
    list_thread,
    render_text,
    set_tags,
    tell_mentioned,
    thread_changes,
    where_author_stands,
)
from forum.models import Participant, Post, Revision, Thread
from forum.rules import may_delete, may_edit

TOLD_KINDS = ("forum.reply", "forum.mention", "forum.accepted", "forum.asked")


def reply(*, author: Person, thread: Thread, text: str, key: str) -> Post:
    """Adds a post to a thread and returns it.

    The same `key` with the same text returns the post that is already there; with another text it raises
    AlreadySent. Raises ThreadLocked when the thread was closed meanwhile.
    """
    read_ahead(text)
    try:
        return _reply(author, thread, text=text, key=key)
    except IntegrityError:
        sent = Post.objects.filter(author=author, client_key=key).select_related("thread").first()
        if sent is None:
            raise
        if (sent.thread_id, sent.source) != (thread.pk, text):
            raise AlreadySent from None
        return sent


@transaction.atomic
def _reply(author: Person, thread: Thread, *, text: str, key: str) -> Post:
    rendered, mentioned = render_text(text, key=key)
    stands = where_author_stands(author, thread)
    locked = _lock(thread)
    if locked.locked_at or locked.deleted_at:
        raise ThreadLocked
    post = Post.objects.create(
        thread=locked, number=locked.last_number + 1, author=author, client_key=key, source=text, html=rendered.html,
        renderer_version=rendered.version, **stands,
    )  # fmt: skip
    _count_in(locked, post)
    entry = list_thread(locked, post)
    if entry:
        follow_by_writing(person=author, entry_id=entry.pk)
        told = tell_mentioned(mentioned, entry=entry, post=post, actor=author)
        notify("forum.reply", to=audience_of(entry, "reply") - told, object_id=post.pk, actor=author)
    emit_all(thread_changes(locked, "post.added", post.pk), actor_id=author.pk)
    return post


@transaction.atomic
def edit_post(
    *, by: Person, post: Post, text: str, version: int, title: str | None = None, tags: Sequence[Tag] | None = None
) -> Post:
    """Replaces a post's text (and, for post 1, the thread's title and tags) and returns it; the former text is kept.

    Raises StaleEdit when the post is no longer at `version`, and ChangedMeanwhile when it was deleted or its thread
    closed. People mentioned are told, each once.
    """
    rendered, mentioned = render_text(text, key=post.client_key)
    thread, current = _lock_post(post)
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
    former_title = thread.title if current.number == 1 else ""
    Revision.objects.create(post=current, version=version, title=former_title, source=current.source, editor=by)
    current.source, current.html, current.renderer_version = text, rendered.html, rendered.version
    current.version, current.edited_at, current.edited_by = version + 1, clock.now(), by
    current.save(update_fields=["source", "html", "renderer_version", "version", "edited_at", "edited_by"])
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
    thread, current = _lock_post(post)
    if current.deleted_at or thread.deleted_at:
        return
    if not may_delete(by, current):
        raise ChangedMeanwhile
    now = clock.now()
    if post.number == 1:
        thread.deleted_at, thread.deleted_by = now, by
        thread.save(update_fields=["deleted_at", "deleted_by"])
        settle(TOLD_KINDS, object_ids=Post.objects.filter(thread=thread).values("pk"))
    else:
        current.deleted_at, current.deleted_by = now, by
        current.save(update_fields=["deleted_at", "deleted_by"])
        if thread.accepted_id == post.pk:
            take_acceptance_back(thread)
        _recount(thread, post, step=-1)
        settle(TOLD_KINDS, object_ids=[post.pk])
    list_thread(thread, current)
    emit_all(thread_changes(thread, "post.deleted", post.pk), actor_id=by.pk)


@transaction.atomic
def restore_post(*, by: Person, post: Post) -> None:
    """Brings a deleted post back; with post 1 the whole thread."""
    thread = _lock(post.thread)
    if post.number == 1:
        Thread.objects.filter(pk=thread.pk).update(deleted_at=None, deleted_by=None)
        thread.deleted_at = None
    elif Post.objects.filter(pk=post.pk, deleted_at__isnull=False).update(deleted_at=None, deleted_by=None):
        _recount(thread, post, step=1)
    back = {"thread": thread} if post.number == 1 else {"pk": post.pk}
    list_thread(thread, *Post.objects.filter(**back).order_by("number"))
    emit_all(thread_changes(thread, "post.restored", post.pk), actor_id=by.pk)


def _lock_post(post: Post) -> tuple[Thread, Post]:
    """Returns the thread and the post as they stand now, locked until the transaction ends."""
    thread = _lock(post.thread)
    current = Post.objects.select_for_update().get(pk=post.pk)
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
    last = Post.objects.filter(thread=thread, deleted_at=None).order_by("-number").first()
    if last:
        thread.last_activity_at, thread.last_author_id = last.created_at, last.author_id
    thread.save(update_fields=["reply_count", "last_activity_at", "last_author"])
    _count_participant(thread, post, step=step)


def _count_participant(thread: Thread, post: Post, *, step: int) -> None:
    if post.author_id is None:
        return
    row, _created = Participant.objects.get_or_create(thread=thread, person_id=post.author_id)
    Participant.objects.filter(pk=row.pk).update(posts=F("posts") + step)
