"""Who may read, write and decide about pages. Wagtail's own permissions decide nothing outside its admin."""

from resources.rules.files import find_document_for, find_picture_for
from resources.rules.reading import find_moved_page_for, find_page_for, is_editor, may_read, reads_drafts
from resources.rules.seats import find_own_cities, may_record_steps

__all__ = [
    "find_document_for",
    "find_moved_page_for",
    "find_own_cities",
    "find_page_for",
    "find_picture_for",
    "is_editor",
    "may_read",
    "may_record_steps",
    "reads_drafts",
]
