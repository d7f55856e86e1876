"""Registrations: filters for templates. The ground knows nobody else."""

from community.base import jinja_filters

__all__ = ["jinja_filters"]
