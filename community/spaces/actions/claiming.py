"""A newcomer's account meets what was waiting for their mail address."""

from community.notifications.actions import notify
from community.people.models import Person
from community.spaces.models import OPEN_HAND_OVER, HandOver


def claim_hand_overs(person: Person) -> None:
    """Addresses open hand-overs to a person whose proven mail address they name, and tells them. One query or two."""
    waiting = HandOver.objects.filter(taker=None, email__iexact=person.email, **OPEN_HAND_OVER)
    for row in waiting.select_related("giver"):
        row.taker = person
        row.save(update_fields=["taker"])
        notify("spaces.hand_over", to=[person.pk], object_id=row.pk, actor=row.giver)
