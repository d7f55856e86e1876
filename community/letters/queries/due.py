"""Which letters may go out now."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Lower

from community.letters.models import Dispatch, DispatchState, MailAddress, Pause


def due_letters(stream: str, now: datetime) -> QuerySet[Dispatch]:
    """Returns the letters of a stream that may go out, the longest due first.

    Left alone are those that a worker has or that wait after a fault, and others of the stream to the same person until
    then; those of closed accounts; those to addresses that take no mail or that nobody has proven yet; and those that a
    later one overtakes.
    """
    held = Dispatch.objects.filter(person=OuterRef("person"), stream=stream, taken_until__gt=now)
    paused = MailAddress.objects.filter(email=Lower(OuterRef("person__email")), paused_at__isnull=False)
    unproven = EmailAddress.objects.filter(
        user=OuterRef("person"), email__iexact=OuterRef("person__email"), verified=False
    )
    return (
        Dispatch.objects.filter(Q(taken_until=None) | Q(taken_until__lt=now), stream=stream, due_at__lte=now)
        .filter(~Exists(paused), ~Exists(unproven), state=DispatchState.WAITING, person__is_active=True)
        .exclude(overtaken(now))
        .exclude(Exists(held.filter(state=DispatchState.WAITING)))
        .order_by("due_at", "pk")
    )


def overtaken(now: datetime) -> Exists:
    """Returns the condition that a later letter of the same stream to the same person is due, or went out already.

    Letters are composed when they go out, so the later one tells what the earlier would have told.
    """
    same = Dispatch.objects.filter(person=OuterRef("person"), stream=OuterRef("stream"), due_at__lte=now)
    later = Q(due_at__gt=OuterRef("due_at")) | Q(due_at=OuterRef("due_at"), pk__gt=OuterRef("pk"))
    return Exists(same.filter(later, state__in=(DispatchState.WAITING, DispatchState.SENT, DispatchState.EMPTY)))


def still_to_go(row: Dispatch) -> str | None:
    """Returns where a letter goes that a worker holds, at this moment; None when it is to go no more. One query.

    Meanwhile its person may have stopped the stream, closed the account or changed the address.
    """
    held = Dispatch.objects.filter(pk=row.pk, state=DispatchState.WAITING, taken_until=row.taken_until)
    return held.filter(person__is_active=True).values_list("person__email", flat=True).first()


def pausing(stream: str, person_ids: list[int], now: datetime) -> set[int]:
    """Returns those of these people (ids) who want no letters of a stream for a while. One query."""
    rows = Pause.objects.filter(person__in=person_ids, stream=stream, until__gt=now)
    return set(rows.values_list("person_id", flat=True))
