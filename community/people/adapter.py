"""allauth's questions answered in our way: accounts start from invitations, letters leave in the person's language."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.utils import translation

from community.base.mail import deliver_message
from community.people.models import Person


class AccountAdapter(DefaultAccountAdapter):
    """Closed sign-up, mail by task, and Polish letters for people who read Polish."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up by themselves: facilitators invite."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Renders allauth's letter in the language of its reader and hands it to the mail task."""
        person = Person.objects.filter(email__iexact=email).first()
        with translation.override(person.language if person else settings.LANGUAGE_CODE):
            message = self.render_mail(template_prefix, email, {"email": email, **context, "site_name": settings.MFA_TOTP_ISSUER})
        deliver_message(message)

