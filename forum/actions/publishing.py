"""What waited is published through the ordinary verbs, by its hour or by a facilitator's word; or comes back."""

import logging
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from community.base import clock
from community.base.http import Refused
from community.catalogue.actions import read_ahead
from community.notifications.actions import notify, withdraw
from community.people.models import Person
from community.tags.models import Tag
from community.tags.queries import choices_for
from forum.actions.drafts import HELD_KINDS, OWN_KINDS, drop, put, written_of
from forum.actions.errors import ChangedMeanwhile, ForumError
from forum.actions.polls import Ballot, kept_ballot
from forum.actions.posts import reply
from forum.actions.submitting import check_hour
from forum.actions.threads import start_thread
from forum.models import Draft, Post, Thread
from forum.models.drafts import BEING_WRITTEN
from forum.rules import find_held_for, may_publish_draft, may_schedule

AT_ONCE = 100
PAUSES = (timedelta(minutes=2), timedelta(minutes=8), timedelta(minutes=32))
logger = logging.getLogger(__name__)


def publish_due() -> int:
    """Publishes what is due, the earliest first, and returns how many texts; what the rules refuse comes back.

    Each in a transaction of its own: one that breaks is logged, and tried again after 2, 8 and 32 minutes, so that it
    holds nobody up; then it comes back to its author, too.
    """
    due = Draft.objects.filter(publish_at__lte=clock.now()).order_by("publish_at", "pk")
    done = 0
    for draft_id, title, text in list(due.values_list("pk", "title", "text")[:AT_ONCE]):
        try:
            read_ahead(title, text)
            done += _publish_scheduled(draft_id)
        except Exception:
            logger.exception("The scheduled text %s could not be published.", draft_id)
            _put_off(draft_id)
    return done


@transaction.atomic
def _put_off(draft_id: int) -> None:
    """Puts off a text whose publishing broke; after the last pause it comes back to its author."""
    draft = Draft.objects.select_for_update().filter(pk=draft_id, publish_at__lte=clock.now()).first()
    if draft is None:
        return
    if draft.failures < len(PAUSES):
        draft.publish_at = clock.now() + PAUSES[draft.failures]
        draft.failures += 1
        draft.save(update_fields=["publish_at", "failures"])
        return
    with translation.override(draft.author.language):
        why = _("Something went wrong on our side four times, and the text stays here. Try again, or write to us.")
        _give_back(draft, why, by=None)


@transaction.atomic
def _publish_scheduled(draft_id: int) -> bool:
    """Publishes one text when it is still due; returns whether it is there. A second worker finds nothing to do."""
    _lock_thread_of(draft_id)
    rows = Draft.objects.select_for_update(of=("self",), skip_locked=True)
    draft = _with_place(rows).filter(pk=draft_id, publish_at__lte=clock.now()).first()
    if draft is None:
        return False
    with translation.override(draft.author.language):
        why = "" if may_schedule(draft.author, _space_id(draft)) else _("You no longer facilitate this place.")
        why = why or _fault(draft)
        try:
            if not why:
                with transaction.atomic():
                    _publish(draft)
        except Refused as refused:
            why = refused.sentence
        if why:
            _give_back(draft, why, by=None)
    return not why


@transaction.atomic
def publish_held(*, by: Person, draft: Draft, version: int) -> Post:
    """Publishes a text that waits for a facilitator's word, as its author's, and returns the post; its author is told.

    Raises Http404 when it no longer waits, ChangedMeanwhile when it has left `version`, ForumError when the rules no
    longer let its author publish there.
    """
    held = _lock_held(by, draft, version)
    if why := _fault(held):
        raise ForumError(why, status=409)
    withdraw([*OWN_KINDS, *HELD_KINDS], object_id=held.pk)
    post = _publish(held)
    notify("forum.published", to=[held.author_id], object_id=post.pk, actor=by)
    return post


@transaction.atomic
def refuse_held(*, by: Person, draft: Draft, version: int, reason: str) -> Draft:
    """Gives a text that waits back to its author with the reason, and returns it: it is their draft again.

    Raises Http404 when it no longer waits, ChangedMeanwhile when it has left `version`.
    """
    return _give_back(_lock_held(by, draft, version), reason, by=by)


@transaction.atomic
def take_back(*, by: Person, draft: Draft) -> Draft:
    """Makes a text that waits its author's draft again and returns it. Nothing happens to one that does not wait.

    A reply that is being written beside it in the same thread is kept: the text that comes back is put before it.
    """
    row = _lock_own(by, draft)
    if row is None:
        raise ChangedMeanwhile
    if not row.is_waiting:
        return row
    withdraw(HELD_KINDS, object_id=row.pk)
    written = written_of(row)
    others = Draft.objects.select_for_update().filter(BEING_WRITTEN, author=by, thread=row.thread)
    beside = others.first() if row.thread else None
    if beside:
        written = replace(written, text="\n\n".join([written.text, beside.text]))
        drop(beside)
    return put(row, written, publish_at=None, held_at=None, version=row.version + 1)


@transaction.atomic
def reschedule(*, by: Person, draft: Draft, publish_at: datetime, poll: Ballot | None = None) -> Draft:
    """Gives a person's own draft, with the poll that it asks, its hour, or another one, and returns it.

    Raises BadHour, ForumError for who does not facilitate the space, ChangedMeanwhile when it is gone or held.
    """
    row = _lock_own(by, draft)
    if row is None or row.held_at:
        raise ChangedMeanwhile
    check_hour(by, row.thread.space if row.thread else row.space, publish_at)
    withdraw(OWN_KINDS, object_id=row.pk)
    written = replace(written_of(row), poll=poll.kept() if poll else {})
    return put(row, written, publish_at=publish_at, refused_at=None, refused_reason="")


def _publish(draft: Draft) -> Post:
    """Publishes a locked draft through the ordinary verb, which removes the draft; returns the post."""
    if draft.thread:
        return reply(
            author=draft.author, thread=draft.thread, text=draft.text, key=draft.client_key, reply_to=draft.reply_to,
            draft_version=0,
        )  # fmt: skip
    thread = start_thread(
        author=draft.author, space=draft.space, kind=draft.kind, title=draft.title, text=draft.text,
        key=draft.client_key, audience=draft.audience, tags=_tags(draft),
        poll=kept_ballot(draft.poll),
    )  # fmt: skip
    return Post.objects.get(thread=thread, number=1)


def _fault(draft: Draft) -> str:
    """Returns why a draft's author cannot publish it any more, empty when they can."""
    if may_publish_draft(draft.author, draft):
        return ""
    if draft.thread:
        return _("The thread was closed or is gone, so nothing can be added to it.")
    return _("The author can no longer start threads of this kind in this place.")


def _give_back(draft: Draft, why: str, *, by: Person | None) -> Draft:
    """Makes a locked draft its author's again, with the reason, and tells them."""
    put(draft, written_of(draft), publish_at=None, held_at=None, refused_at=clock.now(), refused_reason=why)
    withdraw([*OWN_KINDS, *HELD_KINDS], object_id=draft.pk)
    notify("forum.draft_refused", to=[draft.author_id], object_id=draft.pk, actor=by)
    return draft


def _lock_held(by: Person, draft: Draft, version: int) -> Draft:
    """Returns a text that waits for a person's word, its row locked; the rules are asked under the lock."""
    _lock_thread_of(draft.pk)
    Draft.objects.select_for_update().filter(pk=draft.pk).first()  # without a join: its thread may be merged meanwhile
    held = find_held_for(by, draft.pk)
    if held.version != version:
        raise ChangedMeanwhile
    return held


def _lock_own(by: Person, draft: Draft) -> Draft | None:
    """Returns a person's own draft as it stands now, locked; None when it is gone."""
    _lock_thread_of(draft.pk)
    rows = Draft.objects.select_for_update(of=("self",))
    return _with_place(rows).filter(pk=draft.pk, author=by).first()


def _lock_thread_of(draft_id: int) -> None:
    """Locks the thread to which a draft replies, before the draft: so do the verbs that move or merge threads."""
    thread_id = Draft.objects.filter(pk=draft_id).values_list("thread_id", flat=True).first()
    if thread_id:
        Thread.objects.select_for_update().filter(pk=thread_id).first()


def _with_place(rows: QuerySet[Draft]) -> QuerySet[Draft]:
    return rows.select_related("author", "space", "thread__space", "reply_to")


def _space_id(draft: Draft) -> int:
    """Returns where a draft belongs now: a reply goes where its thread was moved."""
    return draft.thread.space_id if draft.thread else draft.space_id


def _tags(draft: Draft) -> list[Tag]:
    """Returns the topics that a draft names, as far as its author may still choose them."""
    names = [name for name in draft.tags.split(", ") if name]
    if not names:
        return []
    choices = choices_for(draft.author)
    return list(dict.fromkeys(tag for name in names if (tag := choices.find(name))))
