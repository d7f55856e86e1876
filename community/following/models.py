"""Follow: who wants to know about what, and who asked to be left alone."""

from django.conf import settings
from django.db import models
from django.utils.translation import pgettext_lazy

from community.base import clock


class Target(models.TextChoices):
    """What can be followed: an entry of the catalogue (a thread, a page), a space, a tag, a person, a saved search."""

    ENTRY = "entry", pgettext_lazy("follow target", "thread or page")
    SPACE = "space", pgettext_lazy("follow target", "space")
    TAG = "tag", pgettext_lazy("follow target", "topic")
    PERSON = "person", pgettext_lazy("follow target", "person")
    SEARCH = "search", pgettext_lazy("follow target", "saved search")


class Level(models.TextChoices):
    """How closely: told in the app; by mail at once, too; in a digest, every day or every week, and only there; or
    never, whatever else is followed. People can be ignored as well, so that what they wrote is folded away, too.
    """

    WATCH = "watch", pgettext_lazy("follow level", "in the app")
    INSTANT = "instant", pgettext_lazy("follow level", "at once, by mail too")
    DAILY = "daily", pgettext_lazy("follow level", "in the daily digest")
    WEEKLY = "weekly", pgettext_lazy("follow level", "in the weekly digest")
    MUTED = "muted", pgettext_lazy("follow level", "muted")
    IGNORED = "ignored", pgettext_lazy("follow level", "ignored")


TOLD_AT_ONCE = (Level.WATCH, Level.INSTANT)  # a line in the inbox for each thing that happens
FOLLOWED = (Level.WATCH, Level.INSTANT, Level.DAILY, Level.WEEKLY)
QUIET = (Level.MUTED, Level.IGNORED)
# Of several wishes about one thing (tags that were merged) the first of these holds.
STRONGEST_FIRST = (Level.MUTED, Level.IGNORED, Level.INSTANT, Level.WATCH, Level.DAILY, Level.WEEKLY)


class Follow(models.Model):
    """One person's wish about one target. `by_itself`: it came by writing or by belonging there, nobody chose it.

    A merged tag may have a follow of its own, as before the merge; readers take it for one of the tag it counts as.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="follows")
    target = models.CharField(max_length=10, choices=Target)
    target_id = models.BigIntegerField()
    level = models.CharField(max_length=10, choices=Level, default=Level.WATCH)
    by_itself = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "target", "target_id"], name="follow_once")]
        indexes = [models.Index(fields=["target", "target_id", "level"], name="follow_by_target")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.level} {self.target}:{self.target_id}"


class SavedSearch(models.Model):
    """A search that a person wants to hear about again: its address in the search page, and what it is called.

    `query` is the part of the address after the question mark, as the search page writes it.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_searches")
    name = models.CharField(max_length=120)
    query = models.CharField(max_length=500)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name_plural = "saved searches"
        constraints = [models.UniqueConstraint(fields=["person", "query"], name="saved_search_once")]

    def __str__(self) -> str:
        return self.name


class Welcome(models.Model):
    """A person is to be led to the page on which newcomers choose what to hear of, or (`at`) was: nobody is twice."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )  # fmt: skip
    at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.person_id} {self.at:%Y-%m-%d}" if self.at else f"{self.person_id} waits"


class Reported(models.Model):
    """How far a digest has told a person about an entry: the highest passage number. It is never told again."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    entry = models.ForeignKey("catalogue.Entry", on_delete=models.CASCADE, related_name="+")
    upto = models.PositiveIntegerField()
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name_plural = "reported"
        constraints = [models.UniqueConstraint(fields=["person", "entry"], name="reported_once")]

    def __str__(self) -> str:
        return f"{self.person_id} was told of {self.entry_id} to {self.upto}"
