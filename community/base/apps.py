"""Registers the app with Django and plugs it into the registries."""

from importlib import import_module

from django.apps import AppConfig


class BaseConfig(AppConfig):
    """The base app."""

    name = "community.base"
    label = "base"

    def ready(self) -> None:
        """Runs the app's registrations once the models are loaded."""
        import_module("community.base.converters").register()
        import_module("community.base.plugs")
