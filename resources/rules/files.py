"""Who may see pictures and documents: they take the narrowest audience of the published pages that use them."""

from typing import Any

from django.db.models import Model
from django.http import Http404
from django.utils.translation import gettext as _
from wagtail.models import Page, ReferenceIndex

from community.people.models import Person
from community.spaces.models import Audience
from community.spaces.rules import Viewer
from resources.models import PageDocument, PictureRendition, ResourcePage
from resources.rules.reading import is_editor, may_read, reads_drafts


def find_picture_for(viewer: Viewer, rendition_id: int, name: str) -> tuple[PictureRendition, bool]:
    """Returns a picture in one size, and whether everybody may see it; raises Http404 for missing and forbidden."""
    rendition = PictureRendition.objects.select_related("image").filter(pk=rendition_id).first()
    if rendition is not None and str(rendition.file.name).rsplit("/", 1)[-1] == name:
        may, is_public = _may_see(viewer, rendition.image)
        if may:
            return rendition, is_public
    raise Http404(_("There is no such picture, or it is only for those who may read where it is shown."))


def find_document_for(viewer: Viewer, document_id: int, name: str) -> tuple[PageDocument, bool]:
    """Returns a document, and whether everybody may have it; raises Http404 for missing and forbidden."""
    document = PageDocument.objects.filter(pk=document_id).first()
    if document is not None and document.filename == name:
        may, is_public = _may_see(viewer, document)
        if may:
            return document, is_public
    raise Http404(_("There is no such file, or it is only for those who may read where it is attached."))


def _may_see(viewer: Viewer, thing: Any) -> tuple[bool, bool]:
    """Returns whether a viewer may see a file, and whether everybody may.

    Every published page that uses it must be the viewer's to read. What only drafts use, their writers see, and who
    brought it. Queries: one for the uses, one or two for each type of page among them.
    """
    pages = pages_using(thing)
    published = [page for page in pages if page.live]
    if published:
        is_public = all(page.audience == Audience.PUBLIC for page in published)
        if is_public or all(may_read(viewer, page) for page in published):
            return True, is_public
    elif isinstance(viewer, Person) and viewer.is_active and thing.uploaded_by_user_id == viewer.pk:
        return True, False
    return is_editor(viewer) or any(reads_drafts(viewer, page) for page in pages), False


def pages_using(thing: Model) -> list[ResourcePage]:
    """Returns the pages that use a picture or a document, published or not."""
    uses = ReferenceIndex.get_references_to(thing).filter(base_content_type=ReferenceIndex._get_base_content_type(Page))
    ids = set(uses.values_list("object_id", flat=True))
    found = Page.objects.filter(pk__in=[int(pk) for pk in ids]).specific() if ids else []
    return [page for page in found if isinstance(page, ResourcePage)]
