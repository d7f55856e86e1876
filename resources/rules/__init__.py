"""Who may read, write and decide about pages. Wagtail's own permissions decide nothing outside its admin."""

from resources.rules.files import find_document_for, find_picture_for
from resources.rules.finding import find_published_for
from resources.rules.lifting import find_lifted_article, may_lift
from resources.rules.printing import (
    PRINTABLE,
    find_printable_for,
    pictures_for_all_readers_of,
    read_by_all_readers_of,
)
from resources.rules.published import find_page_for
from resources.rules.reading import find_moved_page_for, is_editor, may_read, reads_drafts
from resources.rules.seats import find_own_cities, may_record_steps
from resources.rules.writing import (
    editors,
    find_article,
    find_written_page,
    lock_on,
    may_decide,
    may_edit,
    may_open_office,
    may_write,
    office_lock_on,
    spaces_to_publish_in,
    state_of,
)

__all__ = [
    "PRINTABLE",
    "editors",
    "find_article",
    "find_document_for",
    "find_lifted_article",
    "find_moved_page_for",
    "find_own_cities",
    "find_page_for",
    "find_picture_for",
    "find_printable_for",
    "find_published_for",
    "find_written_page",
    "is_editor",
    "lock_on",
    "may_decide",
    "may_edit",
    "may_lift",
    "may_open_office",
    "may_read",
    "may_record_steps",
    "may_write",
    "office_lock_on",
    "pictures_for_all_readers_of",
    "read_by_all_readers_of",
    "reads_drafts",
    "spaces_to_publish_in",
    "state_of",
]
