"""Renders posts and descriptions of places of an older renderer again."""

from typing import Any

from django.core.management.base import BaseCommand

from community.spaces.actions import rerender_descriptions
from forum.actions.rerendering import rerender_posts
from forum.models import Post


class Command(BaseCommand):
    """`manage.py rerender`: safe to stop and to run again, also while the site is used."""

    help = "Renders posts and descriptions again that an older version of the Markdown renderer made."

    def handle(self, *args: Any, **options: Any) -> None:
        """Works through the posts and says how far it is."""
        done = 0
        for done in rerender_posts():
            self.stdout.write(f"{done} posts rendered")
        self.stdout.write(f"Done: {done} of {Post.objects.count()} posts were of an older renderer.")
        self.stdout.write(f"Descriptions of places rendered: {rerender_descriptions()}.")
