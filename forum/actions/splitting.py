"""Making a thread of its own out of some of a thread's replies."""

import uuid
from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from community.catalogue.actions import copy_seen, withdraw_texts
from community.following.carrying import follow_alike, stay_told
from community.following.queries import who_muted
from community.live.actions import Change, emit_all
from community.notifications.actions import notify
from community.people.models import Person
from forum.actions.answers import take_acceptance_back
from forum.actions.errors import ChangedMeanwhile, ForumError
from forum.actions.relocating import lock_threads, recount, relocate
from forum.actions.writing import list_thread, set_tags
from forum.models import Post, TaggedThread, Thread
from forum.rules import may_facilitate

MOST_FRAMES = 20


class NothingChosen(ForumError):
    """Nothing was chosen that can go."""

    said = _("Choose at least one post that is to go into the new thread.")
    status = 422


class FirstChosen(ForumError):
    """The first post is the thread's own text."""

    said = _("The first post is what the thread is about, so it stays. To put all of it elsewhere, merge the thread.")
    status = 422


class ChosenChanged(ForumError):
    """A chosen post is not there any more."""

    said = _("A post that you chose was deleted or moved meanwhile. Look through your choice and send it again.")
    status = 409


@transaction.atomic
def split_thread(
    *, by: Person, thread: Thread, numbers: Collection[int], title: str, kind: str, note: str = "", key: str = ""
) -> Thread:
    """Makes a new thread out of these posts (by number) and returns it; the oldest of them becomes its first post.

    It stands in the same space for the same readers, is its first author's, carries the thread's tags, and is read by
    whoever had read it. Bookmarks stay with the old thread, whose stubs lead on; an accepted answer that goes is
    accepted no longer. The same `key` again returns the thread that is already there.

    Raises NothingChosen, FirstChosen, ChosenChanged, and ChangedMeanwhile when the rules no longer allow it.
    """
    locked = lock_threads([thread.pk])[thread.pk]
    if not may_facilitate(by, locked):
        raise ChangedMeanwhile
    client_key = key or str(uuid.uuid4())
    if made := Thread.objects.filter(client_key=client_key, posts__moved_from__thread=locked).first():
        return made
    chosen = _chosen(locked, set(numbers))
    was = [post.number for post in chosen]
    new = _new_thread(locked, chosen[0], title=title, kind=kind, note=note, key=client_key)
    is_accepted_gone = any(post.pk == locked.accepted_id for post in chosen)
    if is_accepted_gone:
        take_acceptance_back(locked)
    relocate(chosen, new, {post.pk: place for place, post in enumerate(chosen, start=1)})
    set_tags(new, [row.tag for row in TaggedThread.objects.filter(content_object=locked).select_related("tag")])
    recount(locked)
    recount(new)
    writers = {post.author_id for post in chosen if post.author_id}
    quiet = _list_both(locked, new, chosen, was, writers)
    told = writers | {locked.author_id} if locked.author_id else writers
    notify("forum.split", to=told - quiet, object_id=new.pk, actor=by)
    emit_all(_changes(locked, new, chosen, reads_again=is_accepted_gone), actor_id=by.pk)
    return new


def _chosen(thread: Thread, numbers: set[int]) -> list[Post]:
    """Returns the chosen posts by number, locked; raises when they cannot go."""
    if not numbers:
        raise NothingChosen
    if 1 in numbers:
        raise FirstChosen
    rows = Post.objects.select_for_update().filter(thread=thread, number__in=numbers, deleted_at=None)
    posts = list(rows.order_by("number"))
    if len(posts) != len(numbers):
        raise ChosenChanged
    return posts


def _new_thread(thread: Thread, first: Post, *, title: str, kind: str, note: str, key: str) -> Thread:
    return Thread.objects.create(
        space=thread.space, kind=kind, audience=thread.audience, title=title, author_id=first.author_id,
        client_key=key, about=thread.about, created_at=first.created_at, last_activity_at=first.created_at, note=note,
    )  # fmt: skip


def _list_both(thread: Thread, new: Thread, posts: list[Post], was: list[int], writers: set[int]) -> set[int]:
    """Brings the catalogue up to date, and what people have read and follow; returns who has muted the thread."""
    entry = list_thread(thread)
    if entry:
        withdraw_texts(entry, was)
    made = list_thread(new, *posts)
    if entry and made:
        copy_seen(entry=entry, into=made, numbers=was)
        stay_told(entry_id=entry.pk, into_id=made.pk, numbers=was)
        follow_alike(entry_id=entry.pk, into_id=made.pk, writers=writers)
    return who_muted(entry) if entry else set()


def _changes(thread: Thread, new: Thread, posts: list[Post], *, reads_again: bool) -> list[Change]:
    """Few posts become stubs on open pages at once; for many, or when another place changes, pages read themselves."""
    is_much = reads_again or len(posts) > MOST_FRAMES
    moved = [Change(thread.stream, "post.moved", post.pk) for post in posts]
    told = [Change(thread.stream, "thread.split", thread.pk)] if is_much else moved
    left = Change(thread.list_stream, "thread.changed", thread.pk)
    return [*told, left, Change(new.list_stream, "thread.added", new.pk)]
