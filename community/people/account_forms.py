"""allauth's forms in our manner: no placeholders, plain labels and hints, a digits keyboard for codes."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

_NEW_PASSWORD = _("At least 10 characters. A few ordinary words in a row are easy to remember and hard to guess.")
_KEY_NAME_HELP = _("A name by which you will know it, for example: work laptop.")


class Plain:
    """Takes placeholders away (the label is enough) and prepares code and password fields."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
            if field.widget.attrs.get("autocomplete") == "one-time-code":
                field.widget.attrs.update({"inputmode": "numeric", "autofocus": True})
        if "password1" in self.fields:
            self.fields["password1"].help_text = _NEW_PASSWORD


class LoginForm(Plain, account.LoginForm):
    """Mail address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class RequestLoginCodeForm(Plain, account.RequestLoginCodeForm):
    """Where to send a code."""


class ConfirmLoginCodeForm(Plain, account.ConfirmLoginCodeForm):
    """The code from the letter."""


class AddEmailForm(Plain, account.AddEmailForm):
    """The new mail address."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("New e-mail address")


class ResetPasswordForm(Plain, account.ResetPasswordForm):
    """Whose password is to be set anew."""


class ResetPasswordKeyForm(Plain, account.ResetPasswordKeyForm):
    """A new password after a letter."""


class ChangePasswordForm(Plain, account.ChangePasswordForm):
    """A new password in place of the present one."""


class SetPasswordForm(Plain, account.SetPasswordForm):
    """A first password."""


class ReauthenticateForm(Plain, account.ReauthenticateForm):
    """The password once more, before something important."""


class AuthenticateForm(Plain, mfa.AuthenticateForm):
    """The second step of signing in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].help_text = _("From the authenticator app, or one of your recovery codes.")


class ReauthenticateCodeForm(Plain, mfa.ReauthenticateForm):
    """A code once more, before something important."""


class ActivateCodeForm(Plain, ActivateTOTPForm):
    """The first code of a newly connected authenticator app."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs.pop("autofocus", None)


class AddKeyForm(Plain, AddWebAuthnForm):
    """A new key or passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the key")
        self.fields["name"].help_text = _KEY_NAME_HELP
        self.fields["credential"].error_messages["required"] = _(
            "The key did not answer, or the browser stopped waiting for it. Try again or choose another way."
        )


class EditKeyForm(Plain, EditWebAuthnForm):
    """Another name for a key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the key")
        self.fields["name"].help_text = _KEY_NAME_HELP
