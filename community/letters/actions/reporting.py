"""Delivery reports (RFC 3464): mail that says, hours later, that a letter did not arrive."""

from dataclasses import dataclass
from email import policy
from email.message import EmailMessage, Message
from email.parser import BytesParser

from django.db import transaction

from community.letters.actions.addresses import count_fault
from community.letters.faults import score_of
from community.letters.models import Dispatch, DispatchState

_PARSER = BytesParser(policy=policy.default)


@dataclass(frozen=True, slots=True)
class Report:
    """What a delivery report says of one recipient; `message_id` is that of our letter, empty where it is not told."""

    email: str
    status: str
    words: str
    message_id: str


def reports_in(content: bytes) -> list[Report]:
    """Returns the failures that a message reports; none for a message that is no delivery report, or only a delay."""
    message = _PARSER.parsebytes(content)
    if message.get_content_type() != "multipart/report":
        return []
    known, found = _original_id(message), []
    for part in message.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        for block in part.get_payload():
            if isinstance(block, Message) and (report := _failure(block, known)):
                found.append(report)
    return found


def _failure(block: Message, message_id: str) -> Report | None:
    if str(block.get("Action", "")).strip().lower() != "failed":
        return None
    recipient = str(block.get("Final-Recipient") or block.get("Original-Recipient") or "")
    email = recipient.rpartition(";")[2].strip().strip("<>").lower()
    words = str(block.get("Diagnostic-Code", "")).partition(";")[2].strip()
    return Report(email, str(block.get("Status", "")).strip(), " ".join(words.split()), message_id) if email else None


def _original_id(message: EmailMessage) -> str:
    """Returns the Message-ID of the letter that is reported about, from its headers in the report."""
    for part in message.walk():
        if part.get_content_type() == "message/rfc822":
            inner = part.get_payload()
            if isinstance(inner, list) and inner:
                return str(inner[0].get("Message-ID", "")).strip()
        if part.get_content_type() == "text/rfc822-headers":
            headers = _PARSER.parsebytes(str(part.get_content()).encode(errors="replace"), headersonly=True)
            return str(headers.get("Message-ID", "")).strip()
    return ""


@transaction.atomic
def take_report(report: Report) -> bool:
    """Counts a report against its address, once, and says so at the letter; returns whether the letter was ours.

    Only what answers a letter of ours counts: anybody can send us a message that looks like a report.
    """
    row = Dispatch.objects.select_for_update(of=("self",)).filter(message_id=report.message_id).first()
    if not report.message_id or row is None or row.person.email.lower() != report.email:
        return False
    if row.state == DispatchState.FAILED:
        return True
    words = f"{report.status} {report.words}".strip()
    Dispatch.objects.filter(pk=row.pk).update(state=DispatchState.FAILED, fault=words[:300])
    count_fault(report.email, score=score_of(report.status, report.words), words=words)
    return True
