"""Registrations, and the receivers of Wagtail's signals: these only call actions."""

from typing import Any

from django.apps import apps
from django.db.models.signals import post_delete, post_migrate
from django.utils.translation import pgettext
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from community.catalogue.sources import KindWords, Source, catalogue_sources, entry_kinds
from resources import jinja
from resources.actions import listing, publishing
from resources.actions.setting_up import after_migrate
from resources.cms.page_forms import tabs_of
from resources.cms.previews import preview
from resources.models import ResourcePage

__all__ = ["jinja"]

ResourcePage.draw_preview = staticmethod(preview)
for model in listing.TYPES:
    model.edit_handler = tabs_of(model)

post_migrate.connect(after_migrate, sender=apps.get_app_config("resources"), dispatch_uid="resources.set_up")


def _published(instance: Any, **_kwargs: Any) -> None:
    if isinstance(instance, ResourcePage):
        publishing.page_published(instance)


def _unpublished(instance: Any, **_kwargs: Any) -> None:
    if isinstance(instance, ResourcePage):
        publishing.page_unpublished(instance)


def _renamed(instance: Any, instance_before: Any, **_kwargs: Any) -> None:
    publishing.address_changed(instance, path_before=instance_before.url_path)


def _moved(instance: Any, url_path_before: str, **_kwargs: Any) -> None:
    publishing.address_changed(instance, path_before=url_path_before)


def _deleted(instance: Any, **_kwargs: Any) -> None:
    if isinstance(instance, ResourcePage):
        publishing.page_deleted(instance)


page_published.connect(_published, dispatch_uid="resources.published")
page_unpublished.connect(_unpublished, dispatch_uid="resources.unpublished")
page_slug_changed.connect(_renamed, dispatch_uid="resources.slug")
post_page_move.connect(_moved, dispatch_uid="resources.moved")
post_delete.connect(_deleted, dispatch_uid="resources.deleted")

catalogue_sources.register("pages", Source(listing.KINDS, listing.batch, listing.relist))
entry_kinds.register(
    "article",
    KindWords("book-open", lambda: pgettext("entry kind", "article"), lambda: pgettext("entry kind", "Articles")),
)
entry_kinds.register(
    "action_plan",
    KindWords(
        "clipboard-list", lambda: pgettext("entry kind", "action plan (MID)"),
        lambda: pgettext("entry kind", "Action plans (MID)"),
    ),
)  # fmt: skip
entry_kinds.register(
    "improvement_plan",
    KindWords(
        "landmark", lambda: pgettext("entry kind", "improvement plan (PU)"),
        lambda: pgettext("entry kind", "Improvement plans (PU)"),
    ),
)  # fmt: skip
entry_kinds.register(
    "recommendation",
    KindWords(
        "signpost", lambda: pgettext("entry kind", "recommendation"),
        lambda: pgettext("entry kind", "Recommendations"),
    ),
)  # fmt: skip
entry_kinds.register(
    "page", KindWords("file-text", lambda: pgettext("entry kind", "page"), lambda: pgettext("entry kind", "Pages"))
)
