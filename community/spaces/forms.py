"""What people type about belonging: inviting, asking to be let in, accepting, changing roles."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from community.people.models import Person
from community.spaces.models import City, Role, Space


class CityChoice(forms.ModelChoiceField):
    """A city from the list, or none."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            queryset=City.objects.order_by("name"),
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
