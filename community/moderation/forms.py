"""What people type: reports, reasons, appeals and answers. Bad input gets a sentence and keeps the text."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from community.moderation.models import Fault

LONGEST = 2000
_NEEDS_WORDS = (Fault.PERSONAL, Fault.WRONG, Fault.OTHER)
READY_REASONS = {
    Fault.PERSONAL: gettext_lazy("It names private data or a company's secret."),
    Fault.UNKIND: gettext_lazy("It attacks or offends someone."),
    Fault.ADVERTISING: gettext_lazy("It is advertising."),
    Fault.WRONG: gettext_lazy("What it says is against the law, or wrong in a way that can do harm."),
}


class WordsField(forms.CharField):
    """A few sentences: line ends unified, at most 2,000 signs."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 4}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        """Returns the text without what no text holds."""
        return str(super().to_python((value or "").replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")))

    def validate(self, value: str) -> None:
        """Raises ValidationError for a text that is too long."""
        super().validate(value)
        if len(value) > LONGEST:
            raise forms.ValidationError(_("Shorten this to 2,000 characters."))


class ReportForm(forms.Form):
    """A report: what is wrong, in a few words why, and for visitors where the answer may go."""

    fault = forms.ChoiceField(
        label=pgettext_lazy("report", "What is wrong with it?"),
        choices=Fault.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose what is wrong. If nothing fits, choose “something else”."),
            "invalid_choice": gettext_lazy("Choose one of the answers."),
        },
    )
    text = WordsField(label=pgettext_lazy("report", "Say in a few words why"), required=False)
    contact = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        required=False,
        max_length=254,
        help_text=gettext_lazy("Only if you want to hear what was decided. It is used for nothing else."),
    )

    def __init__(self, *args: Any, is_visitor: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_visitor:
            del self.fields["contact"]

    def clean(self) -> dict[str, Any]:
        """Returns the report; what cannot be judged by looking at it needs words."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        if typed.get("fault") in _NEEDS_WORDS and not typed.get("text") and "text" not in self.errors:
            self.add_error("text", _("Say what is wrong and where: without it the facilitators cannot judge."))
        return typed


class HidingForm(forms.Form):
    """Why something is hidden: a ready sentence, own words, or both. The author reads it."""

    fault = forms.ChoiceField(
        label=pgettext_lazy("hiding", "Why?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose a reason: the author will read it."),
            "invalid_choice": gettext_lazy("Choose one of the reasons."),
        },
    )
    words = WordsField(
        label=pgettext_lazy("hiding", "In your own words"),
        required=False,
        help_text=gettext_lazy("The author reads this below the reason. What could be changed so that it may stay?"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ready = [(fault.value, READY_REASONS[fault]) for fault in READY_REASONS]
        self.fields["fault"].choices = [  # type: ignore[attr-defined]
            *ready, (Fault.OTHER.value, pgettext_lazy("hiding", "Another reason, in my own words"))
        ]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Returns the typed values; another reason needs words."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        if typed.get("fault") == Fault.OTHER and not typed.get("words") and "words" not in self.errors:
            self.add_error("words", _("Give the reason in your own words: the author will read it."))
        return typed

    @property
    def reason(self) -> str:
        """Returns the reason as the author will read it."""
        typed = self.cleaned_data
        ready = str(READY_REASONS.get(Fault(typed["fault"]), ""))
        return " ".join(part for part in (ready, typed["words"]) if part)


class KeepingForm(forms.Form):
    """A note beside the decision that something stays; who reported reads it."""

    note = WordsField(
        label=pgettext_lazy("keeping", "A word to who reported it"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class AppealForm(forms.Form):
    """Why the author asks for another look."""

    text = WordsField(
        label=pgettext_lazy("appeal", "Why should it be looked at again?"),
        error_messages={"required": gettext_lazy("Say in a few words what was overlooked.")},
    )


class AnswerForm(forms.Form):
    """The answer to an author who asked for another look."""

    text = WordsField(
        label=pgettext_lazy("appeal", "Your answer to the author"),
        error_messages={"required": gettext_lazy("Write an answer: the author will read it.")},
    )
