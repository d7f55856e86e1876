"""Registrations: notification kinds about belonging, and doors for templates."""

from community.notifications.kinds import Group, Kind, notification_kinds
from community.spaces import jinja, notices

__all__ = ["jinja"]

# Who is invited or offered a seat, and who asked to join, gets a letter of its own from the verb that does it.
notification_kinds.register(
    "spaces.invitation", Kind("mail", notices.tell_invitation, group=Group.PERSONAL, has_own_letter=True)
)
notification_kinds.register("spaces.request", Kind("users", notices.tell_request, is_duty=True, group=Group.DUTIES))
notification_kinds.register(
    "spaces.accepted", Kind("circle-check", notices.tell_accepted, is_duty=True, has_own_letter=True)
)
notification_kinds.register("spaces.declined", Kind("x", notices.tell_declined, is_duty=True, has_own_letter=True))
notification_kinds.register(
    "spaces.hand_over",
    Kind("handshake", notices.tell_hand_over, is_duty=True, group=Group.PERSONAL, has_own_letter=True),
)
notification_kinds.register(
    "spaces.hand_over_answered", Kind("handshake", notices.tell_hand_over_answered, is_duty=True)
)
