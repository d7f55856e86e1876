"""Registrations: the doors for templates."""

from community.catalogue import jinja

__all__ = ["jinja"]
