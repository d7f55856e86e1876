"""Fields of the admin's forms that Wagtail has no good one for."""

from typing import Any

from django import forms


class Ticks(forms.CheckboxSelectMultiple):
    """Boxes to tick, in columns: some eighty topics on one screen."""

    class Media:
        """The look of the columns."""

        css = {"all": ["css/admin.css"]}

    def __init__(self, attrs: dict[str, Any] | None = None, choices: Any = ()) -> None:
        super().__init__({"class": "ticks", **(attrs or {})}, choices)
