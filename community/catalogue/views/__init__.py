"""Doors of the catalogue, split by page: searching, tags, feeds, bookmarks."""
