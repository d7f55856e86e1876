"""What became of answers: what cities report of them, and who was asked to answer."""

from django.conf import settings
from django.db import models
from django.utils.translation import pgettext_lazy

from community.base import clock
from community.spaces.models import City
from forum.models.posts import Post
from forum.models.threads import Thread


class Verdict(models.TextChoices):
    """What a city did with an answer."""

    ADOPTED = "adopted", pgettext_lazy("outcome", "it worked as described")
    ADAPTED = "adapted", pgettext_lazy("outcome", "it worked after changes")
    FAILED = "failed", pgettext_lazy("outcome", "it did not work here")


class CostBand(models.TextChoices):
    """What it cost, roughly, in złoty."""

    NONE = "none", pgettext_lazy("cost", "no cost")
    SMALL = "small", pgettext_lazy("cost", "up to 10,000 zł")
    MIDDLE = "middle", pgettext_lazy("cost", "10,000–100,000 zł")
    LARGE = "large", pgettext_lazy("cost", "over 100,000 zł")


class Outcome(models.Model):
    """A city reports whether an answer worked there; one report of a city for an answer."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="outcomes")
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    verdict = models.CharField(max_length=10, choices=Verdict)
    cost = models.CharField(max_length=10, choices=CostBand, blank=True)
    note = models.CharField(max_length=600, blank=True)
    is_contact = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "city"], name="outcome_once_per_city")]

    def __str__(self) -> str:
        return f"{self.city_id} {self.verdict} {self.post_id}"


class AskedPerson(models.Model):
    """A person was asked to answer a question, by name."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="asked")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thread", "person"], name="asked_once")]

    def __str__(self) -> str:
        return f"{self.person_id} asked in {self.thread_id}"
