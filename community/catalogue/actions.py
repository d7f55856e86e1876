"""Listing things in the catalogue. Called by the actions of the apps that own the things, inside their transaction."""

from dataclasses import dataclass
from datetime import datetime

from community.catalogue.models import Entry


@dataclass(frozen=True)
class Listing:
    """What the catalogue needs to know of a subject. `url` carries no language prefix."""

    title: str
    url: str
    space_id: int
    audience: str
    published_at: datetime
    last_activity_at: datetime
    author_id: int | None = None
    summary: str = ""
    language: str = "pl"
    replies: int = 0
    is_solved: bool = False


def list_entry(kind: str, subject_id: int, listing: Listing) -> Entry:
    """Creates or brings up to date the entry of a subject and returns it."""
    entry, _created = Entry.objects.update_or_create(
        kind=kind, subject_id=subject_id, defaults={**listing.__dict__, "is_listed": True}
    )
    return entry


def withdraw_entry(kind: str, subject_id: int) -> None:
    """Takes a subject off the catalogue: it is found nowhere. Follows of it wait, should it be listed again."""
    Entry.objects.filter(kind=kind, subject_id=subject_id).update(is_listed=False)
