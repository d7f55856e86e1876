"""Delivery reports (RFC 3464): mail that says, hours later, that a letter did not arrive."""

import logging
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesParser

from django.db import transaction

from community.letters.actions.addresses import count_fault
from community.letters.faults import score_of
from community.letters.models import Dispatch, DispatchState

logger = logging.getLogger(__name__)
LARGEST = 1024 * 1024  # bytes of a message that are read: a report comes before the letter that it returns
_PARSER = BytesParser()  # the old policy reads what no standard allows; the new one raises over it
_HEADERS, _LETTERS = ("text/rfc822-headers", "message/rfc822-headers"), ("message/rfc822",)


@dataclass(frozen=True, slots=True)
class Report:
    """What a delivery report says of one recipient: the addresses by which it names it, and our letter's Message-ID."""

    emails: frozenset[str]
    status: str
    words: str
    message_id: str


def reports_in(content: bytes) -> list[Report]:
    """Returns the failures that a message reports: none for one that is no report, tells of a delay, or is broken."""
    try:
        message = _PARSER.parsebytes(content[:LARGEST])
        if message.get_content_type() != "multipart/report":
            return []
        known = _original_id(message)
        return [report for block in _blocks(message) if (report := _failure(block, known))]
    except Exception:  # anybody can send anything; one message never stands in the way of the others
        logger.exception("A message in the mailbox of reports could not be read.")
        return []


def _blocks(message: Message) -> list[Message]:
    """Returns the groups of fields of a report: the first about the letter, then one for each recipient."""
    parts = [part for part in message.walk() if part.get_content_type() == "message/delivery-status"]
    found = [part.get_payload() for part in parts]
    return [block for blocks in found if isinstance(blocks, list) for block in blocks if isinstance(block, Message)]


def _failure(block: Message, message_id: str) -> Report | None:
    if _said(block, "Action").lower() != "failed":
        return None
    named = {_address(_said(block, name)) for name in ("Final-Recipient", "Original-Recipient")} - {""}
    words = _said(block, "Diagnostic-Code").partition(";")[2].strip()
    return Report(frozenset(named), _said(block, "Status"), words, message_id) if named else None


def _said(block: Message, name: str) -> str:
    return " ".join(str(block.get(name, "")).replace("\0", "").split())


def _address(recipient: str) -> str:
    """Returns an address out of “rfc822; anna@miasto.example”."""
    return recipient.rpartition(";")[2].strip().strip("<>").lower()


def _original_id(message: Message) -> str:
    """Returns the Message-ID of the letter that is reported about: of its headers, which the report returns."""
    for part in message.walk():
        kind, inner = part.get_content_type(), part.get_payload()
        if kind in _LETTERS and isinstance(inner, list) and inner and isinstance(inner[0], Message):
            return _said(inner[0], "Message-ID")
        if kind in _HEADERS:
            raw = part.get_payload(decode=True)
            return _said(_PARSER.parsebytes(raw, headersonly=True), "Message-ID") if isinstance(raw, bytes) else ""
    return next((_said(block, "X-Original-Message-ID") for block in _blocks(message)), "")


@transaction.atomic
def take_report(report: Report) -> bool:
    """Counts a report against its address, once, and says so at the letter; returns whether the letter was ours.

    Only what answers a letter of ours counts, and only for whom we wrote it to: anybody can send us a message that
    looks like a report, but nobody else can know its Message-ID.
    """
    row = Dispatch.objects.select_for_update(of=("self",)).filter(message_id=report.message_id).first()
    if not report.message_id or row is None or row.person.email.lower() not in report.emails:
        return False
    if row.state == DispatchState.FAILED:
        return True
    words = f"{report.status} {report.words}".strip()
    Dispatch.objects.filter(pk=row.pk).update(state=DispatchState.FAILED, fault=words[:300])
    count_fault(row.person.email, score=score_of(report.status, report.words), words=words)
    return True
