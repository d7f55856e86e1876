"""A page as it would look: the same parts as a published one, from a revision."""

import base64
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.contrib.auth.models import AnonymousUser
from wagtail.images.exceptions import InvalidFilterSpecError

from community.base.languages import prefix
from community.catalogue.queries.around import Around, Chip
from community.spaces.models import Space
from community.spaces.rules import Viewer, may_see
from community.tags.models import Tag, tag_url
from resources.models import Picture, PictureRendition
from resources.queries.improvement import plan_above
from resources.queries.kinds import own_parts
from resources.queries.pages import PageView, page_view
from resources.rendering import Part, Shown, shown

STRANGER = AnonymousUser()
_SIZE = "width-640|format-webp"


def draft_view(viewer: Viewer, draft: Any) -> PageView:
    """Returns what a page would show around its text, with the topics that it would have."""
    view = page_view(viewer, draft)
    return replace(view, around=Around(_chips(draft.tags.all()), view.around.related))


def guest_view(draft: Any) -> PageView:
    """Returns what whoever has a link sees, signed in or not: the text under review, as a stranger would read it.

    Pictures are in the page itself, since no door is open for them. Nothing that stands around the text is shown: no
    discussion, no relatives, no place or topic that is not public, and other pages only as far as everybody reads them.
    """
    view = page_view(STRANGER, draft)
    pictures = _pictures(draft)
    parts = [inside for part in view.parts if (inside := _inside(part, pictures))]
    cover = _drawn(draft.cover, view.cover) if draft.cover and view.cover else None
    space = view.space if view.space and _is_known(view.space) else None
    tags = [tag for tag in draft.tags.all() if tag.space is None or _is_known(tag.space)]
    return replace(
        view, parts=parts, drawn={}, cover=cover, space=space, space_url=view.space_url if space else "",
        around=Around(_chips(tags), []), used_in=[], discussion=None, entry_id=None, level="", is_kept=False,
        may_edit=False,
    )  # fmt: skip


def guest_parts(draft: Any, view: PageView) -> dict[str, Any]:
    """Returns what the template of a page's kind needs for a guest: what became of a page is not of its text.

    Six queries for an action plan, two for a recommendation, none for others.
    """
    if draft.kind == "action_plan":
        return own_parts(STRANGER, draft, view)
    if draft.kind == "recommendation":
        return {"above": plan_above(STRANGER, draft), "practices": view.practices}
    return {}


def _is_known(space: Space) -> bool:
    return may_see(STRANGER, audience=space.audience, space_id=space.pk)


def _chips(tags: Iterable[Tag]) -> list[Chip]:
    before = prefix()
    return [Chip(tag.name, before + tag_url(tag.slug), tag.slug) for tag in tags]


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
    try:
        rendition: PictureRendition = picture.get_rendition(_SIZE)
        with rendition.file.storage.open(rendition.file.name) as file:
            address = f"data:image/webp;base64,{base64.b64encode(file.read()).decode()}"
    except (OSError, InvalidFilterSpecError):
        return None
    return replace(size, src=address, choice="", large=address, large_width=size.width)
