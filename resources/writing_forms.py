"""What is typed at the writer's desk: an article, a decision, a comment, a guest's answer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from community.base.http import TEXT_LIMIT_BYTES, TextTooLarge
from community.base.widgets import DayInput
from community.spaces.models import Audience, Space
from community.spaces.rules import Viewer
from community.tags.forms import TagsField, carried
from community.tags.models import Tag
from forum.forms import OnceForm
from forum.rules import audiences_within
from resources.models import SHEET, ArticlePage, CostBand
from resources.rules import spaces_to_publish_in

_HELP = {
    "problem": _("What was not working, for whom, since when."),
    "solution": _("What the city did, in a few sentences. The story itself stands in the text."),
    "duration": _("From the decision to the first effect."),
    "staff": _("Who worked on it, and how much of their time."),
    "prerequisites": _("Rules, agreements, data or people without which it cannot begin."),
    "what_failed": _("What you would not do again. Others need this most."),
    "evidence": _("Numbers, measurements, what people say."),
}


def _sheet_field(name: str) -> forms.Field:
    model = ArticlePage._meta.get_field(name)
    label = str(model.verbose_name).capitalize
    if name == "cost_band":
        choices = [("", pgettext_lazy("choice", "— not said —")), *CostBand.choices]
        return forms.ChoiceField(label=label(), choices=choices, required=False)
    widget = forms.Textarea(attrs={"rows": 3}) if model.max_length == 1000 else forms.TextInput()
    return forms.CharField(
        label=label(),
        required=False,
        max_length=model.max_length,
        widget=widget,
        help_text=_HELP[name],
    )


class HtmlField(forms.CharField):
    """The text, as the editor makes it; beyond 200 KB it is refused whole (413)."""

    widget = forms.Textarea(attrs={"rows": 24})

    def to_python(self, value: Any) -> str:
        """Returns the text with its line ends unified; raises TextTooLarge."""
        text = (value or "").replace("\r\n", "\n").replace("\r", "\n")
        if len(text.encode(errors="replace")) > TEXT_LIMIT_BYTES:
            raise TextTooLarge
        return str(super().to_python(text))


class TitleForm(forms.Form):
    """What an article is called."""

    title = forms.CharField(
        label=_("Title"),
        max_length=200,
        help_text=_("What others can learn, in a few words. You can change it later."),
        error_messages={"required": _("Give it a title.")},
    )

    def clean_title(self) -> str:
        """Returns the title on one line."""
        return " ".join(str(self.cleaned_data["title"]).split())


class ArticlePlaceForm(TitleForm):
    """What every article has: a title and a place."""

    space = forms.ModelChoiceField(
        label=_("Network or group"),
        queryset=Space.objects.none(),
        empty_label=None,
        error_messages={
            "required": _("Choose the network that the text belongs to."),
            "invalid_choice": _("Choose one of the networks in the list."),
        },
    )

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["space"].queryset = spaces_to_publish_in(viewer)  # type: ignore[attr-defined]


class NewArticleForm(OnceForm, ArticlePlaceForm):
    """What a new article begins with."""


class ArticleForm(ArticlePlaceForm):
    """An article as it is written: everything but its title and its place may still be empty."""

    summary = forms.CharField(
        label=_("Summary"), required=False, max_length=400, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Two or three sentences: what others can learn here. They stand in lists and in search."),
    )  # fmt: skip
    tags = TagsField()
    audience = forms.ChoiceField(label=_("Who can read it?"), choices=Audience.choices, widget=forms.RadioSelect)
    cover = forms.FileField(
        label=_("Cover"), required=False,
        help_text=_("JPEG, PNG or WebP, at most 10 MB. A drawing or a photo of yours."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )  # fmt: skip
    cover_alt = forms.CharField(
        label=_("What the cover shows"), required=False, max_length=300,
        help_text=_("One sentence for those who do not see the picture."),
    )  # fmt: skip
    cover_kept = forms.IntegerField(required=False, min_value=1, max_value=2**62, widget=forms.HiddenInput)
    no_cover = forms.BooleanField(label=_("Without this cover"), required=False)
    body = HtmlField(
        label=pgettext_lazy("of an article", "Text"), required=False, strip=False,
        help_text=_("Parts that are not changed here are shown as cards, and stay as they are."),
    )  # fmt: skip
    reviewed_on = forms.DateField(
        label=_("Checked on"), required=False, widget=DayInput,
        help_text=_("The day on which somebody last checked that this still holds."),
    )  # fmt: skip
    review_due = forms.DateField(
        label=_("To be checked again by"), required=False, widget=DayInput,
    )  # fmt: skip
    version = forms.CharField(max_length=60, widget=forms.HiddenInput, required=False)
    apart = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, viewer: Viewer, draft: ArticlePage, **kwargs: Any) -> None:
        super().__init__(*args, viewer=viewer, **kwargs)
        for name in SHEET:
            self.fields[name] = _sheet_field(name)
        self.had: list[Tag] = list(draft.tags.all())
        spaces = self.fields["space"]
        if draft.space_id:
            spaces.queryset = spaces.queryset | Space.objects.filter(pk=draft.space_id)  # type: ignore[attr-defined]
        place = draft.space or spaces.queryset.first()  # type: ignore[attr-defined]
        assert place is not None
        self.fields["tags"].offer(viewer, place, also=self.had)  # type: ignore[attr-defined]

    def clean_tags(self) -> list[Tag]:
        """Returns the topics as the text carried them before."""
        return carried(self.cleaned_data["tags"], self.had)

    def clean(self) -> dict[str, Any]:
        """Says at the audience when it is wider than that of the place."""
        typed = super().clean() or self.cleaned_data
        space, audience = typed.get("space"), typed.get("audience")
        if space and audience and audience not in audiences_within(space):
            self.add_error("audience", _("What this group writes is not open that widely. Choose a narrower circle."))
        return typed


class DecisionForm(forms.Form):
    """An editor's answer: changes need words, an approval may have some."""

    comment = forms.CharField(
        label=_("Your words to the author"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Say what to change and why. To publish, you need not write anything."),
    )  # fmt: skip

    def __init__(self, *args: Any, approves: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.approves = approves

    def clean_comment(self) -> str:
        """Returns the comment; raises ValidationError where changes are asked for without a word."""
        comment = str(self.cleaned_data["comment"]).strip()
        if not comment and not self.approves:
            raise forms.ValidationError(_("Write what should be changed. One sentence is enough."))
        return comment


class CommentForm(OnceForm):
    """A comment on a text that is not published yet."""

    text = forms.CharField(
        label=_("Comment"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write something first: an empty comment cannot be sent.")},
    )  # fmt: skip


class GuestForm(forms.Form):
    """A guest without an account agrees with a text, or asks for changes."""

    said = forms.ChoiceField(
        label=_("What do you say?"), widget=forms.RadioSelect,
        choices=[("agreed", _("I agree with this text")), ("objected", _("Please change something"))],
        error_messages={"required": _("Choose one of the two answers.")},
    )  # fmt: skip
    name = forms.CharField(
        label=_("Your name"), max_length=120,
        error_messages={"required": _("Say who you are, so that the author knows.")},
    )  # fmt: skip
    text = forms.CharField(
        label=_("Your words"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Needed when something should be changed. The author and the editors read this."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Says at the words that asking for changes needs some."""
        typed = super().clean() or self.cleaned_data
        if typed.get("said") == "objected" and not str(typed.get("text", "")).strip() and "text" not in self.errors:
            self.add_error("text", _("Write what should be changed. One sentence is enough."))
        return typed
