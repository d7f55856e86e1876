"""Registrations: the forum's notification kinds, and its doors for templates."""

from community.notifications.kinds import Kind, notification_kinds
from forum import jinja, notices

__all__ = ["jinja"]

notification_kinds.register("forum.reply", Kind("message-circle", notices.tell_reply))
notification_kinds.register("forum.mention", Kind("user", notices.tell_mention))
notification_kinds.register("forum.asked", Kind("circle-help", notices.tell_asked))
notification_kinds.register("forum.accepted", Kind("circle-check", notices.tell_accepted))
