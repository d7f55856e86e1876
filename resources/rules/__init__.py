"""Who may read, write and decide about pages. Wagtail's own permissions decide nothing outside its admin."""

from resources.rules.files import find_document_for, find_picture_for
from resources.rules.printing import (
    PRINTABLE,
    find_printable_for,
    pictures_for_all_readers_of,
    read_by_all_readers_of,
)
from resources.rules.reading import find_page_for, is_editor, may_read, reads_drafts
from resources.rules.seats import find_own_cities, may_record_steps

__all__ = [
    "PRINTABLE",
    "find_document_for",
    "find_own_cities",
    "find_page_for",
    "find_picture_for",
    "find_printable_for",
    "is_editor",
    "may_read",
    "may_record_steps",
    "pictures_for_all_readers_of",
    "read_by_all_readers_of",
    "reads_drafts",
]
