"""A thread as the database has it now: its row, its entry in the catalogue, its posts."""

from community.catalogue.models import Entry
from forum.models import Post, Thread


def again(thread):
    return Thread.objects.select_related("space").get(pk=thread.pk)


def entry_of(thread):
    return Entry.objects.get(kind=thread.kind, subject_id=thread.pk)


def post_of(thread, number):
    return Post.objects.select_related("thread__space").get(thread=thread, number=number)


def rows_of(thread):
    return list(thread.posts.order_by("number").values_list("number", "pk"))
