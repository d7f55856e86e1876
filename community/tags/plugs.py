"""Registrations: the doors for templates."""

__all__: list[str] = []
