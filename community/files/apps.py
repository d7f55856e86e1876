"""Registers the app with Django and plugs it into the registries."""

from importlib import import_module

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """The files app."""

    name = "community.files"
    label = "files"

    def ready(self) -> None:
        """Runs the app's registrations once the models are loaded."""
        import_module("community.files.plugs")
