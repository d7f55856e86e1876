"""Reading back the letters that the demo writes to files instead of sending."""

import email
import email.policy
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

from community.base.moments import Moment, moment

MOST_LETTERS = 50
_SEPARATOR = "-" * 79


@dataclass(frozen=True)
class Letter:
    """One sent letter; `html` is empty for a letter with a text part only."""

    subject: str
    to: str
    sender: str
    at: Moment | None
    text: str
    html: str


def read_mailbox(folder: str | Path) -> list[Letter]:
    """Returns the letters of a folder that Django's file mailer wrote, newest first, at most 50."""
    files = sorted(Path(folder).glob("*.log"), key=lambda file: file.stat().st_mtime, reverse=True)
    letters: list[Letter] = []
    for file in files[:MOST_LETTERS]:
        for part in reversed(file.read_text(encoding="utf-8", errors="replace").split(f"\n{_SEPARATOR}\n")):
            if part.strip():
                letters.append(_letter(part))
    return letters[:MOST_LETTERS]


def _letter(raw: str) -> Letter:
    message = email.message_from_bytes(raw.encode(), policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    sent = message["Date"].datetime if message["Date"] else None
    if isinstance(sent, datetime) and sent.tzinfo is None:
        # “-0000” in a Date header: UTC, the sender's own zone is not told (RFC 5322, 3.3).
        sent = sent.replace(tzinfo=UTC)
    return Letter(
        subject=str(message["Subject"] or ""),
        to=str(message["To"] or ""),
        sender=str(message["From"] or ""),
        at=moment(sent) if isinstance(sent, datetime) else None,
        text=_part(message, "plain"),
        html=_part(message, "html"),
    )


def _part(message: EmailMessage, kind: str) -> str:
    body = message.get_body(preferencelist=(kind,))
    return str(body.get_content()) if body else ""
