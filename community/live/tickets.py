"""Who holds a socket: the session it was opened with, as the database knows it now."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.contrib.sessions.models import Session
from django.utils.crypto import constant_time_compare

from community.base import clock


@dataclass(frozen=True, slots=True)
class Ticket:
    """A signed-in person by a session that holds now, and until when."""

    session_key: str
    person_id: int
    name: str
    expires_at: datetime


def read_tickets(session_keys: Collection[str]) -> dict[str, Ticket]:
    """Returns the tickets of those sessions that are not over and whose person is active. Two queries.

    A password changed since the session began ends it, as it does for pages (Django's session hash).
    """
    rows = Session.objects.filter(session_key__in=list(session_keys), expire_date__gt=clock.now())
    claims = {row: row.get_decoded() for row in rows}
    wanted = {str(claim[SESSION_KEY]) for claim in claims.values() if SESSION_KEY in claim}
    if not wanted:
        return {}
    people = {
        str(person.pk): person for person in get_user_model()._default_manager.filter(pk__in=wanted, is_active=True)
    }
    tickets = {}
    for row, claim in claims.items():
        person = people.get(str(claim.get(SESSION_KEY)))
        if person and constant_time_compare(str(claim.get(HASH_SESSION_KEY, "")), person.get_session_auth_hash()):
            name = person.get_full_name()
            tickets[row.session_key] = Ticket(row.session_key, person.pk, name, row.expire_date)
    return tickets
