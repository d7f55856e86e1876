"""Registers the app with Django and plugs it into the registries."""

from importlib import import_module

from django.apps import AppConfig


class TagsConfig(AppConfig):
    """The tags app."""

    name = "community.tags"
    label = "tags"

    def ready(self) -> None:
        """Runs the app's registrations once the models are loaded."""
        import_module("community.tags.plugs")
