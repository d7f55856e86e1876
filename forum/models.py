"""Threads, posts, their former texts, votes and participants: tables, constraints and filters on own columns."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from community.base import clock
from community.base.names import words_for_address
from community.catalogue.models import Entry
from community.spaces.models import Audience, City, Role, Space
from community.tags.models import Tag

POSTS_ON_A_PAGE = 20


class ThreadKind(models.TextChoices):
    """What a thread is; only a question can have an accepted answer."""

    QUESTION = "question", pgettext_lazy("thread kind", "question")
    DISCUSSION = "discussion", pgettext_lazy("thread kind", "discussion")
    ANNOUNCEMENT = "announcement", pgettext_lazy("thread kind", "announcement")


_LIVE = Q(deleted_at=None)
_UNANSWERED = Q(deleted_at=None, kind="question", reply_count=0)


class ThreadSet(models.QuerySet["Thread"]):
    """Filters on a thread's own columns."""

    def live(self) -> Self:
        """Returns threads that were not deleted."""
        return self.filter(deleted_at=None)

    def unanswered(self) -> Self:
        """Returns questions that nobody has replied to."""
        return self.filter(kind=ThreadKind.QUESTION, reply_count=0)

    def solved(self) -> Self:
        """Returns questions with an accepted answer."""
        return self.filter(accepted__isnull=False)


class TaggedThread(models.Model):
    """A thread carries a tag."""

    content_object = models.ForeignKey("Thread", on_delete=models.CASCADE, related_name="tagged")
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="tagged_threads")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["content_object", "tag"], name="thread_tag_once")]

    def __str__(self) -> str:
        return f"{self.content_object_id} #{self.tag_id}"


class Thread(models.Model):
    """A question, discussion or announcement in a space. Its text is its post number 1."""

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
    deleted_at = models.DateTimeField(null=True, blank=True)
    deleted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = ThreadSet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["author", "client_key"], name="thread_posted_once")]
        indexes = [
            models.Index(fields=["-last_activity_at", "-id"], condition=_LIVE, name="thread_active"),
            models.Index(fields=["-created_at", "-id"], condition=_LIVE, name="thread_newest"),
            models.Index(fields=["space", "-last_activity_at", "-id"], condition=_LIVE, name="thread_active_in_space"),
            models.Index(fields=["space", "-created_at", "-id"], condition=_LIVE, name="thread_newest_in_space"),
            models.Index(fields=["-last_activity_at", "-id"], condition=_UNANSWERED, name="thread_unanswered"),
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
    def stream(self) -> str:
        """Returns the key of the thread's live stream."""
        return f"thread:{self.pk}"

    @property
    def list_stream(self) -> str:
        """Returns the key of the live stream of the list that shows this thread."""
        return list_stream(self.space_id, self.audience)


class Post(models.Model):
    """One contribution: its Markdown, its HTML rendered once, and where the author stood when writing it."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="posts")
    number = models.PositiveIntegerField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="posts")
    author_role = models.CharField(max_length=12, choices=Role, blank=True)
    city = models.ForeignKey(City, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    client_key = models.CharField(max_length=40)
    source = models.TextField()
    html = models.TextField()
    renderer_version = models.PositiveSmallIntegerField()
    version = models.PositiveIntegerField(default=1)
    votes = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=clock.now)
    edited_at = models.DateTimeField(null=True, blank=True)
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    deleted_at = models.DateTimeField(null=True, blank=True)
    deleted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["thread", "number"], name="post_once_per_number"),
            models.UniqueConstraint(fields=["author", "client_key"], name="post_sent_once"),
        ]
        indexes = [models.Index(fields=["renderer_version"], name="post_by_renderer")]

    def __str__(self) -> str:
        return f"{self.thread_id}/{self.number}"

    @property
    def page(self) -> int:
        """Returns the number of the thread page that holds this post."""
        return page_of(self.number)


class Revision(models.Model):
    """A post's former text, kept when it is edited."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="revisions")
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=300, blank=True)
    source = models.TextField()
    editor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "version"], name="revision_once_per_version")]

    def __str__(self) -> str:
        return f"{self.post_id} v{self.version}"


class Vote(models.Model):
    """One person finds one answer helpful."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="vote_rows")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "person"], name="vote_once")]

    def __str__(self) -> str:
        return f"{self.person_id} → {self.post_id}"


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


def slug_of(title: str) -> str:
    """Returns a title as words for an address, never empty."""
    return words_for_address(title) or "-"


def thread_url(thread_id: int, title: str) -> str:
    """Returns a thread's address without a language prefix."""
    return f"/watki/{thread_id}/{slug_of(title)}/"
