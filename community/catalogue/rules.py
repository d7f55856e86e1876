"""The only door to entries."""

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from community.catalogue.models import Entry
from community.spaces.rules import Viewer, visible


def entries_visible_to(viewer: Viewer) -> QuerySet[Entry]:
    """Returns the entries a viewer may find; whoever lists, counts or searches starts from here."""
    return Entry.objects.filter(visible(viewer), is_listed=True)


def find_entry_for(viewer: Viewer, entry_id: int) -> Entry:
    """Returns an entry by id; raises Http404 when it is listed no more or not the viewer's business."""
    entry = entries_visible_to(viewer).filter(pk=entry_id).first()
    if entry is None:
        raise Http404(_("This is not here any more, or it is only for members."))
    return entry
