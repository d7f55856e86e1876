"""A page as it would look: the same parts as a published one, from a revision."""

import base64
from dataclasses import replace
from typing import Any

from community.base.languages import prefix
from community.catalogue.queries.around import Around, Chip
from community.spaces.rules import Viewer
from community.tags.models import tag_url
from resources.models import Picture, PictureRendition
from resources.queries.pages import PageView, page_view
from resources.rendering import Part, Shown, shown

_SIZE = "width-640|format-webp"


def draft_view(viewer: Viewer, draft: Any) -> PageView:
    """Returns what a page would show around its text, with the topics that it would have."""
    view = page_view(viewer, draft)
    before = prefix()
    chips = [Chip(tag.name, before + tag_url(tag.slug), tag.slug) for tag in draft.tags.all()]
    return replace(view, around=Around(chips, view.around.related))


def guest_view(viewer: Viewer, draft: Any) -> PageView:
    """Returns the same for a guest: pictures are in the page itself, since no door is open for them. Nothing else of

    ours is shown: no discussion, and no page that only members read.
    """
    view = draft_view(viewer, draft)
    pictures = _pictures(draft)
    parts = [inside for part in view.parts if (inside := _inside(part, pictures))]
    cover = _drawn(draft.cover, view.cover) if draft.cover and view.cover else None
    return replace(view, parts=parts, drawn={}, cover=cover, discussion=None, entry_id=None, may_edit=False)


def _pictures(draft: Any) -> dict[str, Picture]:
    found = [block.value["image"] for block in draft.body if block.block_type == "image"]
    pictures = [picture for picture in found if picture is not None]
    return {size.src: picture for picture in pictures if (size := shown(picture, ""))}


def _inside(part: Part, pictures: dict[str, Picture]) -> Part | None:
    if part.picture is None:
        return part
    picture = pictures.get(part.picture.src)
    drawn = _drawn(picture, part.picture) if picture else None
    return replace(part, picture=drawn) if drawn else None


def _drawn(picture: Picture, size: Shown) -> Shown | None:
    """Returns a picture whose address holds its bytes, None when its file is gone."""
    rendition: PictureRendition = picture.get_rendition(_SIZE)
    try:
        with rendition.file.storage.open(rendition.file.name) as file:
            address = f"data:image/webp;base64,{base64.b64encode(file.read()).decode()}"
    except OSError:
        return None
    return replace(size, src=address, large=address, large_width=size.width)
