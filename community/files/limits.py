"""How much one person may upload, and how long to wait after that."""

from datetime import timedelta

from django.db.models import Sum
from django.utils.translation import ngettext

from community.base import clock
from community.base.http import Refused
from community.files.models import Attachment

MOST_AN_HOUR = 100
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
    """Raises TooManyUploads beyond 100 files an hour, or 250 MB a day. Two queries, three when refused.

    Two uploads at once may both pass the last step: the limit holds back a flood, and nobody counts on its unit.
    """
    own, now = Attachment.objects.filter(owner_id=owner_id), clock.now()
    of_an_hour = own.filter(created_at__gt=now - _HOUR)
    if of_an_hour.count() >= MOST_AN_HOUR:
        oldest = of_an_hour.order_by("-created_at").values_list("created_at", flat=True)[MOST_AN_HOUR - 1]
        raise TooManyUploads(oldest + _HOUR - now)
    of_a_day = own.filter(created_at__gt=now - _DAY)
    if (of_a_day.aggregate(total=Sum("size"))["total"] or 0) >= MOST_A_DAY:
        oldest = of_a_day.order_by("created_at").values_list("created_at", flat=True)[0]
        raise TooManyUploads(oldest + _DAY - now)
