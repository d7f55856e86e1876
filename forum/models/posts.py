"""Posts, their former texts, and what people say of them with one press."""

from django.conf import settings
from django.db import models
from django.utils.translation import pgettext_lazy

from community.base import clock
from community.spaces.models import City, Role
from forum.models.threads import Thread, page_of

# What the inbox tells of a post; seeing the post is seeing that.
TOLD_KINDS = ("forum.reply", "forum.mention", "forum.accepted", "forum.asked", "forum.please", "forum.waits")


class Post(models.Model):
    """One contribution: its Markdown, its HTML rendered once, and where the author stood when writing it.

    A row with `moved_to` is a stub: it keeps the number of a post that stands in another thread now, so that links to
    it lead on; it has neither text nor author and counts as deleted. `beside` holds what pages show beside the text
    (a poll's state, what cities report, the article made of it), written by actions from the tables, so that reading
    costs no query.
    """

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
    reply_to = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    votes = models.PositiveIntegerField(default=0)
    agreed = models.PositiveIntegerField(default=0)
    same_here = models.PositiveIntegerField(default=0)
    thanked = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=clock.now)
    edited_at = models.DateTimeField(null=True, blank=True)
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    deleted_at = models.DateTimeField(null=True, blank=True)
    deleted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    deleted_reason = models.TextField(blank=True)
    moved_to = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="moved_from")
    valid_on = models.DateField(null=True, blank=True)
    legal_basis = models.CharField(max_length=300, blank=True)
    review_on = models.DateField(null=True, blank=True)
    review_asked_at = models.DateTimeField(null=True, blank=True)
    outdated_at = models.DateTimeField(null=True, blank=True)
    outdated_reason = models.CharField(max_length=300, blank=True)
    beside = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["thread", "number"], name="post_once_per_number"),
            models.UniqueConstraint(fields=["author", "client_key"], name="post_sent_once"),
        ]
        indexes = [
            models.Index(fields=["renderer_version"], name="post_by_renderer"),
            models.Index(fields=["author", "-created_at", "-id"], name="post_by_author"),
            models.Index(fields=["review_on"], condition=models.Q(review_on__isnull=False), name="post_to_review"),
        ]

    def __str__(self) -> str:
        return f"{self.thread_id}/{self.number}"

    @property
    def page(self) -> int:
        """Returns the number of the thread page that holds this post."""
        return page_of(self.number)


class Revision(models.Model):
    """A post's former text, kept when it is edited; `editor` is who replaced it. A cleared one has lost its words."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="revisions")
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=300, blank=True)
    source = models.TextField()
    editor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    cleared_at = models.DateTimeField(null=True, blank=True)
    cleared_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "version"], name="revision_once_per_version")]

    def __str__(self) -> str:
        return f"{self.post_id} v{self.version}"


class ReactionKind(models.IntegerChoices):
    """What a person says of a post with one press. The values are bits: one number holds all that a person said."""

    HELPFUL = 1, pgettext_lazy("reaction", "helpful")
    AGREE = 2, pgettext_lazy("reaction", "I agree")
    SAME_HERE = 4, pgettext_lazy("reaction", "the same here")
    THANKS = 8, pgettext_lazy("reaction", "thank you")


class Reaction(models.Model):
    """One person says one thing of one post with one press; "helpful" is the vote for an answer."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="reactions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.PositiveSmallIntegerField(choices=ReactionKind, default=ReactionKind.HELPFUL)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "person", "kind"], name="reaction_once")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind} → {self.post_id}"
