"""What facilitators fill in to put threads in order. Reasons are optional, and the author reads them."""

import re
from collections.abc import Iterable
from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from community.base import clock
from community.base.widgets import DayInput
from community.spaces.models import Audience, Space
from forum.forms import KeyedForm, TitleField
from forum.models import Thread, ThreadKind
from forum.rules import audiences_within

LONGEST_NOTE = 600
_ADDRESS = re.compile(r"/watki/([1-9][0-9]{0,17})(?:/|$)")
_NUMBER = re.compile(r"[1-9][0-9]{0,5}")
_SPLITS_INTO = (ThreadKind.QUESTION, ThreadKind.DISCUSSION)


class NoteField(forms.CharField):
    """Why a facilitator does it, for the author."""

    def __init__(self) -> None:
        super().__init__(
            label=pgettext_lazy("of a facilitator", "Reason"),
            required=False,
            max_length=LONGEST_NOTE,
            help_text=_("The author is told, with your name. A sentence is enough."),
            widget=forms.Textarea(attrs={"rows": 2}),
            error_messages={"max_length": _("The reason may have at most 600 characters.")},
        )

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Returns no maxlength: a browser would cut a pasted text in silence."""
        return {}


class MoveForm(forms.Form):
    """Where a thread goes, and who may read it there."""

    space = forms.ChoiceField(
        label=pgettext_lazy("of a thread", "New place"),
        error_messages={"invalid_choice": _("Choose a network or group that you facilitate.")},
    )
    audience = forms.ChoiceField(label=_("Who can read it there?"), widget=forms.RadioSelect, choices=Audience.choices)
    note = NoteField()

    def __init__(self, *args: Any, spaces: Iterable[Space], thread: Thread, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.spaces = {str(space.pk): space for space in spaces}
        self.fields["space"].choices = [(key, space.name) for key, space in self.spaces.items()]  # type: ignore[attr-defined]
        self.initial.setdefault("space", str(thread.space_id))
        self.initial.setdefault("audience", thread.audience)

    def clean_space(self) -> Space:
        """Returns the chosen space."""
        return self.spaces[self.cleaned_data["space"]]

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError when the space lets fewer people read than the audience."""
        typed = super().clean() or {}
        space, audience = typed.get("space"), typed.get("audience")
        if space and audience and audience not in audiences_within(space):
            self.add_error(
                "audience",
                gettext("“%(space)s” is not open to them. Choose: %(audience)s.")
                % {"space": space.name, "audience": Audience(space.audience).label},
            )
        return typed


class SplitForm(KeyedForm):
    """What the new thread is called and is. Which posts go is said beside it."""

    title = TitleField(help_text=_("What these posts are about, in one sentence."))
    kind = forms.ChoiceField(
        label=_("What is it?"), widget=forms.RadioSelect, choices=[(kind, kind.label) for kind in _SPLITS_INTO]
    )
    note = NoteField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("draft_version", None)
        self.initial.setdefault("kind", ThreadKind.DISCUSSION)


class NoteForm(forms.Form):
    """The reason for putting a thread into another, or for calling it a duplicate."""

    note = NoteField()


class PinForm(forms.Form):
    """Until when a thread stays on top, and of which lists."""

    until = forms.DateField(
        label=pgettext_lazy("of a pinned thread", "Until"),
        required=False,
        widget=DayInput,
        help_text=_("The last day on which it stands on top. Without a day it stays until somebody unpins it."),
        error_messages={"invalid": _("Give the day as year, month and day: 2026-05-31.")},
    )
    everywhere = forms.BooleanField(
        label=_("On top of everybody's lists, and on the members' home page"), required=False
    )

    def __init__(self, *args: Any, may_announce: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_announce:
            del self.fields["everywhere"]

    def clean_until(self) -> datetime | None:
        """Returns the end of the chosen day; raises ValidationError for one that is over."""
        day = self.cleaned_data["until"]
        if day is None:
            return None
        end = timezone.make_aware(datetime.combine(day, time.max))
        if end < clock.now():
            raise forms.ValidationError(gettext("This day is over. Choose a later one, or none."))
        return end


def thread_in_address(typed: str) -> int | None:
    """Returns the id of the thread that a pasted address leads to, None for other words."""
    found = _ADDRESS.search(typed)
    return int(found[1]) if found else None


def numbers_in(values: Iterable[str]) -> set[int]:
    """Returns the post numbers in what a form sent, comma-separated or each alone; anything else is left out."""
    words = (word.strip() for value in values for word in value[:40_000].split(","))
    return {int(word) for word in words if _NUMBER.fullmatch(word)}
