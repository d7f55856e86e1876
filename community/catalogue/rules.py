"""The only door to entries."""

from django.db.models import QuerySet

from community.catalogue.models import Entry
from community.spaces.rules import Viewer, visible


def entries_visible_to(viewer: Viewer) -> QuerySet[Entry]:
    """Returns the entries a viewer may find; whoever lists, counts or searches starts from here."""
    return Entry.objects.filter(visible(viewer), is_listed=True)
