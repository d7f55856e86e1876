"""What texts and scripts need to know of attachments."""

import re
from collections.abc import Collection, Iterable
from typing import Any

from django.utils.translation import pgettext

from community.base.file_markup import FileFacts, size_words
from community.files.holders import Viewer
from community.files.images import SMALL_SIDE
from community.files.models import Attachment, AttachmentUse
from community.files.rules import usable_by

_MEANS_SOMETHING = re.compile(r"([\\`*_\[\]<>&!|~@:])")


def facts_for(
    viewer: Viewer | None, attachment_ids: Collection[int], *, held_by: tuple[str, int] | None = None
) -> dict[int, FileFacts]:
    """Returns, by id, what a text needs to show those attachments that its writer may put into it.

    These are the writer's own, those the writer may see, and those that the text (`held_by`: holder and id) shows
    already, whoever writes. No query without ids.
    """
    if not attachment_ids:
        return {}
    found = usable_by(viewer, attachment_ids) if viewer is not None else []
    if held_by:
        found += Attachment.objects.filter(pk__in=used_by(*held_by).intersection(attachment_ids))
    return facts_of(found)


def used_by(holder: str, holder_id: int) -> set[int]:
    """Returns the ids of the attachments that a holder's row shows. One query."""
    rows = AttachmentUse.objects.filter(holder=holder, holder_id=holder_id)
    return set(rows.values_list("attachment_id", flat=True))


def facts_of(attachments: Iterable[Attachment]) -> dict[int, FileFacts]:
    """Returns what texts show of attachments, by id. No query."""
    return {
        one.pk: FileFacts(
            name=one.name,
            url=one.url,
            size=one.size,
            is_picture=one.is_picture,
            width=one.width,
            height=one.height,
            alt=one.alt,
            has_small=is_shown_smaller(one),
        )
        for one in attachments
    }


def is_shown_smaller(attachment: Attachment) -> bool:
    """Returns whether a picture has a smaller twin for pages."""
    return max(attachment.width, attachment.height) > SMALL_SIDE


def described(attachment: Attachment) -> dict[str, Any]:
    """Returns what the composer's script is told of an attachment."""
    return {
        "id": attachment.pk,
        "name": attachment.name,
        "kind": attachment.kind,
        "size": attachment.size,
        "size_label": size_words(attachment.size),
        "url": attachment.url,
        "markdown": markdown_of(attachment),
        "width": attachment.width,
        "height": attachment.height,
        "needs_alt": attachment.is_picture and not attachment.alt,
    }


def markdown_of(attachment: Attachment) -> str:
    """Returns the Markdown that shows an attachment; a picture without a description asks for one, between ⟨ and ⟩."""
    if not attachment.is_picture:
        return f"[{_escaped(attachment.name)}](plik:{attachment.pk})"
    asks = pgettext("alt text", "say what the picture shows")
    return f"![{_escaped(attachment.alt) or f'⟨{asks}⟩'}](plik:{attachment.pk})"


def _escaped(words: str) -> str:
    return _MEANS_SOMETHING.sub(r"\\\1", words)
