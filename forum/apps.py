"""Registers the app with Django and plugs it into the registries."""

from importlib import import_module

from django.apps import AppConfig


class ForumConfig(AppConfig):
    """The forum app."""

    name = "forum"
    label = "forum"

    def ready(self) -> None:
        """Runs the app's registrations once the models are loaded."""
        import_module("forum.plugs")
