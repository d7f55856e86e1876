"""Registrations: the signed-in person comes with the number of unread notifications, and open pages keep it current."""

from community.live.kinds import person_parts
from community.notifications.actions import INBOX
from community.notifications.models import Notification
from community.notifications.streams import bells
from community.people.backends import count_of, person_counters

person_counters.register("unread_count", count_of(Notification.objects.filter(read_at=None)))
person_parts.register(INBOX, bells)
