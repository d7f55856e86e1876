"""The one door for what people send: published now, held for a facilitator, or kept for its hour."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from community.base import clock
from community.notifications.actions import notify, withdraw
from community.people.models import Person
from community.spaces.models import Space
from community.spaces.queries.people import facilitators_of
from community.tags.models import Tag
from forum.actions.attachments import check_files, files_for
from forum.actions.drafts import HELD_KINDS, OWN_KINDS, Written, add_draft, draft_of, put, written_of
from forum.actions.errors import ForumError
from forum.actions.limiting import check_limits
from forum.actions.polls import Ballot
from forum.actions.posts import reply
from forum.actions.threads import start_thread
from forum.limits import LONGEST_WAIT
from forum.models import Draft, Post, Thread
from forum.rules import may_schedule, waits_for_a_facilitator


@dataclass(frozen=True)
class Published:
    """It is there: the post, with its thread."""

    post: Post


@dataclass(frozen=True)
class Held:
    """A facilitator reads it first."""

    draft: Draft


@dataclass(frozen=True)
class Scheduled:
    """It appears at its hour."""

    draft: Draft


Sent = Published | Held | Scheduled


class BadHour(ForumError):
    """An hour at which nothing can be published."""

    status = 422


def submit_thread(
    *, author: Person, space: Space, kind: str, title: str, text: str, key: str, audience: str,
    tags: Sequence[Tag] = (), publish_at: datetime | None = None, poll: Ballot | None = None,
) -> Sent:  # fmt: skip
    """Starts a thread, or keeps it for its hour (`publish_at`, facilitators only) or for a facilitator.

    The same `key` again has the same outcome. Raises what `start_thread` raises, LimitReached, BadHour, TooManyDrafts.
    """
    written = Written(
        text=text, title=title, kind=kind, audience=audience, tags=", ".join(tag.name for tag in tags),
        poll=poll.kept() if poll else {},
    )  # fmt: skip
    if not is_sent(author, key):
        if publish_at:
            return Scheduled(schedule(author=author, key=key, space=space, written=written, publish_at=publish_at))
        if held := _held(author, key, space, None, written, None):
            return Held(held)
    thread = start_thread(
        author=author, space=space, kind=kind, title=title, text=text, key=key, audience=audience, tags=tags, poll=poll
    )
    return Published(Post.objects.select_related("thread__space").get(thread=thread, number=1))


def submit_reply(
    *, author: Person, thread: Thread, text: str, key: str, reply_to: Post | None = None,
    draft_version: int | None = None,
) -> Sent:  # fmt: skip
    """Adds a reply, or keeps it for a facilitator. Raises what `reply` raises, and LimitReached, TooManyDrafts."""
    if not is_sent(author, key):
        written = Written(text=text, reply_to_id=reply_to.pk if reply_to else None)
        if held := _held(author, key, thread.space, thread, written, draft_version):
            return Held(held)
    return Published(
        reply(author=author, thread=thread, text=text, key=key, reply_to=reply_to, draft_version=draft_version)
    )


def is_sent(author: Person, key: str) -> bool:
    """Returns whether a form of this key was published already: sending it again is neither limited nor held."""
    return Post.objects.filter(author=author, client_key=key).exists()


def schedule(
    *, author: Person, key: str, space: Space, written: Written, publish_at: datetime, thread: Thread | None = None
) -> Draft:
    """Keeps a text for its hour and returns it; the round `forum.publish_due` publishes it.

    Raises BadHour for the past or more than a year ahead, ForumError for who does not facilitate the space.
    """
    check_hour(author, space, publish_at)
    return _wait(author, key, space, thread, written, None, publish_at=publish_at, held_at=None)


def check_hour(author: Person, space: Space, publish_at: datetime) -> None:
    """Raises BadHour for an hour at which nothing can be published, ForumError for who may not choose one."""
    if not may_schedule(author, space.pk):
        raise ForumError(_("Only facilitators of this place can publish at a chosen hour."), status=403)
    if publish_at <= clock.now():
        raise BadHour(_("This hour has passed. Choose a later one, or publish at once."))
    if publish_at > clock.now() + LONGEST_WAIT:
        raise BadHour(_("Choose a day within the next year."))


def _held(
    author: Person, key: str, space: Space, thread: Thread | None, written: Written, seen_version: int | None
) -> Draft | None:
    """Returns the text as it waits for a facilitator, None when it can be published; asks the limits for a new one."""
    before = Draft.objects.filter(author=author, client_key=key, held_at__isnull=False).first()
    if before and written_of(before) == written:
        return before
    if not before:
        check_limits(author, space, text=written.text, starts_thread=thread is None)
    if not waits_for_a_facilitator(author, space):
        return None
    return _wait(author, key, space, thread, written, seen_version, held_at=clock.now(), publish_at=None)


@transaction.atomic
def _wait(
    author: Person, key: str, space: Space, thread: Thread | None, written: Written, seen_version: int | None,
    *, held_at: datetime | None, publish_at: datetime | None,
) -> Draft:  # fmt: skip
    """Makes the draft of a form wait, or adds one, and returns it; facilitators hear of what waits for them.

    A reply waits where its thread stands now, which is locked first: it may just be moved. Raises TooManyFiles.
    """
    check_files(files_for(written.text, by=author))
    if thread:
        space = Thread.objects.select_for_update().get(pk=thread.pk).space
    state = {"held_at": held_at, "publish_at": publish_at, "refused_at": None, "refused_reason": ""}
    draft = draft_of(author, key, thread)
    if draft and draft.client_key != key and seen_version not in (None, draft.version):
        draft = None  # another window's text: it stays a draft
    if draft:
        draft.client_key, draft.version = key, draft.version + 1
        put(draft, written, **state)
        withdraw([*OWN_KINDS, *HELD_KINDS], object_id=draft.pk)
    else:
        draft = add_draft(author=author, key=key, space=space, thread=thread, written=written, **state)
    if draft is None:  # the same form arrived a moment before
        return _wait(author, key, space, thread, written, seen_version, held_at=held_at, publish_at=publish_at)
    if held_at:
        notify("forum.held", to=facilitators_of(space.pk), object_id=draft.pk, actor=author)
    return draft


def waiting_in(thread: Thread) -> list[int]:
    """Returns the ids of the replies to a thread that wait for a facilitator. One query."""
    return list(Draft.objects.filter(thread=thread, held_at__isnull=False).values_list("pk", flat=True))


def ask_anew(draft_ids: Collection[int]) -> None:
    """Tells who facilitates where these waiting replies (ids) belong now; who was asked before is asked no more.

    One query, and those of telling for each of them.
    """
    rows = Draft.objects.filter(pk__in=draft_ids, thread__isnull=False).select_related("author", "thread")
    for draft in rows.order_by("pk"):
        assert draft.thread
        withdraw(HELD_KINDS, object_id=draft.pk)
        notify("forum.held", to=facilitators_of(draft.thread.space_id), object_id=draft.pk, actor=draft.author)
