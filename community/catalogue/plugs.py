"""Registrations: the doors for templates, and the kinds of things whose apps stand below."""

from community.catalogue import jinja, listed_below

__all__ = ["jinja"]

listed_below.register()
