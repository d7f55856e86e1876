"""Reading back the letters that the demo writes to files instead of sending."""

import email
import email.policy
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

from community.base.moments import Moment, moment

MOST_LETTERS = 50
_SEPARATOR = "-" * 79


@dataclass(frozen=True)
class Letter:
    """One sent letter; `html` is empty for a letter with a text part only. `name` finds it again among the files."""

    name: str
    subject: str
    to: str
    sender: str
    at: Moment | None
    text: str
    html: str
    headers: tuple[tuple[str, str], ...]


def read_mailbox(folder: str | Path, *, to: str = "") -> list[Letter]:
    """Returns the letters of a folder that Django's file mailer wrote, newest first, at most 50; of one recipient."""
    letters: list[Letter] = []
    for name, message in _messages(folder):
        if not to or str(message["To"] or "") == to:
            letters.append(_letter(name, message))
        if len(letters) >= MOST_LETTERS:
            break
    return letters


def find_letter(folder: str | Path, name: str) -> Letter | None:
    """Returns a letter by its name, None when there is none of that name."""
    return next((_letter(found, message) for found, message in _messages(folder) if found == name), None)


def recipients(folder: str | Path) -> list[str]:
    """Returns to whom letters were written, each once, in alphabetical order."""
    return sorted({str(message["To"] or "") for _name, message in _messages(folder)} - {""})


def _messages(folder: str | Path) -> Iterator[tuple[str, EmailMessage]]:
    """Yields the letters of a folder with their names, newest first."""
    files = sorted(Path(folder).glob("*.log"), key=lambda file: (file.stat().st_mtime_ns, file.name), reverse=True)
    for file in files:
        parts = file.read_text(encoding="utf-8", errors="replace").split(f"\n{_SEPARATOR}\n")
        for number, part in reversed(list(enumerate(parts))):
            if part.strip():
                message = email.message_from_bytes(part.encode(), policy=email.policy.default)
                assert isinstance(message, EmailMessage)
                yield f"{file.stem}-{number}", message


def _letter(name: str, message: EmailMessage) -> Letter:
    sent = message["Date"].datetime if message["Date"] else None
    if isinstance(sent, datetime) and sent.tzinfo is None:
        # “-0000” in a Date header: UTC, the sender's own zone is not told (RFC 5322, 3.3).
        sent = sent.replace(tzinfo=UTC)
    return Letter(
        name=name,
        subject=str(message["Subject"] or ""),
        to=str(message["To"] or ""),
        sender=str(message["From"] or ""),
        at=moment(sent) if isinstance(sent, datetime) else None,
        text=_part(message, "plain"),
        html=_part(message, "html"),
        headers=tuple((name, str(value)) for name, value in message.items()),
    )


def _part(message: EmailMessage, kind: str) -> str:
    body = message.get_body(preferencelist=(kind,))
    return str(body.get_content()) if body else ""
