"""Handing a letter to the mail server: one connection for a batch, and the headers that mail programs go by."""

import logging
from contextlib import suppress
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import sanitize_address

from community.letters.faults import HARD, Fault, Meaning, fault_of, is_of_mail
from community.letters.links import links_for
from community.letters.models import Dispatch
from community.letters.streams import Composed, streams
from community.letters.tokens import message_id, thread_id

logger = logging.getLogger(__name__)


class Post:
    """One connection to the mail server, opened with the first letter and closed with the batch."""

    def __init__(self) -> None:
        self.connection: BaseEmailBackend = get_connection()

    def __enter__(self) -> "Post":
        return self

    def __exit__(self, *_exc: object) -> None:
        with suppress(SMTPException, OSError):
            self.connection.close()

    def open(self) -> Fault | None:
        """Connects, unless that was done; returns what went wrong."""
        try:
            self.connection.open()
        except (SMTPException, OSError) as problem:
            return Fault(Meaning.CONNECTION, fault_of(problem).words)
        return None

    def hand_over(self, row: Dispatch, letter: Composed) -> Fault | None:
        """Sends a letter; returns what went wrong, or None once the server has taken it."""
        try:
            sanitize_address(row.person.email, settings.DEFAULT_CHARSET)
        except (ValueError, LookupError) as problem:
            return Fault(Meaning.GIVEN_UP, str(problem)[:250], HARD)  # no server will ever take it
        try:
            mail = mail_of(row, letter)
            mail.connection = self.connection
            mail.send()
        except Exception as problem:  # whatever it is, the other letters of the batch go on
            if not is_of_mail(problem):
                logger.exception("A letter could not be written: %s", row)
            return fault_of(problem)
        return None


def mail_of(row: Dispatch, letter: Composed) -> EmailMultiAlternatives:
    """Returns a letter with the headers by which mail programs know what it is and how one stops it (RFC 8058)."""
    stream, person = streams[row.stream], row.person
    headers = {
        "Message-ID": message_id(person.pk, row.stream, row.key),
        "List-Id": f"<{stream.list_id}.{settings.MAIL_DOMAIN}>",
        "List-Unsubscribe": f"<{links_for(person, row.stream).stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Precedence": "bulk",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
    if letter.thread:
        root = thread_id(person.pk, letter.thread)
        headers |= {"References": root, "In-Reply-To": root}
    mail = EmailMultiAlternatives(letter.subject, letter.text, to=[person.email], headers=headers)
    mail.attach_alternative(letter.html, "text/html")
    return mail
