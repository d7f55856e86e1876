"""The project package as an app: the commands that concern the whole, static files and translations."""

from django.apps import AppConfig


class CommunityConfig(AppConfig):
    """The community as a whole."""

    name = "community"
    label = "community"
