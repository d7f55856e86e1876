"""What people type about belonging: inviting, asking to be let in, accepting, changing roles."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from community.people.models import Person
from community.spaces.models import Joining, Role, Space
from community.spaces.queries.cities import city_choices
from community.spaces.queries.entrance import membership_of_address
from community.spaces.queries.succession import PartRow

LANGUAGES = [("pl", "Polski"), ("en", "English")]


class CityChoice(forms.ModelChoiceField):
    """A city from the list, or none."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            queryset=city_choices(),
            required=False,
            empty_label=pgettext_lazy("city choice", "— none —"),
            **kwargs,
        )


class InviteForm(forms.Form):
    """A facilitator invites someone by mail."""

    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    name = forms.CharField(label=_("Name"), max_length=120, required=False)
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, initial=Role.MEMBER)
    city = CityChoice(label=_("City"))
    note = forms.CharField(
        label=_("A few words to the letter"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    language = forms.ChoiceField(
        label=_("Language of the letter"),
        choices=LANGUAGES,
        initial="pl",
        required=False,
        help_text=_("Someone who has an account gets it in the language they have chosen."),
    )

    def __init__(self, *args: Any, space: Space, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.space = space

    def clean_language(self) -> str:
        """Returns the chosen language, Polish when none was."""
        return str(self.cleaned_data["language"] or "pl")

    def clean(self) -> dict[str, Any]:
        """Says at the address when its owner needs no invitation."""
        typed = super().clean() or self.cleaned_data
        known = membership_of_address(self.space, typed["email"]) if {"email", "role"} <= typed.keys() else None
        if known and Role(known.role).rank >= Role(typed["role"]).rank:
            said = _("%(name)s belongs here already, in this role: %(role)s. Change the role in the list of people.")
            self.add_error("email", said % {"name": known.person.name, "role": known.get_role_display()})
        return typed


class SpaceForm(forms.Form):
    """A facilitator says what a space is for and how people come in."""

    name = forms.CharField(label=pgettext_lazy("of a place", "Name"), max_length=120)
    purpose = forms.CharField(
        label=_("What this place is for"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One or two sentences. They stand at the top and in every invitation."),
    )
    question = forms.CharField(
        label=_("Leading question"),
        required=False,
        max_length=300,
        help_text=_("The question that brings people together here."),
    )
    description = forms.CharField(
        label=_("Description"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("What you talk about, for whom it is, what the house rules are. Markdown works here."),
    )
    question_template = forms.CharField(
        label=_("Template for a question"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Offered to whoever asks here: what a question needs to get a good answer. Markdown works here."),
    )
    joining = forms.ChoiceField(label=_("How to join"), choices=Joining.choices, widget=forms.RadioSelect)
    holds_first_posts = forms.BooleanField(
        label=_("A newcomer’s first post waits until a facilitator has read it"),
        required=False,
        help_text=_("It concerns people who have never written anywhere in the community. You get a notification."),
    )

    def __init__(self, data: Any = None, *, space: Space, initial: dict[str, str]) -> None:
        stored = {name: getattr(space, name) for name in self.base_fields}
        super().__init__(data, initial={**stored, **initial})

    def clean_name(self) -> str:
        """Returns the name on one line."""
        return " ".join(self.cleaned_data["name"].split())


class JoinForm(forms.Form):
    """A newcomer asks to be let in."""

    space = forms.ModelChoiceField(
        label=_("Network or group"), queryset=Space.objects.none(), empty_label=None, to_field_name="slug"
    )
    name = forms.CharField(label=_("Your name"), max_length=120)
    email = forms.EmailField(label=_("Your e-mail address at work"), max_length=254)
    city = CityChoice(label=_("Your city"))
    text = forms.CharField(
        label=_("What do you do, and what brings you here?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    website = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Space.objects.filter(audience="public", joining__in=("open", "request")).exclude(kind="team")
        self.fields["space"].queryset = rows.order_by("id")  # type: ignore[attr-defined]

    def clean_website(self) -> str:
        """A field that people do not see; who fills it in is a machine."""
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("This field stays empty."))
        return ""


class RequestForm(forms.Form):
    """A signed-in person asks to be let into one space."""

    text = forms.CharField(
        label=_("A word to the facilitator"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class DeclineForm(forms.Form):
    """A facilitator says no, and why."""

    reason = forms.CharField(
        label=_("Reason (it will be sent by mail)"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


class AcceptForm(forms.Form):
    """An invited newcomer opens an account; without a password, codes sent by mail sign in."""

    name = forms.CharField(label=_("Your name"), max_length=120, help_text=_("This is how others will see you."))
    password = forms.CharField(
        label=_("Password"),
        required=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_(
            "At least 10 characters. Leave it empty to sign in with a code that we send you by mail each time."
        ),
    )
    terms = forms.BooleanField(label=_("I accept the terms of use and have read the privacy notice"))

    def clean_password(self) -> str:
        """Returns the password, empty or strong enough."""
        password = str(self.cleaned_data["password"])
        if password:
            validate_password(password, Person(name=self.cleaned_data.get("name", "")))
        return password


class RoleForm(forms.Form):
    """A member's new role."""

    role = forms.ChoiceField(choices=Role.choices)


class HandOverForm(forms.Form):
    """Who takes a seat over, and what is left to them."""

    email = forms.EmailField(
        label=_("E-mail address of your successor"),
        max_length=254,
        help_text=_("Somebody from the community, or somebody new: then an invitation leaves with the offer."),
    )
    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        required=False,
        help_text=_("For somebody new, so that the letter greets them."),
    )
    parts = forms.MultipleChoiceField(
        label=_("What you leave to your successor"), required=False, widget=forms.CheckboxSelectMultiple
    )
    note = forms.CharField(
        label=_("A few words to your successor"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    language = forms.ChoiceField(
        label=_("Language of the letter"),
        choices=LANGUAGES,
        initial="pl",
        required=False,
        help_text=_("Someone who has an account gets it in the language they have chosen."),
    )

    def __init__(self, *args: Any, offered: Sequence[PartRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there = [part for part in offered if part.count]
        self.fields["parts"].choices = [(part.name, f"{part.label} ({part.count})") for part in there]  # type: ignore[attr-defined]
        proposed = [part.name for part in there if part.is_proposed]
        # What was ticked before signing in comes back as one line, see `base.http.keep_form`.
        self.initial["parts"] = self.initial.get("parts", "").split(", ") if self.initial else proposed
        if not there:
            del self.fields["parts"]

    def clean_language(self) -> str:
        """Returns the chosen language, Polish when none was."""
        return str(self.cleaned_data["language"] or "pl")
