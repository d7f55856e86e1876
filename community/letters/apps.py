"""Registers the app with Django and plugs it into the registries."""

from importlib import import_module

from django.apps import AppConfig


class LettersConfig(AppConfig):
    """The letters app."""

    name = "community.letters"
    label = "letters"

    def ready(self) -> None:
        """Runs the app's registrations once the models are loaded."""
        import_module("community.letters.plugs")
