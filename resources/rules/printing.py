"""Who may have a page as a PDF: whoever may read it. What the PDF holds is for all of these alike."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext as _
from wagtail.models import Page, ReferenceIndex

from community.spaces.models import Audience
from community.spaces.rules import Viewer
from resources.models import Picture, ResourcePage
from resources.rules.reading import may_read

PRINTABLE = ("article", "action_plan", "improvement_plan")
_OPEN_TO_MEMBERS = (Audience.PUBLIC, Audience.COMMUNITY)


def find_printable_for(viewer: Viewer, page_id: int) -> ResourcePage:
    """Returns a published page that can be had as a PDF; raises Http404 for others, and for those not the viewer's.

    Two queries, besides the one that knowing the viewer may take.
    """
    found = Page.objects.live().filter(pk=page_id).first()
    page = found.specific if found is not None else None
    if isinstance(page, ResourcePage) and page.kind in PRINTABLE and may_read(viewer, page):
        return page
    raise Http404(_("There is no such page in the library, or it is only for members."))


def read_by_all_readers_of(page: ResourcePage) -> Q:
    """Returns the filter for pages that everybody may read who may read this one."""
    if page.audience == Audience.MEMBERS:
        return Q(audience__in=_OPEN_TO_MEMBERS) | Q(audience=Audience.MEMBERS, space=page.space_id)
    return Q(audience__in=_OPEN_TO_MEMBERS if page.audience == Audience.COMMUNITY else (Audience.PUBLIC,))


def pictures_for_all_readers_of(page: ResourcePage, picture_ids: set[int]) -> set[int]:
    """Returns those of the pictures (ids) that everybody may see who may read this page: no other published page that

    uses them is narrower. One query for the uses, one for each type of page.
    """
    kinds = ReferenceIndex._get_base_content_type(Page)
    pictures = ContentType.objects.get_for_model(Picture)
    uses = ReferenceIndex.objects.filter(
        to_content_type=pictures, to_object_id__in=[str(pk) for pk in picture_ids], base_content_type=kinds
    ).values_list("to_object_id", "object_id")
    pairs = {(int(picture), int(user)) for picture, user in uses} if picture_ids else set()
    users = {user for _picture, user in pairs}
    as_open = {
        pk
        for model in ResourcePage.__subclasses__() if users
        for pk in model._default_manager.filter(~Q(live=True) | read_by_all_readers_of(page), pk__in=users)
        .values_list("pk", flat=True)
    }  # fmt: skip
    return picture_ids - {picture for picture, user in pairs if user not in as_open}
