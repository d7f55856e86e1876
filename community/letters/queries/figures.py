"""How many letters went out and what became of them, for those who facilitate. Numbers and names, never addresses."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.db.models.functions import Lower

from community.letters.models import Dispatch, DispatchState, MailAddress, Unsubscription
from community.letters.streams import streams
from community.people.models import Person


@dataclass(frozen=True, slots=True)
class StreamFigures:
    """One stream: how many letters went out, to how many people; refused ones; how many people stopped it."""

    stream: str
    label: str
    sent: int
    people: int
    refused: int
    stopped: int


def stream_figures(people: QuerySet[Person], since: datetime) -> list[StreamFigures]:
    """Returns the figures of all streams since a moment, in the order of their registration. Two queries."""
    rows = Dispatch.objects.filter(person__in=people, due_at__gte=since).order_by()
    counted = rows.values_list("stream", "state").annotate(n=Count("pk"), of=Count("person", distinct=True))
    letters: dict[str, dict[str, tuple[int, int]]] = defaultdict(dict)
    for stream, state, n, of in counted:
        letters[stream][state] = (n, of)
    left = Unsubscription.objects.filter(person__in=people, at__gte=since).order_by()
    stopped = dict(left.values_list("stream").annotate(n=Count("person", distinct=True)))
    return [
        StreamFigures(
            name, known.label(), *letters[name].get(DispatchState.SENT, (0, 0)),
            refused=letters[name].get(DispatchState.FAILED, (0, 0))[0], stopped=stopped.get(name, 0),
        )
        for name, known in streams.items()
    ]  # fmt: skip


def sent_letters(people: QuerySet[Person], since: datetime) -> QuerySet[Dispatch]:
    """Returns the letters that went out to people since a moment."""
    return Dispatch.objects.filter(person__in=people, state=DispatchState.SENT, sent_at__gte=since)


def without_mail(people: QuerySet[Person]) -> QuerySet[Person]:
    """Returns those of these people whose address takes no letters now."""
    paused = MailAddress.objects.filter(email=Lower(OuterRef("email")), paused_at__isnull=False)
    return people.filter(Exists(paused))
