"""When a text appears, and why it does not: what is typed about texts that wait."""

from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.base import clock
from community.base.widgets import HourInput
from forum.limits import LONGEST_WAIT


class HourField(forms.DateTimeField):
    """A day and hour in Warsaw, to come.

    When clocks change, an hour that does not exist is refused; of one that exists twice the first is meant.
    """

    widget = HourInput
    default_error_messages = {"invalid": _("Write the day and the hour like this: 2026-12-24 09:00.")}

    def to_python(self, value: Any) -> datetime | None:
        """Returns the moment; raises ValidationError for what is none, or has passed, or is too far ahead."""
        if value in self.empty_values:
            return None
        at = _hour_of(str(value).strip().replace("T", " "))
        if at is None:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        if at <= clock.now():
            raise forms.ValidationError(_("This hour has passed. Choose a later one, or publish at once."))
        if at > clock.now() + LONGEST_WAIT:
            raise forms.ValidationError(_("Choose a day within the next year."))
        moment = at.astimezone(UTC)
        if timezone.localtime(moment).replace(tzinfo=None, fold=0) != at.replace(tzinfo=None, fold=0):
            raise forms.ValidationError(_("There is no such hour that night, because the clocks change."))
        return moment


class HourForm(forms.Form):
    """When a draft appears."""

    publish_at = HourField(
        label=_("When it appears"),
        help_text=_("Warsaw time. It appears by itself within a minute, under your name."),
        error_messages={"required": _("Choose the day and the hour.")},
    )


class RefusalForm(forms.Form):
    """Why a first post is not published, for its author; beside it stands the version that was read."""

    reason = forms.CharField(
        label=_("Why it is not published"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The author reads this and gets the text back. Say what to change."),
        error_messages={"required": _("Write to the author why. One sentence is enough.")},
    )


def _hour_of(typed: str) -> datetime | None:
    """Returns a moment typed as Warsaw time, "2026-12-24 09:00"; None for anything else."""
    for pattern in ("%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%d.%m.%Y %H:%M"):
        with suppress(ValueError):
            return datetime.strptime(typed, pattern).replace(tzinfo=timezone.get_default_timezone())
    return None
