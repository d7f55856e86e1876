"""Listing threads in the catalogue again from nothing but themselves."""

from django.db import transaction

from community.catalogue.actions import replace_texts
from forum.actions.writing import list_thread, text_of
from forum.models import Post, Thread


@transaction.atomic
def relist_threads(ids: list[int]) -> None:
    """Lists these threads with exactly the posts that are there now; deleted ones are withdrawn."""
    for thread in Thread.objects.select_for_update().filter(pk__in=ids).order_by("pk"):
        entry = list_thread(thread)
        if entry:
            posts = Post.objects.filter(thread=thread, deleted_at=None).order_by("number")
            replace_texts(entry, [text_of(post) for post in posts])
