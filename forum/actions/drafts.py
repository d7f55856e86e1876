"""Keeping what is not published yet: saved while it is typed, deleted, gone once the text is published."""

from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy, ngettext

from community.base import clock
from community.notifications.actions import withdraw
from community.people.models import Person
from community.spaces.models import Space
from forum.actions.attachments import hold_files, let_files_go
from forum.actions.errors import ForumError
from forum.limits import MOST_DRAFTS
from forum.models import Draft, Post, Thread
from forum.models.drafts import BEING_WRITTEN

OWN_KINDS = ("forum.draft_refused",)
HELD_KINDS = ("forum.held",)


@dataclass(frozen=True)
class Written:
    """What somebody has typed so far. Replies have neither kind, title, tags nor audience."""

    text: str = ""
    title: str = ""
    kind: str = ""
    audience: str = ""
    tags: str = ""
    reply_to_id: int | None = None
    poll: dict[str, Any] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Returns whether there is nothing worth keeping."""
        return not self.text.strip() and not self.title.strip()


class DraftChanged(ForumError):
    """The draft was changed elsewhere since; `draft` is as it stands now."""

    said = gettext_lazy("You changed this draft in another window. Here are both texts: choose one.")
    status = 409

    def __init__(self, draft: Draft) -> None:
        super().__init__()
        self.draft = draft


class DraftWaits(ForumError):
    """What waits for its hour or for a facilitator is taken back before it is changed."""

    said = gettext_lazy("This text waits to be published. Take it back among your drafts to change it.")
    status = 409


class TooManyDrafts(ForumError):
    """A person keeps a hundred drafts at most."""

    status = 409

    def __init__(self) -> None:
        said = ngettext(
            "You have %(most)d draft, and no more can be kept. Delete one you do not need.",
            "You have %(most)d drafts, and no more can be kept. Delete some you do not need.",
            MOST_DRAFTS,
        )
        super().__init__(said % {"most": MOST_DRAFTS})


@transaction.atomic
def save_draft(
    *, author: Person, key: str, space: Space, written: Written, version: int, thread: Thread | None = None
) -> Draft | None:
    """Keeps what is typed and returns the draft; None when there is nothing to keep or it is published already.

    The draft is the one of this `key`, for a reply also the one being written in the thread. Saving the same twice is
    saving once. Raises DraftChanged when it is no longer at `version`, DraftWaits, TooManyDrafts.
    """
    draft = draft_of(author, key, thread)
    if draft is None:
        if written.is_empty or Post.objects.filter(author=author, client_key=key).exists():
            return None
        draft = add_draft(author=author, key=key, space=space, thread=thread, written=written)
        # Another tab was faster by a moment: what it saved is there now.
        return draft or save_draft(author=author, key=key, space=space, thread=thread, written=written, version=version)
    if written_of(draft) == written:
        return draft
    if draft.is_waiting:
        raise DraftWaits
    if draft.version != version:
        raise DraftChanged(draft)
    if written.is_empty:
        drop(draft)
        return None
    draft.client_key, draft.version = key, version + 1
    return put(draft, written)


def add_draft(
    *, author: Person, key: str, space: Space, thread: Thread | None, written: Written, **state: Any
) -> Draft | None:
    """Adds a draft and returns it, None when there is one by now; raises TooManyDrafts. In the caller's transaction."""
    if Draft.objects.filter(author=author).count() >= MOST_DRAFTS:
        raise TooManyDrafts
    try:
        with transaction.atomic():
            draft = Draft.objects.create(
                author=author, client_key=key, space=space, thread=thread, **vars(written), **state
            )
    except IntegrityError:
        if draft_of(author, key, thread) is None:
            raise
        return None
    hold_files(draft)
    return draft


def put(draft: Draft, written: Written, **state: Any) -> Draft:
    """Puts a text, and columns of its state, on a locked draft and returns it."""
    for name, value in {**vars(written), "failures": 0, **state, "changed_at": clock.now()}.items():
        setattr(draft, name, value)
    draft.save()
    hold_files(draft)
    return draft


def written_of(draft: Draft) -> Written:
    """Returns what a draft holds."""
    return Written(
        text=draft.text, title=draft.title, kind=draft.kind, audience=draft.audience, tags=draft.tags,
        reply_to_id=draft.reply_to_id, poll=draft.poll,
    )  # fmt: skip


@transaction.atomic
def delete_draft(*, by: Person, draft: Draft) -> None:
    """Deletes a person's own draft, whatever it waits for. Deleting twice is deleting once."""
    row = Draft.objects.select_for_update().filter(pk=draft.pk, author=by).first()
    if row:
        drop(row)


def drop(draft: Draft) -> None:
    """Removes a locked draft: nobody is told of it any more, and its files are free."""
    if draft.is_waiting or draft.refused_at:
        withdraw([*OWN_KINDS, *HELD_KINDS], object_id=draft.pk)
    let_files_go(draft)
    draft.delete()


def drop_published(author: Person, *, key: str, thread: Thread | None = None, seen_version: int | None = None) -> None:
    """Removes the draft of a text that was just published, in the same transaction: by its key, or by its thread.

    A reply's form says which version of the thread's draft it has seen (`seen_version`); one that was changed
    elsewhere since stays: it is another text.
    """
    for draft in Draft.objects.select_for_update().filter(_of_key_or_thread(key, thread), author=author):
        if draft.client_key == key or seen_version in (None, draft.version):
            drop(draft)


def draft_of(author: Person, key: str, thread: Thread | None) -> Draft | None:
    """Returns the draft of a key, else the reply that is being written in a thread; locked."""
    rows = list(Draft.objects.select_for_update().filter(_of_key_or_thread(key, thread), author=author))
    for row in rows:
        row.author = author
    return min(rows, key=lambda draft: draft.client_key != key, default=None)


def _of_key_or_thread(key: str, thread: Thread | None) -> Q:
    of_key = Q(client_key=key)
    return of_key | (BEING_WRITTEN & Q(thread=thread)) if thread else of_key
