"""How many letters go out in a minute: counted in the database, so that all workers together keep to it."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F

from community.base import clock
from community.letters.models import Minute

_KEPT_FOR = timedelta(hours=1)


def room_for_one_of(streams: int) -> int:
    """Returns how many letters one of so many streams may let out at once: its share of a minute, if there is room.

    So the one that comes first does not use a minute up. One query.
    """
    sent = Minute.objects.filter(at=_minute(clock.now())).values_list("sent", flat=True).first() or 0
    share = -(-settings.LETTERS_A_MINUTE // max(1, streams))
    return max(0, min(share, settings.LETTERS_A_MINUTE - sent))


def take_turn() -> bool:
    """Counts one letter of this minute, before it goes out; returns whether it may. One query, three in a new minute.

    Letters that then fail count, too: the server was asked. LETTERS_A_MINUTE of 0 lets none out.
    """
    now = _minute(clock.now())
    most = settings.LETTERS_A_MINUTE
    if most < 1:
        return False
    if _count(now, most):
        return True
    _row, is_new = Minute.objects.get_or_create(at=now, defaults={"sent": 1})
    if is_new:
        Minute.objects.filter(at__lt=now - _KEPT_FOR).delete()
    return is_new or _count(now, most)


def _count(minute: datetime, most: int) -> bool:
    return bool(Minute.objects.filter(at=minute, sent__lt=most).update(sent=F("sent") + 1))


def _minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)
