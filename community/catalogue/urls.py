"""Doors of the catalogue: searching, tag pages, feeds, bookmarks."""

from django.urls import URLPattern, URLResolver, path

from community.catalogue.views import bookmarks, feeds, search, tags

urlpatterns: list[URLPattern | URLResolver] = [
    path("tematy/", tags.tags, name="tags"),
    path("tematy/<slug:slug>/", tags.tag, name="tag"),
    path("tematy/<slug:slug>/polacz/", tags.merge, name="tag_merge"),
    path("szukaj/", search.results, name="search"),
    path("szukaj/podpowiedzi/", search.suggest, name="suggestions"),
    path("szukaj/podobne/", search.similar_threads, name="similar"),
    path("szukaj/braki/", search.missed, name="misses"),
    path("szukaj/opis.xml", search.opensearch, name="opensearch"),
    path("kanal.xml", feeds.feed, name="feed"),
    path("s/<slug:slug>/kanal.xml", feeds.space_feed, name="space_feed"),
    path("tematy/<slug:slug>/kanal.xml", feeds.tag_feed, name="tag_feed"),
    path("zakladki/", bookmarks.bookmarks, name="bookmarks"),
    path("zakladki/<row:entry_id>/", bookmarks.bookmark, name="bookmark"),
]
