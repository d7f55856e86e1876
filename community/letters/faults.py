"""What mail servers say when they do not take a letter, and what it means for the letter and for the address."""

from dataclasses import dataclass
from enum import Enum
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused, SMTPResponseException, SMTPServerDisconnected

_MAILBOX_FULL = ("4.2.2", "5.2.2", "quota", "mailbox full", "over quota", "mailbox is full")
_NO_SUCH_BOX = ("5.1.", "5.2.1", "5.4.4", "5.7.1")


class Meaning(Enum):
    """What becomes of a letter: tried later, given up, or the whole connection is at fault."""

    LATER = "later"
    GIVEN_UP = "given up"
    CONNECTION = "connection"


@dataclass(frozen=True, slots=True)
class Fault:
    """What went wrong: what it means, the server's words, and how much it counts against the address (4 pauses it)."""

    meaning: Meaning
    words: str
    score: int = 0


HARD = 4
SOFT = 1


def fault_of(problem: Exception) -> Fault:
    """Returns what an exception of sending one letter means."""
    if isinstance(problem, SMTPRecipientsRefused):
        code, said = next(iter(problem.recipients.values()), (450, b""))
        return _of_recipient(code, _words(said))
    if isinstance(problem, SMTPDataError):
        words = _words(problem.smtp_error)
        if problem.smtp_code >= 500:
            return Fault(Meaning.GIVEN_UP, f"{problem.smtp_code} {words}", SOFT if _is_full(words) else 0)
        return Fault(Meaning.LATER, f"{problem.smtp_code} {words}", SOFT if _is_full(words) else 0)
    if isinstance(problem, SMTPServerDisconnected):
        return Fault(Meaning.CONNECTION, str(problem))
    if isinstance(problem, SMTPResponseException):
        return Fault(Meaning.CONNECTION, f"{problem.smtp_code} {_words(problem.smtp_error)}")
    if isinstance(problem, (SMTPException, OSError)):
        return Fault(Meaning.CONNECTION, str(problem) or type(problem).__name__)
    # An address or a header that cannot be written down: no server will ever take it.
    return Fault(Meaning.GIVEN_UP, f"{type(problem).__name__}: {problem}", HARD)


def score_of(status: str, words: str) -> int:
    """Returns how much a delivery report counts against an address, from its status (“5.1.1”) and its words."""
    if _is_full(f"{status} {words}"):
        return SOFT
    return HARD if status.startswith(_NO_SUCH_BOX) else SOFT


def _of_recipient(code: int, words: str) -> Fault:
    said = f"{code} {words}"
    if code < 500:
        return Fault(Meaning.LATER, said, SOFT if _is_full(words) else 0)
    return Fault(Meaning.GIVEN_UP, said, SOFT if _is_full(words) else HARD)


def _is_full(words: str) -> bool:
    return any(sign in words.lower() for sign in _MAILBOX_FULL)


def _words(said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    return " ".join(text.split())[:250]
