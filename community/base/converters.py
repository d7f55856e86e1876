"""Path converters: database ids, no longer than the database takes."""

from django.urls import register_converter
from django.urls.converters import IntConverter


class RowIdConverter(IntConverter):
    """A row's id: up to 18 digits, which always fits 64 bits; longer numbers are simply no address."""

    regex = "[0-9]{1,18}"


def register() -> None:
    """Makes `<row:…>` known to Django; called once, before any URL configuration is read."""
    register_converter(RowIdConverter, "row")
