"""Polls: a question with choices beside a post, and who chose what."""

from django.conf import settings
from django.db import models
from django.utils.translation import pgettext_lazy

from community.base import clock
from community.spaces.models import Role
from forum.models.posts import Post


class PollKind(models.TextChoices):
    """How many of the choices one may take."""

    SINGLE = "single", pgettext_lazy("poll", "one choice")
    MULTIPLE = "multiple", pgettext_lazy("poll", "several choices")


class Poll(models.Model):
    """A question with choices. Votes are secret; results by role are shown only for groups of five and more."""

    post = models.OneToOneField(Post, on_delete=models.CASCADE, related_name="poll")
    question = models.CharField(max_length=300)
    kind = models.CharField(max_length=10, choices=PollKind, default=PollKind.SINGLE)
    closes_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return self.question


class PollOption(models.Model):
    """One choice of a poll."""

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="options")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["poll", "position"], name="poll_option_position")]

    def __str__(self) -> str:
        return self.text


class PollVote(models.Model):
    """One person takes one choice; `role` is what the person was in the space then."""

    option = models.ForeignKey(PollOption, on_delete=models.CASCADE, related_name="votes")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=12, choices=Role, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["option", "person"], name="poll_vote_once")]

    def __str__(self) -> str:
        return f"{self.person_id} → {self.option_id}"
