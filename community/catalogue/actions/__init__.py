"""What is done to the catalogue: things are listed by the apps that own them, kept by people, and missed."""

from community.catalogue.actions.bookmarks import add_bookmark, remove_bookmark
from community.catalogue.actions.listing import (
    FIRST,
    Listing,
    Text,
    learn,
    list_entry,
    list_texts,
    replace_texts,
    withdraw_entry,
    withdraw_text,
)
from community.catalogue.actions.misses import count_miss
from community.catalogue.actions.relating import relate, relate_now
from community.catalogue.actions.seeing import mark_seen
from community.catalogue.engine.indexing import read_ahead

__all__ = [
    "FIRST",
    "Listing",
    "Text",
    "add_bookmark",
    "count_miss",
    "learn",
    "list_entry",
    "list_texts",
    "mark_seen",
    "read_ahead",
    "relate",
    "relate_now",
    "remove_bookmark",
    "replace_texts",
    "withdraw_entry",
    "withdraw_text",
]
