"""Answers that hold: as of when and by which law, asked again when the review is due, called out of date."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from community.base import clock
from community.base.rounds import one_by_one
from community.catalogue.models import Entry
from community.following.queries import only_who_see, who_muted
from community.live.actions import emit_all
from community.notifications.actions import notify, withdraw
from community.people.models import Person
from community.spaces.models import Membership, Role
from forum.actions.errors import ChangedMeanwhile
from forum.actions.posts import lock_post
from forum.actions.writing import list_thread, thread_changes
from forum.models import Post, Thread
from forum.rules import may_date

REVIEW = "forum.review"
ANSWERED_WITHIN = timedelta(days=30)
_AGAIN_AFTER = timedelta(days=365)
_AT_ONCE = 100


@transaction.atomic
def date_answer(*, by: Person, post: Post, valid_on: date, review_on: date | None, legal_basis: str = "") -> Post:
    """Says as of when an answer holds, by which law, and when to look again; it is current again. Returns the post.

    Whoever was asked about it is asked no more. Raises ChangedMeanwhile when the rules no longer allow it.
    """
    thread, current = _lock(by, post)
    current.valid_on, current.review_on, current.legal_basis = valid_on, review_on, legal_basis
    current.review_asked_at, current.outdated_at, current.outdated_reason = None, None, ""
    return _settled(thread, current, by)


def confirm_answer(*, by: Person, post: Post) -> Post:
    """Says that an answer holds as of today; it is looked at again after as long as the last time. Returns the post."""
    pause = _AGAIN_AFTER
    if post.review_on and post.valid_on and post.review_on > post.valid_on:
        pause = post.review_on - post.valid_on
    today = timezone.localdate(clock.now())
    return date_answer(by=by, post=post, valid_on=today, review_on=today + pause, legal_basis=post.legal_basis)


@transaction.atomic
def outdate_answer(*, by: Person, post: Post, reason: str) -> Post:
    """Says that an answer no longer holds, and why, and returns it: it says so, and search shows it lower.

    Raises ChangedMeanwhile when the rules no longer allow it.
    """
    thread, current = _lock(by, post)
    current.outdated_at, current.outdated_reason = clock.now(), reason
    return _settled(thread, current, by)


def ask_for_reviews() -> int:
    """Asks author and experts whether answers still hold whose review is due, each once, by the ways they chose;

    an answer that nobody has spoken up for within thirty days counts as expired. Returns how many answers it touched.
    """
    today = timezone.localdate(clock.now())
    waiting = Post.objects.filter(deleted_at=None, thread__deleted_at=None, outdated_at=None)
    due = waiting.filter(review_on__lte=today, review_asked_at=None).order_by("review_on", "pk")
    silent = waiting.filter(review_on__lt=today - ANSWERED_WITHIN, review_asked_at__lte=clock.now() - ANSWERED_WITHIN)
    asked = one_by_one(list(due.values_list("pk", flat=True)[:_AT_ONCE]), _ask)
    return asked + one_by_one(list(silent.values_list("pk", flat=True)[:_AT_ONCE]), _expire)


@transaction.atomic
def _ask(post_id: int) -> bool:
    """Asks about one answer when nobody was asked yet; returns whether it did. A second worker finds nothing to do."""
    rows = Post.objects.select_for_update()  # without a join: the post may be moved to another thread meanwhile
    post = rows.filter(pk=post_id, review_asked_at=None, outdated_at=None, deleted_at=None).first()
    if post is None:
        return False
    post.review_asked_at = clock.now()
    post.save(update_fields=["review_asked_at"])
    notify(REVIEW, to=_who_can_tell(post), object_id=post.pk, actor=None)
    return True


@transaction.atomic
def _expire(post_id: int) -> bool:
    """Counts one answer as expired; returns whether it was still waiting for a word."""
    thread, post = lock_post(Post.objects.select_related("thread").get(pk=post_id))
    if post.outdated_at or post.review_asked_at is None or post.deleted_at or thread.deleted_at:
        return False
    post.outdated_at = clock.now()
    _settled(thread, post, None)
    return True


def _who_can_tell(post: Post) -> set[int]:
    """Returns who knows whether an answer holds: its author, and the experts of its space who have not muted it."""
    entry = Entry.objects.filter(kind=post.thread.kind, subject_id=post.thread_id).first()
    if entry is None:
        return set()
    experts = Membership.objects.filter(space_id=post.thread.space_id, role=Role.EXPERT)
    people = {*experts.values_list("person_id", flat=True), *([post.author_id] if post.author_id else [])}
    return only_who_see(entry, people) - who_muted(entry)


def _lock(by: Person, post: Post) -> tuple[Thread, Post]:
    thread, current = lock_post(post)
    if not may_date(by, current):
        raise ChangedMeanwhile
    return thread, current


def _settled(thread: Thread, post: Post, by: Person | None) -> Post:
    """Stores what is said of an answer; its thread's entry, who was asked, and open pages follow. Returns the post."""
    post.save(
        update_fields=["valid_on", "review_on", "legal_basis", "review_asked_at", "outdated_at", "outdated_reason"]
    )
    withdraw([REVIEW], object_id=post.pk)
    list_thread(thread)
    emit_all(thread_changes(thread, "post.dated", post.pk), actor_id=by.pk if by else None)
    return post
