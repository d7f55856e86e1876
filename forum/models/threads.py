"""Threads, their topics and who takes part in them; and where posts stand on their pages."""

from functools import lru_cache
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from community.base import clock
from community.base.names import words_for_address
from community.catalogue.models import Entry
from community.spaces.models import Audience, Space
from community.tags.models import Tag

POSTS_ON_A_PAGE = 20


class ThreadKind(models.TextChoices):
    """What a thread is; only a question can have an accepted answer."""

    QUESTION = "question", pgettext_lazy("thread kind", "question")
    DISCUSSION = "discussion", pgettext_lazy("thread kind", "discussion")
    ANNOUNCEMENT = "announcement", pgettext_lazy("thread kind", "announcement")


_LIVE = Q(deleted_at=None)
_UNANSWERED = Q(deleted_at=None, kind="question", reply_count=0)
_PINNED = Q(deleted_at=None, pinned_at__isnull=False)


class ThreadSet(models.QuerySet["Thread"]):
    """Filters on a thread's own columns."""

    def live(self) -> Self:
        """Returns threads that were not deleted."""
        return self.filter(deleted_at=None)

    def talked_in(self) -> Self:
        """Returns threads that lists show: discussions of pages only once somebody has replied."""
        return self.filter(Q(about=None) | Q(reply_count__gt=0))

    def unanswered(self) -> Self:
        """Returns questions that nobody has replied to, less those that are answered elsewhere."""
        return self.filter(kind=ThreadKind.QUESTION, reply_count=0, duplicate_of=None)

    def solved(self) -> Self:
        """Returns questions with an accepted answer."""
        return self.filter(accepted__isnull=False)

    def pinned(self) -> Self:
        """Returns threads that stand on top of their lists now."""
        return self.filter(Q(pinned_until=None) | Q(pinned_until__gt=clock.now()), pinned_at__isnull=False)


class TaggedThread(models.Model):
    """A thread carries a tag."""

    content_object = models.ForeignKey("Thread", on_delete=models.CASCADE, related_name="tagged")
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="tagged_threads")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["content_object", "tag"], name="thread_tag_once")]

    def __str__(self) -> str:
        return f"{self.content_object_id} #{self.tag_id}"


class Thread(models.Model):
    """A question, discussion or announcement in a space. Its text is its post number 1.

    One that was merged is deleted and has `merged_into`: a shell that leads on, with stubs for its posts. `note`: what
    a facilitator gave as the reason when they last moved it or made it out of another, for its author only;
    `duplicate_note`: what readers of a duplicate are told beside the way to the answer.
    `about`: what it is the discussion of; `closed_with_subject`: closed since that is shown no more.
    `was_locked`: a duplicate that was closed before it was called one, and stays so when that is taken back.
    """

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="threads")
    kind = models.CharField(max_length=12, choices=ThreadKind)
    audience = models.CharField(max_length=10, choices=Audience)
    title = models.CharField(max_length=300)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="threads")
    client_key = models.CharField(max_length=40)
    about = models.ForeignKey(Entry, null=True, blank=True, on_delete=models.SET_NULL, related_name="discussions")
    created_at = models.DateTimeField(default=clock.now)
    last_number = models.PositiveIntegerField(default=0)
    reply_count = models.PositiveIntegerField(default=0)
    last_activity_at = models.DateTimeField(default=clock.now)
    last_author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    accepted = models.ForeignKey("Post", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    accepted_at = models.DateTimeField(null=True, blank=True)
    locked_at = models.DateTimeField(null=True, blank=True)
    was_locked = models.BooleanField(default=False)
    closed_with_subject = models.BooleanField(default=False)
    deleted_at = models.DateTimeField(null=True, blank=True)
    deleted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    deleted_reason = models.TextField(blank=True)
    pinned_at = models.DateTimeField(null=True, blank=True)
    pinned_until = models.DateTimeField(null=True, blank=True)
    is_announced = models.BooleanField(default=False)
    duplicate_of = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="duplicates"
    )
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="merged")
    successor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="inherited_threads"
    )
    escalated_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=600, blank=True)
    duplicate_note = models.CharField(max_length=600, blank=True)

    objects = ThreadSet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["author", "client_key"], name="thread_posted_once")]
        indexes = [
            models.Index(fields=["-last_activity_at", "-id"], condition=_LIVE, name="thread_active"),
            models.Index(fields=["-created_at", "-id"], condition=_LIVE, name="thread_newest"),
            models.Index(fields=["space", "-last_activity_at", "-id"], condition=_LIVE, name="thread_active_in_space"),
            models.Index(fields=["space", "-created_at", "-id"], condition=_LIVE, name="thread_newest_in_space"),
            models.Index(fields=["-last_activity_at", "-id"], condition=_UNANSWERED, name="thread_unanswered"),
            models.Index(fields=["space"], condition=_PINNED, name="thread_pinned"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def slug(self) -> str:
        """Returns the words of the title for the address."""
        return slug_of(self.title)

    @property
    def url(self) -> str:
        """Returns the thread's address without a language prefix."""
        return thread_url(self.pk, self.title)

    @property
    def is_pinned(self) -> bool:
        """Returns whether the thread stands on top of its list now; the list form is `ThreadSet.pinned`."""
        return self.pinned_at is not None and (self.pinned_until is None or self.pinned_until > clock.now())

    @property
    def stream(self) -> str:
        """Returns the key of the thread's live stream."""
        return f"thread:{self.pk}"

    @property
    def list_stream(self) -> str:
        """Returns the key of the live stream of the list that shows this thread."""
        return list_stream(self.space_id, self.audience)


class Participant(models.Model):
    """Who wrote in a thread and how much: kept, because counting a long thread on every page would grow with it."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="participants")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    posts = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thread", "person"], name="participant_once")]
        indexes = [models.Index(F("thread"), F("posts").desc(), F("id"), name="participant_most")]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.thread_id}"


def list_stream(space_id: int, audience: str) -> str:
    """Returns the key of the stream of a space's threads of one audience: no sequence is ever filtered."""
    return f"threads:{space_id}:{audience}"


def page_of(number: int) -> int:
    """Returns the page (from 1) that holds the post of this number: a position, never an offset."""
    return (number - 1) // POSTS_ON_A_PAGE + 1


def place_of(number: int) -> str:
    """Returns what leads to a post, put after its thread's address: the page when it is not the first, and the spot."""
    page = page_of(number)
    return f"?strona={page}#p{number}" if page > 1 else f"#p{number}"


@lru_cache(2_000)
def slug_of(title: str) -> str:
    """Returns a title as words for an address, never empty."""
    return words_for_address(title) or "-"


def thread_url(thread_id: int, title: str) -> str:
    """Returns a thread's address without a language prefix."""
    return f"/watki/{thread_id}/{slug_of(title)}/"
