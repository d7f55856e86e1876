"""The post of notices: what waits is delivered at the moment it falls due."""

from datetime import UTC, datetime, timedelta

from django.core import mail
from django.db.models import Max

from community.base import clock
from community.letters.actions.delivering import deliver_due
from community.letters.models import Dispatch
from community.notifications.models import Notification

TUESDAY = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)  # ten o'clock in Warsaw
SOON = timedelta(minutes=4)


def deliver(at=None):
    """Delivers what is due at a moment (None: at that when the last letter falls due); returns the letters sent."""
    last = Dispatch.objects.filter(state="waiting").aggregate(at=Max("due_at"))["at"]
    before = len(mail.outbox)
    with clock.replaying(at or last or clock.now()):
        deliver_due()
    return mail.outbox[before:]


def clear_post():
    """Takes back what waits to be told by letter."""
    Notification.objects.update(wants_mail=False)
    Dispatch.objects.all().delete()


def words(letter):
    """Returns the text part of a letter with plain blanks."""
    return letter.body.replace("\u00a0", " ")
