"""Registrations: a process that sends its browsers away is not ready for new ones. Stream kinds come from above."""

from community.base.health import readiness
from community.live import jinja, process

__all__ = ["jinja"]

readiness.register("live", lambda: not process.is_draining())
