"""Bringing stored HTML up to the current renderer, in batches that do not hold anybody up."""

from collections.abc import Iterator

from django.db import transaction

from community.base.markup import RENDERER_VERSION
from forum.actions.writing import render_text
from forum.models import Post

BATCH = 200


def rerender_posts() -> Iterator[int]:
    """Renders every post of an older renderer again, 200 a transaction; yields how many were done so far.

    Stopping it loses nothing: the next call goes on with what is left. The text, its version and its author stay.
    """
    done = 0
    while batch := list(Post.objects.exclude(renderer_version=RENDERER_VERSION).order_by("pk")[:BATCH]):
        with transaction.atomic():
            for post in batch:
                _rerender(post)
        done += len(batch)
        yield done


def _rerender(post: Post) -> None:
    rendered, _mentioned = render_text(post.source, key=post.client_key, by=None, post=post)
    # Only where the text is still the one that was rendered: an edit meanwhile has rendered its own.
    unchanged = Post.objects.filter(pk=post.pk, version=post.version)
    unchanged.update(html=rendered.html, renderer_version=rendered.version)
