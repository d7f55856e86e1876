"""One letter: a text part and an HTML part from the same template folder, sent by a task after commit."""

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from smtplib import SMTPException
from typing import Any

import css_inline
from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django_tasks import task

from community.base.registry import Registry
from community.base.typography import keep_short_words

logger = logging.getLogger(__name__)
# From an address to whether mail to it is paused: apps above know from what mail servers said.
refusals: Registry[Callable[[str], bool]] = Registry("refusal of mail")
PAUSES = (timedelta(minutes=2), timedelta(minutes=8), timedelta(minutes=32))
_CHARSET = '<meta charset="utf-8">'


@dataclass(frozen=True, slots=True)
class Drawn:
    """A letter as it goes out: subject on one line, text, and HTML with its look written into the elements."""

    subject: str
    text: str
    html: str


def drawn_letter(template: str, context: dict[str, Any], *, language: str = "pl") -> Drawn:
    """Returns the letter `mail/<template>.{subject,txt,html}` in a language.

    Addresses in the templates are absolute: `site_url` is in the context. Raises TemplateDoesNotExist.
    """
    with translation.override(language):
        full = {**context, "site_url": settings.SITE_URL, "operator": settings.OPERATOR, "language": language}
        subject = " ".join(render_to_string(f"mail/{template}.subject", full).split())
        text = keep_short_words(
            re.sub(r"\n{3,}", "\n\n", render_to_string(f"mail/{template}.txt", full)).strip() + "\n"
        )
        return Drawn(subject, text, _inlined(render_to_string(f"mail/{template}.html", full)))


def send_letter(*, to: str, template: str, context: dict[str, Any], language: str = "pl") -> None:
    """Sends the letter of a template (see `drawn_letter`) once the current transaction has committed.

    An address that takes no mail gets none; only the letters of libraries (codes, passwords) are tried there still.
    Raises TemplateDoesNotExist at once.
    """
    drawn = drawn_letter(template, context, language=language)
    if any(refuses(to) for _name, refuses in refusals.items()):
        logger.info("A letter was not sent to an address that takes no mail: %s", template)
        return
    transaction.on_commit(
        lambda: deliver.enqueue(to=to, subject=drawn.subject, text=drawn.text, html=drawn.html)
    )  # fmt: skip


def _inlined(html: str) -> str:
    """Returns a letter with its look in its elements. Its charset comes first: after the sheet it would be too late."""
    return _inliner().inline(html).replace(_CHARSET, "", 1).replace("<head>", f"<head>\n{_CHARSET}", 1)


@cache
def _inliner() -> css_inline.CSSInliner:
    """Returns what writes letter.css into the elements of a letter. It fetches nothing.

    What is said there of dark and narrow screens stays a style sheet in the letter's head: many programs read that.
    """
    return css_inline.CSSInliner(
        extra_css=render_to_string("mail/letter.css"), load_remote_stylesheets=False, keep_at_rules=True
    )


def deliver_message(message: EmailMessage) -> None:
    """Sends a letter that a library has composed (codes, password resets), the same way as our own."""
    alternatives = getattr(message, "alternatives", [])
    html = next((str(content) for content, kind in alternatives if kind == "text/html"), "")
    text, subject, to = str(message.body), str(message.subject), message.to[0]
    transaction.on_commit(lambda: deliver.enqueue(to=to, subject=subject, text=text, html=html))


@task()
def deliver(to: str, subject: str, text: str, html: str, attempt: int = 1) -> None:
    """Hands one letter to the mail server; when it is not accepted, tries again after 2, 8 and 32 minutes.

    Raises smtplib.SMTPException or OSError when the last attempt fails, or when nothing can be put off here.
    """
    letter = EmailMultiAlternatives(subject=subject, body=text, to=[to], headers={"Auto-Submitted": "auto-generated"})
    if html:
        letter.attach_alternative(html, "text/html")
    try:
        letter.send()
    except (SMTPException, OSError):
        if attempt > len(PAUSES) or not deliver.get_backend().supports_defer:
            logger.error("A letter could not be sent, attempt %d: %s", attempt, subject)
            raise
        later = deliver.using(run_after=timezone.now() + PAUSES[attempt - 1])
        later.enqueue(to=to, subject=subject, text=text, html=html, attempt=attempt + 1)
