"""Drafts: texts that are not published yet: being written, waiting for their hour, or for a facilitator."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from community.base import clock
from community.spaces.models import Audience, Space
from forum.models.posts import Post
from forum.models.threads import Thread, ThreadKind

BEING_WRITTEN = Q(publish_at=None, held_at=None, refused_at=None)


class Draft(models.Model):
    """A thread or a reply before it exists. Publishing calls the ordinary action with `client_key`: it happens once.

    `publish_at`: scheduled (`failures`: how often publishing it broke; each time it was put off) · `held_at`: waits for
    a facilitator · `refused_at`: it was not published, for a reason, and is the author's draft again. What is not
    published has no number, stream, entry or notification, so that nothing of it can leak.
    """

    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts")
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+")
    thread = models.ForeignKey(Thread, null=True, blank=True, on_delete=models.CASCADE, related_name="drafts")
    reply_to = models.ForeignKey(Post, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    kind = models.CharField(max_length=12, choices=ThreadKind, blank=True)
    audience = models.CharField(max_length=10, choices=Audience, blank=True)
    title = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)
    tags = models.CharField(max_length=500, blank=True)
    poll = models.JSONField(default=dict, blank=True)
    client_key = models.CharField(max_length=40)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now)
    publish_at = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)
    held_at = models.DateTimeField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)
    refused_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["author", "client_key"], name="draft_once"),
            # One reply is being written per person and thread: a second tab goes on with it.
            models.UniqueConstraint(
                fields=["author", "thread"], condition=BEING_WRITTEN & Q(thread__isnull=False), name="draft_of_a_reply"
            ),
        ]
        indexes = [
            models.Index(fields=["author", "-changed_at", "-id"], name="draft_newest"),
            models.Index(fields=["publish_at"], condition=models.Q(publish_at__isnull=False), name="draft_due"),
            models.Index(fields=["space", "held_at"], condition=models.Q(held_at__isnull=False), name="draft_held"),
        ]

    def __str__(self) -> str:
        return self.title or f"draft {self.pk}"

    @property
    def is_waiting(self) -> bool:
        """Returns whether the text waits for its hour or for a facilitator: it is not changed until taken back."""
        return self.publish_at is not None or self.held_at is not None
