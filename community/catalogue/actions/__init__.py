"""What is done to the catalogue: things are listed by the apps that own them, kept by people, and missed."""

from community.catalogue.actions.bookmarks import add_bookmark, remove_bookmark
from community.catalogue.actions.carrying import copy_seen, move_bookmarks, raise_seen
from community.catalogue.actions.listing import (
    FIRST,
    Listing,
    Text,
    learn,
    list_entry,
    list_texts,
    rename_subject,
    replace_texts,
    withdraw_entry,
    withdraw_text,
    withdraw_texts,
)
from community.catalogue.actions.misses import count_miss
from community.catalogue.actions.relating import relate, relate_now
from community.catalogue.actions.seeing import mark_seen, mark_space_seen, mark_unseen, roll_up
from community.catalogue.engine.indexing import read_ahead

__all__ = [
    "FIRST",
    "Listing",
    "Text",
    "add_bookmark",
    "copy_seen",
    "count_miss",
    "learn",
    "list_entry",
    "list_texts",
    "mark_seen",
    "mark_space_seen",
    "mark_unseen",
    "move_bookmarks",
    "raise_seen",
    "read_ahead",
    "relate",
    "relate_now",
    "remove_bookmark",
    "rename_subject",
    "replace_texts",
    "roll_up",
    "withdraw_entry",
    "withdraw_text",
    "withdraw_texts",
]
