"""Registrations: doors for templates. Others add counters to the signed-in person."""

from community.people import jinja

__all__ = ["jinja"]
