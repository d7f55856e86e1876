"""A list for each type of page in the admin's menu, with what an editor looks for: whose, for whom, until when."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn, PageTitleColumn
from wagtail.admin.views.pages.listing import IndexView, PageFilterSet
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.pages import PageListingViewSet

from resources.models import ActionPlanPage, ArticlePage, ImprovementPlanPage, RecommendationPage, ResourcePage


class _Index(IndexView):
    """Wagtail's list; the places come with the pages."""

    def annotate_queryset(self, pages: Any) -> Any:
        """Returns the pages with their places, in one query more."""
        return super().annotate_queryset(pages).prefetch_related("space")


def _filters(of: type[ResourcePage], *more: str) -> type[PageFilterSet]:
    """Returns Wagtail's filters for a type of page, and these columns besides."""
    names = ("space", "audience", "is_sample", *more)
    meta = type("Meta", (PageFilterSet.Meta,), {"model": of, "fields": list(names)})
    return type(f"{of.__name__}Filters", (PageFilterSet,), {"Meta": meta, "site": None, "has_child_pages": None})


def _columns(*more: Column) -> list[Any]:
    return [
        BulkActionsColumn("bulk_actions"),
        PageTitleColumn("title", label=_("Title"), sort_key="title", classname="title"),
        *more,
        Column("space", label=_("Network or group")),
        Column("audience", label=_("Who may read"), accessor="get_audience_display", sort_key="audience"),
        Column("review_due", label=_("To be checked again by"), sort_key="review_due"),
        DateColumn("latest_revision_created_at", label=pgettext_lazy("column", "Changed"),
                   sort_key="latest_revision_created_at"),
        PageStatusColumn("status", label=pgettext_lazy("column", "State"), sort_key="live"),
    ]  # fmt: skip


class _Listing(PageListingViewSet):
    """What the lists have in common."""

    index_view_class = _Index
    list_per_page = 50
    ordering = "-latest_revision_created_at"


class ArticleListing(_Listing):
    """Articles, with what they cost."""

    model, name, icon = ArticlePage, "articles", "doc-full"
    menu_label = _("Articles")
    columns: ClassVar[list[Any]] = _columns()
    filterset_class = _filters(ArticlePage, "cost_band")


class ActionPlanListing(_Listing):
    """Action plans of cities."""

    model, name, icon = ActionPlanPage, "action_plans", "list-ul"
    menu_label = _("Action plans (MID)")
    columns: ClassVar[list[Any]] = _columns(Column("city", label=_("City"), accessor=lambda page: _city_of(page)))
    filterset_class = _filters(ActionPlanPage, "city")


class ImprovementPlanListing(_Listing):
    """Improvement plans of networks."""

    model, name, icon = ImprovementPlanPage, "improvement_plans", "form"
    menu_label = _("Improvement plans (PU)")
    columns: ClassVar[list[Any]] = _columns(Column("edition", label=_("Edition")))
    filterset_class = _filters(ImprovementPlanPage, "edition")


class RecommendationListing(_Listing):
    """Recommendations, with their numbers and how urgent they are."""

    model, name, icon = RecommendationPage, "recommendations", "clipboard-list"
    menu_label = _("Recommendations")
    columns: ClassVar[list[Any]] = _columns(
        Column("code", label=_("Number"), sort_key="code"),
        Column("priority", label=_("Priority"), accessor="get_priority_display", sort_key="priority"),
    )
    filterset_class = _filters(RecommendationPage, "priority", "recommendation_kind")


class LibraryListings(ViewSetGroup):
    """The lists under one word of the menu."""

    menu_label = _("Library")
    menu_icon = "folder-open-inverse"
    menu_order = 90
    items = (ArticleListing, ActionPlanListing, ImprovementPlanListing, RecommendationListing)


def _city_of(page: ActionPlanPage) -> str:
    return page.city.name if page.city else page.city_label
