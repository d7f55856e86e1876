"""What people type to ask by a poll: a question, a choice a line, how many one takes, and until when."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from forum.actions.polls import FEWEST_OPTIONS, MOST_OPTIONS, Ballot
from forum.models import Poll, PollKind

LONGEST_QUESTION, LONGEST_OPTION = 300, 200
_LONGEST_LIST = 20_000
_KEEP, _NEVER, _USUAL = "", "0", "14"  # how long it is open: as before, or so many days


class PollForm(forms.Form):
    """A poll beside a post; with neither question nor choices there is none (`ballot` is None)."""

    poll_question = forms.CharField(
        label=_("What do you ask?"),
        required=False,
        max_length=LONGEST_QUESTION,
        error_messages={"max_length": _("The question may have at most 300 characters.")},
    )
    poll_options = forms.CharField(
        label=_("Choices, one a line"),
        required=False,
        help_text=_("Two to ten. Once somebody has voted they can no longer be changed."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    poll_kind = forms.ChoiceField(
        label=_("How many choices may one take?"),
        choices=PollKind.choices,
        required=False,
        initial=PollKind.SINGLE,
        widget=forms.RadioSelect,
    )
    poll_ends = forms.ChoiceField(
        label=_("How long is it open?"),
        required=False,
        initial=_USUAL,
        choices=[
            ("3", pgettext_lazy("poll", "three days")),
            ("7", pgettext_lazy("poll", "a week")),
            ("14", pgettext_lazy("poll", "two weeks")),
            ("30", pgettext_lazy("poll", "a month")),
            (_NEVER, pgettext_lazy("poll", "until somebody closes it")),
        ],
    )

    def __init__(self, *args: Any, poll: Poll | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.poll = poll
        if poll is None:
            return
        texts = poll.options.order_by("position").values_list("text", flat=True)
        self.initial = {
            "poll_question": poll.question, "poll_options": "\n".join(texts), "poll_kind": poll.kind,
            "poll_ends": _KEEP if poll.closes_at else _NEVER,
        }  # fmt: skip
        if poll.closes_at:
            ends = self.fields["poll_ends"]
            ends.choices = [(_KEEP, pgettext_lazy("poll", "as before")), *ends.choices]  # type: ignore[attr-defined]

    @property
    def is_asked(self) -> bool:
        """Returns whether anything was typed, so that the fields stand open."""
        return bool(self.errors) or any(self[name].value() for name in ("poll_question", "poll_options"))

    def clean_poll_options(self) -> list[str]:
        """Returns the choices without empty lines; refuses too few, too many, too long and equal ones."""
        typed = str(self.cleaned_data["poll_options"])[:_LONGEST_LIST]
        options = [line for line in (" ".join(line.split()) for line in typed.splitlines()) if line]
        if len(options) > MOST_OPTIONS:
            raise forms.ValidationError(_too_many(len(options) - MOST_OPTIONS))
        if any(len(option) > LONGEST_OPTION for option in options):
            raise forms.ValidationError(_("A choice may have at most 200 characters."))
        if len({option.casefold() for option in options}) < len(options):
            raise forms.ValidationError(_("Two of the choices are the same. Change one, or take it out."))
        return options

    def clean(self) -> dict[str, Any]:
        """Asks for what is missing where only a part of a poll was typed."""
        typed = super().clean() or {}
        question, options = typed.get("poll_question"), typed.get("poll_options")
        if options and not question and "poll_question" not in self.errors:
            self.add_error("poll_question", _("Say what the choices are about."))
        if question and options is not None and len(options) < FEWEST_OPTIONS:
            self.add_error("poll_options", _("A poll needs at least two choices, each on a line of its own."))
        return typed

    def ballot(self) -> Ballot | None:
        """Returns what the valid form asks, None where no poll was typed."""
        typed = self.cleaned_data
        if not typed["poll_question"]:
            return None
        question, options = " ".join(typed["poll_question"].split()), tuple(typed["poll_options"])
        kind, ends = typed["poll_kind"] or PollKind.SINGLE, typed["poll_ends"]
        if ends == _KEEP and self.poll:
            return Ballot(question, options, kind, keeps_end=True)
        days = int(ends or _USUAL)
        return Ballot(question, options, kind, timedelta(days=days) if days else None)


def _too_many(over: int) -> str:
    sentence = ngettext(
        "A poll has at most ten choices. Take out %(over)d line.",
        "A poll has at most ten choices. Take out %(over)d lines.",
        over,
    )
    return sentence % {"over": over}
