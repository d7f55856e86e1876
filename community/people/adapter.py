"""allauth's questions answered in our way: accounts start from invitations, letters leave in the person's language."""

from io import BytesIO
from typing import Any

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest
from django.utils import translation
from qrcode.image.svg import SvgPathFillImage

from community.base.mail import deliver_message
from community.base.typography import keep_short_words
from community.people.models import Person


class AccountAdapter(DefaultAccountAdapter):
    """Closed sign-up, mail by task, and Polish letters for people who read Polish."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up by themselves: facilitators invite."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Renders allauth's letter in the language of its reader and hands it to the mail task."""
        person = context.get("user") or Person.objects.filter(email__iexact=email).first()
        about_us = {
            "site_name": settings.MFA_TOTP_ISSUER,
            "site_url": settings.SITE_URL,
            "operator": settings.OPERATOR,
            "code_minutes": settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT // 60,
        }
        with translation.override(person.language if person else settings.LANGUAGE_CODE):
            message = self.render_mail(template_prefix, email, {"email": email, **context, **about_us})
        message.body = keep_short_words(str(message.body)) + "\n"
        deliver_message(message)


class MFAAdapter(DefaultMFAAdapter):
    """Our name beside keys and codes, and QR codes that can be read on a dark page."""

    def build_totp_svg(self, url: str) -> str:
        """Returns the QR code as SVG, black on white."""
        picture = BytesIO()
        qrcode.make(url, image_factory=SvgPathFillImage).save(picture)
        return picture.getvalue().decode()

    def _get_site_name(self) -> str:
        return str(settings.MFA_TOTP_ISSUER)
