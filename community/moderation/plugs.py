"""Registrations: notification kinds, which reach people whomever they have muted, and the doors for templates."""

from community.moderation import jinja, notices
from community.notifications.kinds import Group, Kind, notification_kinds

__all__ = ["jinja"]

notification_kinds.register("moderation.report", Kind("flag", notices.tell_report, is_duty=True, group=Group.DUTIES))
notification_kinds.register("moderation.decided", Kind("shield", notices.tell_decided, is_duty=True))
notification_kinds.register("moderation.appeal", Kind("flag", notices.tell_appeal, is_duty=True, group=Group.DUTIES))
notification_kinds.register("moderation.answered", Kind("shield", notices.tell_answered, is_duty=True))
