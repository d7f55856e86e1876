"""The feed of a thread, as a visitor may see it."""

from django.http import HttpRequest

from community.catalogue.feeds import VISITOR, FeedOf
from community.catalogue.views.atom import feed_view
from forum.queries.feeds import feed_of_thread
from forum.rules import find_thread_for


@feed_view
def thread_feed(request: HttpRequest, thread_id: int) -> FeedOf:
    """Returns the newest posts of a thread."""
    return feed_of_thread(find_thread_for(VISITOR, thread_id))
