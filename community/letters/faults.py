"""What mail servers say when they do not take a letter, and what it means for the letter and for the address.

Codes are those of RFC 5321, the finer ones (“5.2.2”) those of RFC 3463. What a server refuses because of us (relaying,
a block list, our sender address) never counts against the people whom we write to.
"""

import re
from dataclasses import dataclass
from enum import Enum
from smtplib import (
    SMTPDataError,
    SMTPException,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPSenderRefused,
)

HARD, SOFT = 4, 1  # from a score of four on an address is paused
_MAILBOX_FULL = ("4.2.2", "5.2.2", "quota", "mailbox full", "mailbox is full", "storage allocation")
_BECAUSE_OF_US = re.compile(r"\b5\.(?:[357]\.\d+|1\.[78])\b")  # system, protocol, policy; the sender's address
_NO_SUCH_BOX = re.compile(r"\b5\.(?:1\.(?:[0-6]|9|\d\d)|2\.1|4\.4)\b")
_NO_SUCH_BOX_IN_WORDS = ("user unknown", "unknown user", "no such user", "does not exist", "recipient address rejected")
# What servers say that know no finer codes. An address that is refused with such words was not found wanting.
_BECAUSE_OF_US_IN_WORDS = re.compile(
    r"relay|spam|blacklist|blocklist|block list|\bblocked\b|\bbanned\b|reputation|\bdnsbl\b|\brbl\b|\bspf\b|\bdkim\b|"
    r"\bdmarc\b|reverse dns|\bptr\b|not authenticated|authentication required|client host|sender",
    re.IGNORECASE,
)
_PERMANENT, _LEAVING, _FULL = 500, 421, 552
_OURS = (500, 501, 502, 503, 504, 530, 535)  # the dialogue or signing in failed, whoever the letter is for


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


def is_of_mail(problem: Exception) -> bool:
    """Returns whether a mail server or the way to it is at fault, not the letter as we wrote it."""
    return isinstance(problem, (SMTPException, OSError))


def fault_of(problem: Exception) -> Fault:
    """Returns what an exception of sending one letter means. What is no fault of mail is one of ours."""
    if isinstance(problem, SMTPRecipientsRefused):
        code, said = next(iter(problem.recipients.values()), (450, b""))
        return _of_recipient(code, _words(said))
    if isinstance(problem, SMTPDataError):
        return _of_letter(problem.smtp_code, _words(problem.smtp_error))
    if isinstance(problem, SMTPSenderRefused) and problem.smtp_code == _FULL:
        return Fault(Meaning.GIVEN_UP, f"{_FULL} {_words(problem.smtp_error)}")  # larger than the server takes
    if isinstance(problem, SMTPResponseException):
        return Fault(Meaning.CONNECTION, f"{problem.smtp_code} {_words(problem.smtp_error)}")
    if is_of_mail(problem):
        return Fault(Meaning.CONNECTION, _words(str(problem)) or type(problem).__name__)
    return our_fault(problem)


def our_fault(problem: Exception) -> Fault:
    """Returns what it means that we could not write a letter: it is tried again, and nobody's address is at fault."""
    return Fault(Meaning.LATER, _words(f"{type(problem).__name__}: {problem}"))


def score_of(status: str, words: str) -> int:
    """Returns how much a delivery report counts against an address, from its status (“5.1.1”) and its words."""
    if is_full(f"{status} {words}"):
        return SOFT
    if _BECAUSE_OF_US.search(status):
        return SOFT  # one report proves little; several in a fortnight say that nothing arrives there
    named = any(sign in words.lower() for sign in _NO_SUCH_BOX_IN_WORDS)
    return HARD if _NO_SUCH_BOX.search(status) or named else SOFT


def is_full(words: str) -> bool:
    """Returns whether a server says that a mailbox is full, which passes."""
    return any(sign in words.lower() for sign in _MAILBOX_FULL)


def _of_recipient(code: int, words: str) -> Fault:
    said = f"{code} {words}"
    if code == _LEAVING:
        return Fault(Meaning.CONNECTION, said)
    if is_full(words) or code == _FULL:
        return Fault(Meaning.GIVEN_UP if code >= _PERMANENT else Meaning.LATER, said, SOFT)
    if code < _PERMANENT or code in _OURS or _is_because_of_us(words):
        return Fault(Meaning.LATER, said)
    return Fault(Meaning.GIVEN_UP, said, HARD)


def _is_because_of_us(words: str) -> bool:
    if _BECAUSE_OF_US.search(words):
        return True
    return not _NO_SUCH_BOX.search(words) and bool(_BECAUSE_OF_US_IN_WORDS.search(words))


def _of_letter(code: int, words: str) -> Fault:
    """Returns what a refusal after the letter's text means: it is about what we wrote, or the mailbox is full."""
    said = f"{code} {words}"
    if code == _LEAVING:
        return Fault(Meaning.CONNECTION, said)
    score = SOFT if is_full(words) else HARD if _NO_SUCH_BOX.search(words) else 0
    return Fault(Meaning.GIVEN_UP if code >= _PERMANENT else Meaning.LATER, said, score)


def _words(said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    return " ".join(text.replace("\0", "").split())[:250]
