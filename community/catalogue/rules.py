"""The only door to entries."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from community.catalogue.models import Entry
from community.spaces.rules import Viewer, people_visible_to, visible, without_ignored


def entries_visible_to(viewer: Viewer) -> QuerySet[Entry]:
    """Returns the entries a viewer may find; what lists, counts or searches starts from `entries_shown_to`.

    People are found by those who may open their profile, whatever their entry says: a profile that was closed without
    a word to the catalogue is closed here at once.
    """
    has_profile = Exists(people_visible_to(viewer).filter(pk=OuterRef("subject_id")))
    return Entry.objects.filter(visible(viewer), ~Q(kind="person") | has_profile, is_listed=True)


def entries_shown_to(viewer: Viewer) -> QuerySet[Entry]:
    """Returns the entries that lists, searches and suggestions offer a viewer: the visible ones, less what people
    started whom the viewer ignores.
    """
    return entries_visible_to(viewer).filter(without_ignored(viewer))


def find_entry_for(viewer: Viewer, entry_id: int) -> Entry:
    """Returns an entry by id; raises Http404 when it is listed no more or not the viewer's business."""
    entry = entries_visible_to(viewer).filter(pk=entry_id).first()
    if entry is None:
        raise Http404(_("This is not here any more, or it is only for members."))
    return entry
