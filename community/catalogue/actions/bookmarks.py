"""Keeping an entry to come back to, and keeping it no longer."""

from community.catalogue.models import Bookmark, Entry
from community.people.models import Person


def add_bookmark(*, person: Person, entry: Entry) -> Bookmark:
    """Keeps an entry for a person and returns the bookmark; kept already, it stays at its place in their list."""
    bookmark, _is_new = Bookmark.objects.get_or_create(person=person, entry=entry)
    return bookmark


def remove_bookmark(*, person: Person, entry: Entry) -> None:
    """Keeps an entry no longer; says nothing when it was not kept."""
    Bookmark.objects.filter(person=person, entry=entry).delete()
