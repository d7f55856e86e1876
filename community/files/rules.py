"""Who may see an attachment: who may see something that shows it; while nothing does, who uploaded it."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.utils.translation import gettext as _

from community.files.holders import Viewer, holders
from community.files.models import Attachment, AttachmentUse


@dataclass(frozen=True)
class Found:
    """An attachment that a viewer may see, and whether everybody may."""

    attachment: Attachment
    is_public: bool


def find_attachment_for(viewer: Viewer, attachment_id: int, name: str) -> Found:
    """Returns an attachment by its id and exact name; raises Http404 for what is missing and for what is forbidden.

    Three queries for what is public, two more and those of the holders for others.
    """
    attachment = Attachment.objects.filter(pk=attachment_id).first()
    if attachment is not None and attachment.name == name:
        if shown_to(AnonymousUser(), [attachment.pk]):
            return Found(attachment, is_public=True)
        if may_see_attachment(viewer, attachment):
            return Found(attachment, is_public=False)
    raise Http404(_("There is no such file, or it is only for those who may read where it is attached."))


def may_see_attachment(viewer: Viewer, attachment: Attachment) -> bool:
    """Returns whether a viewer may see an attachment."""
    if shown_to(viewer, [attachment.pk]):
        return True
    is_owner = viewer.is_authenticated and attachment.owner_id == viewer.pk
    return is_owner and not AttachmentUse.objects.filter(attachment=attachment).exists()


def shown_to(viewer: Viewer, attachment_ids: Collection[int]) -> set[int]:
    """Returns those of the attachments that something shows to this viewer. One query, and those of the holders."""
    uses = AttachmentUse.objects.filter(attachment_id__in=attachment_ids)
    held: dict[str, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    for attachment_id, holder, holder_id in uses.values_list("attachment_id", "holder", "holder_id"):
        held[holder][holder_id].add(attachment_id)
    shown: set[int] = set()
    for name, attached in held.items():
        if name in holders:
            shown.update(*(attached[holder_id] for holder_id in holders[name].shows(viewer, attached.keys())))
    return shown


def usable_by(viewer: Viewer, attachment_ids: Collection[int]) -> list[Attachment]:
    """Returns those of the attachments that a viewer may put into a text: the own ones, and those they may see.

    By id. Two queries, and those of the holders.
    """
    found = list(Attachment.objects.filter(pk__in=attachment_ids).order_by("pk")) if attachment_ids else []
    foreign = [one.pk for one in found if one.owner_id != viewer.pk]
    shown = shown_to(viewer, foreign) if foreign else set()
    return [one for one in found if one.pk not in foreign or one.pk in shown]
