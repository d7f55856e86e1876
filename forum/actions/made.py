"""The page of the library that was made of an answer, kept beside the answer for its readers."""

from django.db import transaction

from community.live.actions import Change, emit_all
from forum.actions.beside import locked_post, put_beside
from forum.models import Post


@transaction.atomic
def name_page_of(post: Post, *, title: str, url: str, language: str, audience: str, space_id: int) -> None:
    """Says at an answer which page was made of it, and for whom that page is. `url` is without a language.

    Pages show it where everybody who reads the thread may read the page (`forum.queries.beside.made_of`).
    """
    _put(post, {"title": title, "url": url, "language": language, "readers": [audience, space_id]})


@transaction.atomic
def forget_page_of(post: Post) -> None:
    """Says at an answer no more that a page was made of it: the page was taken back."""
    _put(post, None)


def _put(post: Post, facts: dict[str, object] | None) -> None:
    current = locked_post(post)
    before = current.beside
    put_beside(current, "made", facts)
    if current.beside != before:
        emit_all([Change(current.thread.stream, "post.reported", current.pk)])
