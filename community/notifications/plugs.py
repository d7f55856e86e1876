"""Registrations: the signed-in person comes with the number of unread notifications."""

from community.notifications.models import Notification
from community.people.backends import count_of, person_counters

person_counters.register("unread_count", count_of(Notification.objects.filter(read_at=None)))
