"""Registers the app with Django and plugs it into the registries."""

from importlib import import_module

from django.apps import AppConfig


class ResourcesConfig(AppConfig):
    """What experts publish, on Wagtail."""

    name = "resources"
    label = "resources"

    def ready(self) -> None:
        """Runs the app's registrations once the models are loaded."""
        import_module("resources.plugs")
