"""What one chooses on the page of a letter's link."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

STOP, PAUSE, RESTART = "stop", "pause", "restart"
USUAL_WEEKS = 4
ONE_CLICK = {"List-Unsubscribe": "One-Click"}  # RFC 8058, 3.1: the whole body of a mail program's request


class StopForm(forms.Form):
    """What becomes of the letters: they stop, rest for some weeks, or come again."""

    act = forms.ChoiceField(
        choices=[(act, act) for act in (STOP, PAUSE, RESTART)],
        error_messages={
            "required": _("Use one of the buttons."), "invalid_choice": _("Use one of the buttons."),
        },
    )  # fmt: skip
    weeks = forms.TypedChoiceField(
        label=pgettext_lazy("letters", "For how long"), coerce=int, required=False, empty_value=None,
        choices=lambda: [(weeks, _in_words(weeks)) for weeks in (1, 2, USUAL_WEEKS, 8)], initial=USUAL_WEEKS,
        error_messages={"invalid_choice": _("Choose one of these times.")},
    )  # fmt: skip


def _in_words(weeks: int) -> str:
    return ngettext("%(num)s week", "%(num)s weeks", weeks) % {"num": weeks}


def is_one_click(posted: Any) -> bool:
    """Returns whether a request is that of a mail program's button (RFC 8058): this one field and nothing else."""
    return dict(posted.items()) == ONE_CLICK and len(posted.getlist("List-Unsubscribe")) == 1
