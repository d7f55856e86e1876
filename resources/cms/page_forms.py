"""The admin's form of a page: topics, networks and cities to tick, and only people who agreed to be found."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import ObjectList, TabbedInterface

from community.people.models import Person
from community.spaces.models import City, Space
from community.tags.models import Tag
from forum.rules import audiences_within
from resources.models import ArticlePage, ResourcePage


class PageForm(WagtailAdminPageForm):
    """What every page of the library has in common; a model's own fields are as Wagtail makes them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = _Chosen(self.instance)
        rows = {
            "tags": Tag.objects.filter(Q(merged_into=None) | chosen.many("tags")).order_by("sort_key"),
            "networks": Space.objects.order_by("name"),
            "cities": City.objects.order_by("sort_key"),
            "practices": ArticlePage.objects.filter(Q(live=True) | chosen.many("practices")).order_by("title"),
            "contact": Person.objects.filter(Q(is_active=True, is_profile_public=True) | chosen.one("contact_id"))
            .order_by("sort_key"),
            "city": City.objects.order_by("sort_key"),
        }  # fmt: skip
        for name, queryset in rows.items():
            if name in self.fields:
                self.fields[name].queryset = queryset.distinct()

    def clean(self) -> dict[str, Any]:
        """Returns what was filled in; names the audience when it is wider than the place lets read."""
        cleaned: dict[str, Any] = super().clean()
        space, audience = cleaned.get("space"), cleaned.get("audience")
        if space and audience and audience not in audiences_within(space):
            self.add_error("audience", _("Fewer people may read what is in this network or group."))
        return cleaned


def tabs_of(model: type[ResourcePage]) -> TabbedInterface:
    """Returns the form of a type of page in two tabs: what is read, and what is said about it."""
    tabs = [
        ObjectList(model.content_panels, heading=pgettext_lazy("tab", "Text")),
        ObjectList(model.promote_panels, heading=pgettext_lazy("tab", "Place and readers")),
    ]
    return TabbedInterface(tabs, base_form_class=PageForm)


class _Chosen:
    """What a page has already: it stays a choice, whatever has become of it."""

    def __init__(self, page: Any) -> None:
        self.page = page

    def many(self, name: str) -> Q:
        rows = getattr(self.page, name, None)
        return Q(pk__in=[row.pk for row in rows.all()] if rows is not None else [])

    def one(self, name: str) -> Q:
        return Q(pk=getattr(self.page, name, None))
