"""Fields for days and hours: the browser's own calendar, and plain text where somebody typed what is neither."""

from datetime import datetime
from typing import Any

from django import forms


class DayInput(forms.DateInput):
    """A field for a day, as 2026-12-31. What is no day is shown again as plain text, to be put right."""

    input_type, shape = "date", "%Y-%m-%d"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format=self.shape)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Returns what the template shows; a browser would leave a calendar empty for what it cannot read."""
        context = super().get_context(name, value, attrs)
        if not _reads(context["widget"]["value"], self.shape):
            context["widget"]["type"] = "text"
        return context


class HourInput(DayInput):
    """A field for a day and its hour, as 2026-12-31T09:00. What is none is shown again as plain text."""

    input_type, shape = "datetime-local", "%Y-%m-%dT%H:%M"


def _reads(shown: str | None, shape: str) -> bool:
    try:
        return not shown or bool(datetime.strptime(shown, shape))
    except ValueError:
        return False
