"""Registrations: the doors for templates."""

from community.following import jinja

__all__ = ["jinja"]
