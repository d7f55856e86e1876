"""Starting a thread, closing it and opening it again."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from community.base import clock
from community.catalogue.actions import read_ahead
from community.catalogue.models import Entry
from community.following.actions import follow_by_writing
from community.following.models import Level
from community.following.queries import audience_of
from community.live.actions import Change, emit_all
from community.notifications.actions import notify, settle
from community.people.models import Person
from community.spaces.models import Space
from community.tags.models import Tag
from forum.actions.answerers import LOOKING_KINDS
from forum.actions.attachments import show_files
from forum.actions.drafts import drop_published
from forum.actions.errors import AlreadySent, ChangedMeanwhile
from forum.actions.polls import Ballot, create_poll
from forum.actions.writing import (
    list_thread,
    render_text,
    set_tags,
    tell_mentioned,
    thread_changes,
    where_author_stands,
)
from forum.models import Participant, Post, Thread
from forum.rules import may_lock


def start_thread(
    *, author: Person, space: Space, kind: str, title: str, text: str, key: str, audience: str | None = None,
    tags: Sequence[Tag] = (), poll: Ballot | None = None, about: Entry | None = None,
) -> Thread:  # fmt: skip
    """Starts a question, discussion or announcement, perhaps with a poll, and returns it. `about`: what it discusses.

    The same `key` with the same content returns the thread that is already there; with other content it raises
    AlreadySent.
    """
    read_ahead(title, text)
    try:
        written = {"kind": kind, "title": title, "text": text, "audience": audience or space.audience}
        return _start(author, space, key=key, tags=tags, poll=poll, about=about, **written)
    except IntegrityError:
        sent = Thread.objects.filter(author=author, client_key=key).first()
        if sent is None:
            if Post.objects.filter(author=author, client_key=key).exists():
                raise AlreadySent from None
            raise
        was = (sent.space_id, sent.kind, sent.audience, sent.title, sent.posts.get(number=1).source)
        if was != (space.pk, kind, audience or space.audience, title, text):
            raise AlreadySent from None
        return sent


@transaction.atomic
def _start(
    author: Person, space: Space, *, kind: str, title: str, text: str, key: str, audience: str, tags: Sequence[Tag],
    poll: Ballot | None, about: Entry | None,
) -> Thread:  # fmt: skip
    rendered, mentioned = render_text(text, key=key, by=author)
    now = clock.now()
    thread = Thread.objects.create(
        space=space, kind=kind, audience=audience, title=title, author=author, client_key=key, about=about,
        created_at=now, last_activity_at=now, last_author=author, last_number=1,
    )  # fmt: skip
    post = Post.objects.create(
        thread=thread, number=1, author=author, client_key=key, source=text, html=rendered.html,
        renderer_version=rendered.version, created_at=now, **where_author_stands(author, thread),
    )  # fmt: skip
    show_files(post, rendered)
    if poll:
        create_poll(post, poll)
    Participant.objects.create(thread=thread, person=author, posts=1)
    set_tags(thread, tags)
    drop_published(author, key=key)
    entry = list_thread(thread, post)
    if entry:
        follow_by_writing(person=author, entry_id=entry.pk, level=Level.INSTANT)
        told = tell_mentioned(mentioned, entry=entry, post=post, actor=author)
        new = audience_of(about or entry, "new")  # what discusses a page is news of the page
        notify("forum.asked", to=new.people - told, object_id=post.pk, actor=author, at_once=new.at_once)
    if about is None:  # others are listed once somebody has replied
        emit_all([Change(thread.list_stream, "thread.added", thread.pk)], actor_id=author.pk)
    return thread


@transaction.atomic
def lock_thread(*, by: Person, thread: Thread) -> Thread:
    """Closes a thread to new posts and to its authors' changes, and returns it. Closing twice is closing once.

    Nobody is asked to answer it any more. Raises ChangedMeanwhile when it was deleted meanwhile.
    """
    return _set_lock(by, thread, clock.now())


@transaction.atomic
def unlock_thread(*, by: Person, thread: Thread) -> Thread:
    """Opens a closed thread again and returns it. Raises ChangedMeanwhile when it was deleted meanwhile."""
    return _set_lock(by, thread, None)


def _set_lock(by: Person, thread: Thread, at: datetime | None) -> Thread:
    locked = Thread.objects.select_for_update().get(pk=thread.pk)
    if not may_lock(by, locked):
        raise ChangedMeanwhile
    if bool(locked.locked_at) != bool(at):
        locked.closed_with_subject = False  # from now on people decide
        locked.save(update_fields=["closed_with_subject"])
        set_open(locked, at, by)
    return locked


def set_open(locked: Thread, closed_at: datetime | None, by: Person | None) -> None:
    """Closes a thread, whose row is locked, from a moment on, or opens it (None); the rules were asked before."""
    locked.locked_at = closed_at
    locked.save(update_fields=["locked_at"])
    if closed_at:
        settle(LOOKING_KINDS, object_ids=Post.objects.filter(thread=locked, number=1).values("pk"))
    kind = "thread.locked" if closed_at else "thread.unlocked"
    emit_all(thread_changes(locked, kind, locked.pk), actor_id=by.pk if by else None)
