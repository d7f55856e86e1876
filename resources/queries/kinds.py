"""What a page of each kind shows besides what all pages show (`pages.page_view`)."""

from collections.abc import Callable
from typing import Any

from community.spaces.rules import Viewer
from resources.queries.action_plan import action_plan_view
from resources.queries.addresses import url_of
from resources.queries.histories import histories
from resources.queries.improvement import evidence_for, plan_over, recommendations_of
from resources.queries.pages import PageView


def own_parts(viewer: Viewer, page: Any, shown: PageView, chosen: str = "") -> dict[str, Any]:
    """Returns what the template of a page's kind needs, by name; `chosen` is what the reader narrows a list to.

    Queries, whatever the page holds: six for an action plan, four for an improvement plan, three for a recommendation.
    """
    parts = _PARTS.get(page.kind)
    return parts(viewer, page, shown, chosen) if parts else {}


def _action_plan(_viewer: Viewer, page: Any, _shown: PageView, _chosen: str) -> dict[str, Any]:
    return {"plan": action_plan_view(page)}


def _improvement_plan(viewer: Viewer, page: Any, shown: PageView, chosen: str) -> dict[str, Any]:
    return {"recommendations": recommendations_of(viewer, page, shown.url, chosen)}


def _recommendation(viewer: Viewer, page: Any, shown: PageView, _chosen: str) -> dict[str, Any]:
    plan = plan_over(viewer, page)
    return {
        "above": [(plan.title, url_of(plan))] if plan else [],
        "plan": plan,
        "history": histories([page.translation_key])[page.translation_key],
        "evidence": evidence_for(page),
        "practices": shown.practices,
    }


_PARTS: dict[str, Callable[[Viewer, Any, PageView, str], dict[str, Any]]] = {
    "action_plan": _action_plan,
    "improvement_plan": _improvement_plan,
    "recommendation": _recommendation,
}
