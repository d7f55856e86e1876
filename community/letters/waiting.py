"""What others ask of the post: which letters can still take something in, which are on their way, who takes none."""

from collections.abc import Collection

from django.db.models import QuerySet

from community.base import clock
from community.letters.models import Dispatch, DispatchState, MailAddress


def open_letters(stream: str, person_ids: Collection[int]) -> QuerySet[Dispatch]:
    """Returns the letters of a stream that wait for these people (ids) and that no worker has.

    They are locked until the transaction ends, so that they cannot go out without what it adds. Nobody is waited for:
    what another transaction holds is left out.
    """
    rows = Dispatch.objects.filter(
        person__in=person_ids, stream=stream, state=DispatchState.WAITING, taken_until=None
    )  # fmt: skip
    return rows.order_by("pk").select_for_update(skip_locked=True, no_key=True)


def on_their_way(stream: str, person_ids: Collection[int], *, without: Collection[int]) -> set[int]:
    """Returns those of these people (ids) whose letter of a stream another worker has now. One query.

    `without`: the letters (ids) of who asks.
    """
    rows = Dispatch.objects.filter(
        person__in=person_ids, stream=stream, state=DispatchState.WAITING, taken_until__gt=clock.now()
    )  # fmt: skip
    return set(rows.exclude(pk__in=without).values_list("person_id", flat=True))


def takes_no_mail(email: str) -> bool:
    """Returns whether mail to an address is paused, after what mail servers said of it. One query."""
    return MailAddress.objects.filter(email=email.lower(), paused_at__isnull=False).exists()
