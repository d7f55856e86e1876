"""What people type into the forum: asking, replying, editing. Bad input gets a sentence and keeps the text."""

import re
from secrets import token_hex
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from community.base.http import TEXT_LIMIT_BYTES, TextTooLarge
from community.base.numbers import number_in
from community.spaces.models import Audience, Space
from community.spaces.rules import Viewer
from community.tags.forms import TagsField, TagsInput, carried
from community.tags.models import Tag
from forum.models import Post, TaggedThread, ThreadKind
from forum.queries.mentions import fault_of_mentions
from forum.rules import audiences_within, kinds_open_to, may_schedule
from forum.waiting_forms import HourField

LONGEST_TEXT = 40_000
SHORTEST_TITLE = 8
LONGEST_TITLE = 300
LONGEST_TAGS = 500
LONGEST_POLL = 4_000
_KEY = re.compile(r"[0-9A-Za-z-]{8,40}")


class TextField(forms.CharField):
    """A Markdown text: line ends unified, at most 40,000 signs; beyond 200 KB it is refused whole (413)."""

    widget = forms.Textarea(attrs={"rows": 10})

    def to_python(self, value: Any) -> str:
        """Returns the text; raises TextTooLarge beyond what a form takes back."""
        text = (value or "").replace("\r\n", "\n").replace("\r", "\n")
        if len(text.encode(errors="replace")) > TEXT_LIMIT_BYTES:
            raise TextTooLarge
        return str(super().to_python(text))

    def validate(self, value: str) -> None:
        """Raises ValidationError, with how much must go, for a text that is too long."""
        super().validate(value)
        over = len(value) - LONGEST_TEXT
        if over > 0:
            raise forms.ValidationError(
                ngettext(
                    "The text is %(over)d character too long. Shorten it, or split it into two posts.",
                    "The text is %(over)d characters too long. Shorten it, or split it into two posts.",
                    over,
                )
                % {"over": over}
            )


class SentTextField(TextField):
    """A text that is sent, not only kept: who it mentions is told."""

    def validate(self, value: str) -> None:
        """Raises ValidationError, as for any text, and for one that would tell a crowd."""
        super().validate(value)
        if fault := fault_of_mentions(value):
            raise forms.ValidationError(fault)


class TitleField(forms.CharField):
    """A thread's title: one line, long enough to be found."""

    default_error_messages = {
        "required": _("Give it a title: one sentence is enough."),
        "min_length": _("The title is too short to be found by others. Use a whole sentence."),
        "max_length": _("The title may have at most 300 characters. Move details into the text below."),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=_("Title"), min_length=SHORTEST_TITLE, max_length=LONGEST_TITLE, **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Returns no maxlength: a browser would cut a pasted title in silence, while we say what is too much."""
        return {}

    def to_python(self, value: Any) -> str:
        """Returns the title on one line."""
        return " ".join(str(super().to_python(value)).split())


class NumberBeside(forms.IntegerField):
    """A hidden number that scripts fill in; anything else counts as none, since nobody can correct it."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> int | None:
        """Returns the number, None for what is no number of a row."""
        return number_in(value)


class OnceForm(forms.Form):
    """A form that may arrive twice: its key says that it is the same one."""

    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("key", token_hex(8))

    def clean_key(self) -> str:
        """Returns the key; a missing or mangled one is replaced, since only its author is hurt by that."""
        key = self.cleaned_data["key"]
        return key if _KEY.fullmatch(key) else token_hex(8)


class KeyedForm(OnceForm):
    """A form of the forum that may arrive twice. `draft_version`: of its draft here."""

    draft_version = NumberBeside(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("draft_version", 0)


class DraftForm(KeyedForm):
    """Whatever has been typed into a form so far, kept as a draft: only what is too long is refused."""

    title = forms.CharField(required=False, max_length=LONGEST_TITLE, error_messages=TitleField.default_error_messages)
    text = TextField(required=False, strip=False)
    kind = forms.CharField(required=False)
    audience = forms.CharField(required=False)
    tags = forms.CharField(required=False, widget=TagsInput)
    reply_to = NumberBeside(required=False)
    thread = NumberBeside(required=False)
    space = forms.CharField(required=False)
    poll_question = forms.CharField(required=False, max_length=LONGEST_TITLE)
    poll_options = forms.CharField(required=False, max_length=LONGEST_POLL)
    poll_kind = forms.CharField(required=False, max_length=20)
    poll_ends = forms.CharField(required=False, max_length=20)

    @property
    def poll(self) -> dict[str, str]:
        """Returns what was typed into the fields of a poll, by their names; empty when nobody has begun one."""
        typed = {name: str(value) for name, value in self.cleaned_data.items() if name.startswith("poll_")}
        return typed if typed["poll_question"] or typed["poll_options"] else {}

    def clean_key(self) -> str:
        """Returns the key of the form that is being written; without one every saving would be another draft."""
        key = str(self.cleaned_data["key"])
        if not _KEY.fullmatch(key):
            raise forms.ValidationError(_("The form was damaged on its way. Copy your text and reload the page."))
        return key

    def clean_kind(self) -> str:
        """Returns the kind of thread, empty for what is none."""
        return _word_of(ThreadKind.values, self.cleaned_data["kind"])

    def clean_audience(self) -> str:
        """Returns the audience, empty for what is none."""
        return _word_of(Audience.values, self.cleaned_data["audience"])

    def clean_tags(self) -> str:
        """Returns the line of topics; what is longer than any five topics are is cut."""
        return str(self.cleaned_data["tags"])[:LONGEST_TAGS]


class ReplyForm(KeyedForm):
    """A reply to a thread."""

    text = SentTextField(
        label=_("Your reply"),
        error_messages={"required": _("Write something first: an empty reply cannot be sent.")},
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    reply_to = NumberBeside(required=False)


class AskForm(KeyedForm):
    """A new question, discussion or announcement."""

    kind = forms.ChoiceField(label=_("What is it?"), widget=forms.RadioSelect, initial=ThreadKind.QUESTION)
    title = TitleField(help_text=_("One sentence that says what you want to know. Others will find it by these words."))
    text = SentTextField(
        label=pgettext_lazy("of a question", "Details"),
        help_text=_(
            "Say what you have tried, the size of your city, and what would help. Lists, tables and links work."
        ),
        error_messages={"required": _("Add a few sentences of context, so that others can give a good answer.")},
    )
    tags = TagsField()
    audience = forms.ChoiceField(label=_("Who can read it?"), widget=forms.RadioSelect)
    publish_at = HourField(
        label=_("When it appears"), required=False, help_text=_("Empty: at once. Otherwise the day and hour in Warsaw.")
    )

    def __init__(self, *args: Any, viewer: Viewer, space: Space, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = dict(ThreadKind.choices)
        self.fields["kind"].choices = [(k, labels[ThreadKind(k)]) for k in kinds_open_to(viewer, space)]  # type: ignore[attr-defined]
        audiences = audiences_within(space)
        self.fields["audience"].choices = [(a, Audience(a).label) for a in audiences]  # type: ignore[attr-defined]
        self.initial.setdefault("audience", space.audience)
        if not may_schedule(viewer, space.pk):
            del self.fields["publish_at"]
        self.fields["tags"].offer(viewer, space)  # type: ignore[attr-defined]


class EditForm(forms.Form):
    """A changed text, with the version it was changed from; for post 1 with the thread's title and tags. One query."""

    title = TitleField()
    text = SentTextField(
        label=pgettext_lazy("of a post", "Text"),
        error_messages={"required": _("The text cannot be empty. To remove the post, delete it.")},
    )
    tags = TagsField()
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)

    def __init__(self, *args: Any, viewer: Viewer, post: Post, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].required = post.number == 1
        if post.number > 1:
            del self.fields["tags"]
            return
        carries = TaggedThread.objects.filter(content_object=post.thread).values("tag_id")
        self.had = list(Tag.objects.filter(pk__in=carries).select_related("merged_into").order_by("sort_key", "pk"))
        self.fields["tags"].offer(viewer, post.thread.space, also=self.had)  # type: ignore[attr-defined]
        if self.initial.get("tags") is None:
            self.initial["tags"] = self.had

    def clean_tags(self) -> list[Tag] | None:
        """Returns the tags as the thread carries them, None when the form did not ask for any."""
        asked = self.fields["tags"].widget.value_from_datadict(self.data, self.files, "tags") is not None
        return carried(self.cleaned_data["tags"], self.had) if asked else None


def sentences_of(form: forms.BaseForm) -> str:
    """Returns what a refused form says, as one text for a script."""
    return " ".join(str(error) for errors in form.errors.values() for error in errors)


def _word_of(words: list[str], typed: str) -> str:
    return typed if typed in words else ""
