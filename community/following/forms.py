"""What people type about following: a search to save, its name, and what newcomers choose to hear of."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from community.catalogue.queries.facets import address_of
from community.catalogue.typed import read_query
from community.following.models import Level, SavedSearch

_NO_WORDS = _("There are no words to look for. Search for something first, then save it.")
LONGEST_QUERY = SavedSearch._meta.get_field("query").max_length or 0
NOT_AT_ALL = ""
_RHYTHMS = [
    (Level.WEEKLY.value, pgettext_lazy("follow level", "Weekly digest")),
    (Level.DAILY.value, pgettext_lazy("follow level", "Daily digest")),
]
_CLOSER = [
    (Level.WATCH.value, pgettext_lazy("follow level", "In the app")),
    (Level.INSTANT.value, pgettext_lazy("follow level", "At once, by mail too")),
]


class NameForm(forms.Form):
    """The name of a saved search."""

    name = forms.CharField(label=pgettext_lazy("of a search", "Name"), max_length=120)


class SearchForm(NameForm):
    """A search to save: the part of its address after the question mark, a name, and how often one hears of it."""

    query = forms.CharField(widget=forms.HiddenInput, max_length=4000, error_messages={"required": _NO_WORDS})
    level = forms.ChoiceField(
        label=_("How often to hear of what is new"),
        choices=_RHYTHMS,
        widget=forms.RadioSelect,
        initial=Level.WEEKLY.value,
    )

    def clean_query(self) -> str:
        """Returns the search as the search page itself writes it, without page and order."""
        address = address_of("", QueryDict(self.cleaned_data["query"]))
        if read_query(address.query).is_empty:
            raise forms.ValidationError(_NO_WORDS)
        query = address.as_saved()
        if len(query) > LONGEST_QUERY:
            raise forms.ValidationError(_("This search is too long to be saved. Use fewer words."))
        return query


class WelcomeForm(forms.Form):
    """What a newcomer wants to hear of: how closely each of their places, which topics, and these how often.

    `places` are pairs of number and name, `topics` likewise; `chosen` says what holds already.
    """

    topics = forms.TypedMultipleChoiceField(
        label=pgettext_lazy("field", "Topics"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    rhythm = forms.ChoiceField(
        label=_("How to hear of these topics"), choices=_RHYTHMS, widget=forms.RadioSelect, initial=Level.WEEKLY.value
    )

    def __init__(
        self, data: Any = None, *, places: Sequence[tuple[int, str]], topics: Sequence[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.place_fields = {pk: f"place-{pk}" for pk, _name in places}
        for pk, name in places:
            self.fields[self.place_fields[pk]] = forms.ChoiceField(
                label=name,
                choices=[*_RHYTHMS, *_CLOSER, (NOT_AT_ALL, pgettext_lazy("follow level", "Not at all"))],
                widget=forms.RadioSelect,
                required=False,
            )
        field: Any = self.fields["topics"]
        field.choices = topics

    @property
    def place_levels(self) -> dict[int, str]:
        """Returns the chosen level for each place by its number; an empty one for hearing nothing of it."""
        return {pk: self.cleaned_data[name] for pk, name in self.place_fields.items()}
