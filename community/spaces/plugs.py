"""Registrations: notification kinds about belonging, and doors for templates."""

from community.notifications.kinds import Kind, notification_kinds
from community.spaces import jinja, notices

__all__ = ["jinja"]

notification_kinds.register("spaces.invitation", Kind("mail", notices.tell_invitation))
notification_kinds.register("spaces.request", Kind("users", notices.tell_request))
notification_kinds.register("spaces.accepted", Kind("circle-check", notices.tell_accepted))
notification_kinds.register("spaces.declined", Kind("x", notices.tell_declined))
