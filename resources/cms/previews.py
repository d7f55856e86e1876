"""Pages and blocks as the admin previews them: drawn as readers will see them, with Wagtail's content checker."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from wagtail.admin.userbar import ContentCheckerItem, Userbar

from community.spaces.rules import Viewer
from resources.queries.kinds import own_parts
from resources.queries.pages import Linked, library_entries, linked, page_view
from resources.rendering import Part, part_of_block, subjects_of

_DESCRIPTION = "empty-meta-description"


class EveryRule(ContentCheckerItem):
    """Checks all rules of axe, not the ten that Wagtail begins with.

    But for the description, which only visitors' pages carry: there the summary is it, and submitting asks for one.
    """

    axe_run_only = None
    axe_custom_rules = [rule for rule in ContentCheckerItem.axe_custom_rules if rule["id"] != _DESCRIPTION]
    axe_custom_checks = [one for one in ContentCheckerItem.axe_custom_checks if one["id"] != f"check-{_DESCRIPTION}"]


def preview(request: HttpRequest, page: Any) -> HttpResponse:
    """Returns a page as it stands in a form or in a revision, with the checker; saved or not."""
    shown = replace(page_view(request.user, page), may_edit=False)
    own = own_parts(request.user, page, shown)
    response = render(request, f"resources/{page.kind}.html", {"shown": shown, "page": page, **own})
    checker = Userbar(object=page).render_html({"request": request})
    response.content = response.content.replace(b"</body>", checker.encode() + b"</body>", 1)
    return response


def shown_block(viewer: Viewer, bound: Any) -> tuple[Part | None, dict[int, Linked]]:
    """Returns a block of the picker as a part of a text, and the page it names; None where there is nothing yet."""
    part = part_of_block(bound.block.name, bound.value, "preview")
    subjects = subjects_of({part.page_id} if part and part.page_id else set())
    known = {row.subject_id: linked(row) for row in library_entries(viewer).filter(subject_id__in=subjects.values())}
    return part, {pk: known[subject] for pk, subject in subjects.items() if subject in known}  # samples hold no links


def check_every_rule(_request: HttpRequest, items: list[Any], _page: Any) -> None:
    """Puts our checker in the place of Wagtail's."""
    items[:] = [EveryRule(one.in_editor) if isinstance(one, ContentCheckerItem) else one for one in items]
