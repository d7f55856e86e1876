"""How much one person may upload and try to upload, and how long to wait after that."""

from datetime import datetime, timedelta

from django.db.models import QuerySet, Sum
from django.utils.translation import ngettext

from community.base import clock
from community.base.http import Refused
from community.base.limits import too_many_of
from community.files.models import Attachment

MOST_AN_HOUR = 100
MOST_TRIES = 200  # an hour: what is refused leaves no row, but was looked through
MOST_A_DAY = 250 * 1024 * 1024  # bytes, as stored
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)


class TooManyUploads(Refused):
    """One person uploads more than the limit: 429, with how long to wait."""

    def __init__(self, wait: timedelta) -> None:
        minutes = max(1, -(-int(wait.total_seconds()) // 60))
        super().__init__(
            ngettext(
                "That is a lot of files. You can attach the next one in %(minutes)d minute.",
                "That is a lot of files. You can attach the next one in %(minutes)d minutes.",
                minutes,
            )
            % {"minutes": minutes},
            status=429,
        )


def check_limits(owner_id: int) -> None:
    """Counts a try, and raises TooManyUploads beyond 200 tries or 100 files an hour, or 250 MB a day.

    Two queries, three when refused. Two uploads at once may both pass the last step: the limit holds back a flood, and
    nobody counts on its unit.
    """
    if too_many_of(owner_id, "upload", most=MOST_TRIES, seconds=int(_HOUR.total_seconds())):
        raise TooManyUploads(_HOUR)
    own, now = Attachment.objects.filter(owner_id=owner_id), clock.now()
    of_an_hour = own.filter(created_at__gt=now - _HOUR)
    if of_an_hour.count() >= MOST_AN_HOUR:
        oldest = of_an_hour.order_by("-created_at").values_list("created_at", flat=True)[MOST_AN_HOUR - 1]
        raise TooManyUploads(oldest + _HOUR - now)
    of_a_day = own.filter(created_at__gt=now - _DAY)
    size = of_a_day.aggregate(total=Sum("size"))["total"] or 0
    if size >= MOST_A_DAY:
        raise TooManyUploads(_last_in_the_way(of_a_day, size) + _DAY - now)


def _last_in_the_way(rows: QuerySet[Attachment], size: int) -> datetime:
    """Returns when the file was uploaded with whose end the rest is below the limit of a day."""
    moments = iter(rows.order_by("created_at", "pk").values_list("created_at", "size"))
    at, own = next(moments)
    while (size := size - own) >= MOST_A_DAY:
        at, own = next(moments)
    return at
