"""What becomes of recommendations and practices. Plain rows under the `translation_key` of their page: shared by its

translations, untouched by reverting, unpublishing and copying.
"""

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils.translation import pgettext_lazy

from community.base import clock
from community.spaces.models import City


class RecommendationStatus(models.TextChoices):
    """What became of a recommendation."""

    PROPOSED = "proposed", pgettext_lazy("recommendation", "proposed")
    SENT = "sent", pgettext_lazy("recommendation", "sent")
    ACKNOWLEDGED = "acknowledged", pgettext_lazy("recommendation", "received")
    IN_ANALYSIS = "in_analysis", pgettext_lazy("recommendation", "being considered")
    ACCEPTED = "accepted", pgettext_lazy("recommendation", "accepted")
    ACCEPTED_IN_PART = "accepted_in_part", pgettext_lazy("recommendation", "accepted in part")
    REJECTED = "rejected", pgettext_lazy("recommendation", "rejected")
    IN_LEGISLATION = "in_legislation", pgettext_lazy("recommendation", "in legislation")
    IMPLEMENTED = "implemented", pgettext_lazy("recommendation", "carried out")
    LAPSED = "lapsed", pgettext_lazy("recommendation", "out of date")


NEEDS_REASON = (RecommendationStatus.REJECTED, RecommendationStatus.LAPSED)
# Nobody has answered yet: from the day of sending on, days are counted.
WAITING = (RecommendationStatus.SENT, RecommendationStatus.ACKNOWLEDGED)


class AppendOnly(models.QuerySet["RecommendationStep"]):
    """Rows that are added and read. Whoever wants to change or remove some has made a mistake in the program."""

    def update(self, **_kwargs: Any) -> NoReturn:
        """Raises TypeError."""
        raise TypeError("Steps of a recommendation are never changed.")

    def delete(self) -> NoReturn:
        """Raises TypeError."""
        raise TypeError("Steps of a recommendation are never removed.")


class RecommendationStep(models.Model):
    """One step in a recommendation's history. Rows are added and never changed: `save` and `delete` refuse that, too.

    Only `by` is emptied, by the database layer, when an account is erased.
    """

    key = models.UUIDField(db_index=True)
    status = models.CharField(max_length=16, choices=RecommendationStatus)
    at = models.DateField()
    note = models.CharField(max_length=600, blank=True)
    reason = models.CharField(max_length=600, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    recorded_at = models.DateTimeField(default=clock.now)

    objects = AppendOnly.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(status__in=NEEDS_REASON) | ~models.Q(reason=""), name="step_has_its_reason"
            )
        ]
        indexes = [models.Index(fields=["key", "at", "id"], name="step_in_order")]

    def __str__(self) -> str:
        return f"{self.key} {self.status} {self.at}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Stores a new step; raises TypeError for one that is there already."""
        if not self._state.adding:
            raise TypeError("Steps of a recommendation are never changed.")
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Raises TypeError."""
        raise TypeError("Steps of a recommendation are never removed.")


class Case(models.Model):
    """“Us too”: a city says that it meets the barrier of a recommendation, with a short case. One for each city."""

    key = models.UUIDField()
    city = models.ForeignKey(City, on_delete=models.CASCADE, related_name="+")
    text = models.CharField(max_length=600)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "city"], name="case_once_a_city")]

    def __str__(self) -> str:
        return f"{self.city_id}: {self.text[:40]}"


class AdoptionState(models.TextChoices):
    """How far a city is with a practice of others."""

    CONSIDERING = "considering", pgettext_lazy("adoption", "considering")
    ADAPTING = "adapting", pgettext_lazy("adoption", "adapting")
    DONE = "done", pgettext_lazy("adoption", "works here")
    ABANDONED = "abandoned", pgettext_lazy("adoption", "given up")


class Adoption(models.Model):
    """A city follows a practice: where it stands now. The `note` of who gave up says why."""

    key = models.UUIDField()
    city = models.ForeignKey(City, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=12, choices=AdoptionState)
    note = models.CharField(max_length=600, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    since = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "city"], name="adoption_once_a_city"),
            models.CheckConstraint(
                condition=~models.Q(state=AdoptionState.ABANDONED) | ~models.Q(note=""), name="giving_up_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.city_id} {self.state} {self.key}"


class AdoptionStep(models.Model):
    """What a city said of a practice, and when. Rows are added, and go only with all that the city said."""

    adoption = models.ForeignKey(Adoption, on_delete=models.CASCADE, related_name="steps")
    state = models.CharField(max_length=12, choices=AdoptionState)
    note = models.CharField(max_length=600, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [models.Index(fields=["adoption", "at"], name="adoption_in_order")]

    def __str__(self) -> str:
        return f"{self.adoption_id} {self.state}"
