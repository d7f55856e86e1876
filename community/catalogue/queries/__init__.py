"""What pages read of the catalogue, split by page: lists of the latest, searching, tags, related, bookmarks."""

from community.catalogue.queries.lists import latest_entries, new_entries, space_entries, waiting_questions

__all__ = ["latest_entries", "new_entries", "space_entries", "waiting_questions"]
