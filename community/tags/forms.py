"""What people type about tags: the tags of a text, and (facilitators) the vocabulary itself."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from community.spaces.models import Space
from community.spaces.rules import Viewer
from community.tags.actions.names import LONGEST_DESCRIPTION
from community.tags.models import LONGEST_NAME, Tag
from community.tags.queries import Choices, choices_for

MOST_TAGS = 5
_LONGEST_LINE = 2_000
_NAMED_AT_MOST = 3
_SEPARATORS = re.compile(r"[,;\n]")


class TagsInput(forms.TextInput):
    """One line of names, and boxes of the same name to tick: what is ticked counts as typed."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str | None:
        """Returns all names in one line, None when the form did not ask for tags."""
        given = data.getlist(name) if hasattr(data, "getlist") else [data[name]] if name in data else []
        return ", ".join(part for part in map(str.strip, map(str, given)) if part) if given else None


@dataclass(frozen=True)
class Boxes:
    """Tags to tick, under the name of their network (empty for those of everybody)."""

    label: str
    tags: list[Tag]


class TagsField(forms.Field):
    """The tags of a text: up to five of the vocabulary, by any of their names. Cleans to a list of tags.

    Call `offer` with who chooses and where before anything else.
    """

    widget = TagsInput
    most = MOST_TAGS

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=pgettext_lazy("field", "Topics"),
            required=False,
            help_text=_("What it is about: up to five topics, separated by commas. Other words for them count, too."),
            **kwargs,
        )
        self._space: Space | None = None
        self._choices: Choices | None = None
        self._offer: tuple[Viewer, tuple[int, ...]] | None = None

    def offer(self, viewer: Viewer, space: Space, *, also: Iterable[Tag] = ()) -> None:
        """Offers the tags that a viewer may choose for a text in a space, and those it carries already (`also`)."""
        self._space, self._choices = space, None
        self._offer = (viewer, tuple(tag.merged_into_id or tag.pk for tag in also))

    @property
    def choices(self) -> Choices:
        """Returns the tags on offer; asked for once, in two queries."""
        if self._choices is None:
            assert self._offer is not None, "Say whom to offer tags."
            viewer, also = self._offer
            self._choices = choices_for(viewer, also=also)
        return self._choices

    @property
    def space_slug(self) -> str:
        """Returns the space whose tags are suggested first."""
        return self._space.slug if self._space else ""

    def prepare_value(self, value: Any) -> Any:
        """Returns the names in one line, for a field that holds tags."""
        if value is None or isinstance(value, str):
            return value
        return ", ".join(dict.fromkeys((tag.merged_into or tag).name for tag in value))

    def clean(self, value: Any) -> list[Tag]:
        """Returns the tags that are meant, each once; raises ValidationError that names those that nobody knows."""
        names = names_in(value)
        if len(str(value or "")) > _LONGEST_LINE:
            raise forms.ValidationError(_("This line is too long to be read. Choose at most five topics."))
        if len(names) > MOST_TAGS * 4:
            raise forms.ValidationError(_too_many(len(names)))
        found = {name: self.choices.find(name) for name in names}
        unknown = [name for name, tag in found.items() if tag is None]
        if unknown:
            raise forms.ValidationError([self._not_known(name) for name in unknown[:_NAMED_AT_MOST]])
        tags = list(dict.fromkeys(tag for tag in found.values() if tag))
        if len(tags) > MOST_TAGS:
            raise forms.ValidationError(_too_many(len(tags)))
        return tags

    def unknown(self, value: Any) -> list[str]:
        """Returns the names in a line that no tag has."""
        return [name for name in names_in(value)[: MOST_TAGS * 4] if self.choices.find(name) is None]

    def boxes(self, value: Any) -> list[Boxes]:
        """Returns what can be ticked beside a line: tags of the space and of everybody, less those in the line.

        A space without tags of its own offers those of all networks.
        """
        chosen = {tag.pk for name in names_in(value)[: MOST_TAGS * 4] if (tag := self.choices.find(name))}
        rows = [row.tag for row in self.choices.rows]
        here = {tag.space_id for tag in rows} & {self._space.pk if self._space else None}
        shown = [tag for tag in rows if tag.pk not in chosen and (not here or tag.space_id in {*here, None})]
        groups: dict[str, list[Tag]] = {}
        for tag in sorted(shown, key=lambda tag: (tag.space_id is None, tag.space_id or 0)):
            groups.setdefault(tag.space.name if tag.space else "", []).append(tag)
        return [Boxes(label, tags) for label, tags in groups.items()]

    def _not_known(self, name: str) -> str:
        near = ", ".join(tag.name for tag in self.choices.nearest(name))
        shown = name if len(name) <= 60 else f"{name[:60]}…"
        if near:
            return _now("There is no topic “%(name)s”. The nearest ones: %(near)s.") % {"name": shown, "near": near}
        return _now("There is no topic “%(name)s”. Choose one from the list.") % {"name": shown}


def names_in(value: Any) -> list[str]:
    """Returns the names in a line, each once, in the order of typing."""
    parts = (" ".join(part.split()).lstrip("#").strip() for part in _SEPARATORS.split(str(value or "")))
    return list(dict.fromkeys(part for part in parts if part))


def carried(chosen: Sequence[Tag], had: Iterable[Tag]) -> list[Tag]:
    """Returns the chosen tags, each as the text carried it before: a merged one stays, so that undoing finds it."""
    by_present: dict[int, list[Tag]] = {}
    for tag in had:
        by_present.setdefault(tag.merged_into_id or tag.pk, []).append(tag)
    return [own for tag in chosen for own in by_present.get(tag.pk, [tag])]


def _too_many(count: int) -> str:
    return ngettext(
        "Choose at most %(most)d topics: here is %(n)d.", "Choose at most %(most)d topics: here are %(n)d.", count
    ) % {"most": MOST_TAGS, "n": count}


class TagForm(forms.Form):
    """A facilitator names a tag, says what it is for, and which other words mean it."""

    name = forms.CharField(
        label=pgettext_lazy("of a topic", "Name"),
        max_length=LONGEST_NAME,
        help_text=_(
            "As it stands in a sentence, in the singular where there is one. An abbreviation goes in brackets."
        ),
        error_messages={"required": _("Give the topic a name: a word or a few.")},
    )
    description = forms.CharField(
        label=pgettext_lazy("of a topic", "Description"),
        required=False,
        max_length=LONGEST_DESCRIPTION,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One sentence that says what belongs here."),
    )
    synonyms = forms.CharField(
        label=_("Synonyms"),
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Other words for the same, one per line: searching and tagging by them leads here."),
    )

    def clean_synonyms(self) -> list[str]:
        """Returns the lines that hold something."""
        return [line.strip() for line in str(self.cleaned_data["synonyms"]).splitlines() if line.strip()]


class MergeForm(forms.Form):
    """A facilitator names the tag into which another one is merged."""

    into = forms.CharField(
        label=_("Merge into"),
        max_length=200,
        help_text=_("The topic that stays, by its name or one of its synonyms."),
        error_messages={"required": _("Name the topic that stays.")},
    )

    def __init__(self, *args: Any, choices: Choices, tag: Tag, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choices = choices
        self.tag = tag

    def clean_into(self) -> Tag:
        """Returns the tag that is meant; raises ValidationError that offers the nearest ones."""
        typed = str(self.cleaned_data["into"])
        into = self.choices.find(typed)
        if into is None:
            near = ", ".join(tag.name for tag in self.choices.nearest(typed) if tag.pk != self.tag.pk)
            said = (
                _("There is no topic “%(name)s”. The nearest ones: %(near)s.")
                if near
                else _("There is no topic “%(name)s”. Look it up in the list of all topics.")
            )
            raise forms.ValidationError(said % {"name": typed[:60], "near": near})
        if into.pk == self.tag.pk:
            raise forms.ValidationError(_("These are one and the same topic. Choose another one."))
        return into
