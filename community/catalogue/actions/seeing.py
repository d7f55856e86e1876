"""How far people have read."""

from django.utils import timezone

from community.catalogue.models import Seen
from community.people.models import Person


def mark_seen(*, person: Person, entry_id: int, upto: int) -> None:
    """Remembers that a person had passages up to this number before them; never goes back. One or two queries."""
    has = Seen.objects.filter(person=person, entry_id=entry_id)
    if not has.filter(upto__lt=upto).update(upto=upto, at=timezone.now()):
        Seen.objects.bulk_create([Seen(person=person, entry_id=entry_id, upto=upto)], ignore_conflicts=True)
