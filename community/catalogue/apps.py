"""Registers the app with Django and plugs it into the registries."""

from importlib import import_module

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """The catalogue app."""

    name = "community.catalogue"
    label = "catalogue"

    def ready(self) -> None:
        """Runs the app's registrations once the models are loaded."""
        import_module("community.catalogue.plugs")
