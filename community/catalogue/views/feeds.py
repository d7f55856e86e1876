"""Feeds of the whole community, of a space and of a tag, as a visitor may see them. The forum has its threads' own."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from community.catalogue.feeds import VISITOR, FeedOf
from community.catalogue.queries.feeds import feed_of_all, feed_of_space, feed_of_tag
from community.catalogue.views.atom import feed_view
from community.spaces.rules import find_space_for
from community.tags.rules import find_tag_for


@feed_view
def feed(request: HttpRequest) -> FeedOf:
    """Returns the newest of the whole community."""
    return feed_of_all()


@feed_view
def space_feed(request: HttpRequest, slug: str) -> FeedOf:
    """Returns the newest of a space."""
    return feed_of_space(find_space_for(VISITOR, slug))


@feed_view
def tag_feed(request: HttpRequest, slug: str) -> FeedOf | HttpResponse:
    """Returns the newest with a tag; a merged tag and a former address lead to the feed of today."""
    tag = find_tag_for(VISITOR, slug)
    return feed_of_tag(tag) if tag.slug == slug else redirect("tag_feed", tag.slug)
