"""Registrations, and the receivers of Wagtail's signals: these only call actions."""

from datetime import timedelta
from typing import Any

from django.apps import apps
from django.db.models.signals import post_delete, post_migrate, post_save
from django.utils.translation import pgettext
from wagtail.models import Site, TaskState, WorkflowState
from wagtail.signals import (
    page_published,
    page_slug_changed,
    page_unpublished,
    post_page_move,
    task_submitted,
    workflow_approved,
    workflow_cancelled,
    workflow_rejected,
    workflow_submitted,
)

from community.base.rounds import Round, rounds
from community.catalogue.sources import KindWords, Source, catalogue_sources, entry_kinds
from community.notifications.kinds import Group, Kind, notification_kinds
from community.people.backends import count_of, person_counters
from community.people.models import Person
from community.spaces.models import Membership
from forum.queries.acts import more_acts
from resources import jinja, notices, review_notices
from resources.actions import listing, publishing, telling
from resources.actions.following_up import ADOPTED, STEP
from resources.actions.lifting import CAME_OF, LIFTED
from resources.actions.printing import sweep_printouts
from resources.actions.setting_up import after_migrate
from resources.cms.page_forms import tabs_of
from resources.cms.previews import preview
from resources.models import KINDS, ResourcePage
from resources.queries.origins import acts_of_answer
from resources.rules.published import forget_pages
from resources.rules.reading import EDITORS
from resources.rules.writing import AUTHORS

__all__ = ["jinja"]

ResourcePage.draw_preview = staticmethod(preview)
for model in listing.TYPES:
    model.edit_handler = tabs_of(model)

for happened in (post_save, post_delete):
    happened.connect(lambda **_kwargs: forget_pages(), sender=Site, weak=False, dispatch_uid="resources.sites")
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


def _submitted(instance: Any, user: Person | None = None, **_kwargs: Any) -> None:
    telling.page_submitted(instance, user)


def _rejected(instance: Any, user: Person | None = None, **_kwargs: Any) -> None:
    telling.changes_asked(instance, user)


def _approved(instance: Any, user: Person | None = None, **_kwargs: Any) -> None:
    telling.page_approved(instance, user)


def _cancelled(instance: Any, user: Person | None = None, **_kwargs: Any) -> None:
    telling.page_withdrawn(instance, user)


def _told_already(**_kwargs: Any) -> None:
    """Stands where Wagtail would write to somebody who is told by `_submitted`."""


# Wagtail's letters lead into its admin, where authors have no business. Its receivers are connected later than ours,
# and under names of their own: who has such a name already is not connected again.
_OF_WAGTAIL = "_email_notification"
task_submitted.connect(_submitted, sender=TaskState, dispatch_uid=f"group_approval_task_submitted{_OF_WAGTAIL}")
workflow_submitted.connect(_told_already, sender=WorkflowState, dispatch_uid=f"workflow_state_submitted{_OF_WAGTAIL}")
workflow_rejected.connect(_rejected, sender=WorkflowState, dispatch_uid=f"workflow_state_rejected{_OF_WAGTAIL}")
workflow_approved.connect(_approved, sender=WorkflowState, dispatch_uid=f"workflow_state_approved{_OF_WAGTAIL}")
workflow_cancelled.connect(_cancelled, dispatch_uid="resources.cancelled")
page_published.connect(_published, dispatch_uid="resources.published")
page_unpublished.connect(_unpublished, dispatch_uid="resources.unpublished")
page_slug_changed.connect(_renamed, dispatch_uid="resources.slug")
post_page_move.connect(_moved, dispatch_uid="resources.moved")
post_delete.connect(_deleted, dispatch_uid="resources.deleted")

rounds.register("resources.printouts", Round(timedelta(hours=6), sweep_printouts))
more_acts.register("resources.lift", acts_of_answer)
catalogue_sources.register("pages", Source(KINDS, listing.batch, listing.relist))
entry_kinds.register(
    "article",
    KindWords(
        "book-open", lambda: pgettext("entry kind", "article"), lambda: pgettext("entry kind", "Articles"),
        in_library=True,
    ),
)  # fmt: skip
entry_kinds.register(
    "action_plan",
    KindWords(
        "clipboard-list", lambda: pgettext("entry kind", "action plan (MID)"),
        lambda: pgettext("entry kind", "Action plans (MID)"), in_library=True,
    ),
)  # fmt: skip
entry_kinds.register(
    "improvement_plan",
    KindWords(
        "landmark", lambda: pgettext("entry kind", "improvement plan (PU)"),
        lambda: pgettext("entry kind", "Improvement plans (PU)"), in_library=True,
    ),
)  # fmt: skip
entry_kinds.register(
    "recommendation",
    KindWords(
        "signpost", lambda: pgettext("entry kind", "recommendation"),
        lambda: pgettext("entry kind", "Recommendations"), in_library=True,
    ),
)  # fmt: skip
entry_kinds.register(
    "page",
    KindWords(
        "file-text", lambda: pgettext("entry kind", "page"), lambda: pgettext("entry kind", "Pages"), in_library=True
    ),
)

notification_kinds.register(STEP, Kind("history", notices.tell_step, group=Group.LIBRARY, is_followed=True))
notification_kinds.register(ADOPTED, Kind("building-2", notices.tell_adopted, group=Group.LIBRARY))
notification_kinds.register(LIFTED, Kind("book-open", notices.tell_lifted))
notification_kinds.register(CAME_OF, Kind("book-open", notices.tell_came_of))
for _word, _kind in {
    "submitted": Kind("clock", review_notices.tell_submitted, is_duty=True, group=Group.DUTIES),
    "changes_asked": Kind("pencil", review_notices.tell_changes_asked, is_duty=True, quote=review_notices.quote_note),
    "approved": Kind("circle-check", review_notices.tell_approved, is_duty=True, quote=review_notices.quote_note),
    "noted": Kind("message-circle", review_notices.tell_noted, quote=review_notices.quote_note),
}.items():
    notification_kinds.register(f"resources.{_word}", _kind)

# Whoever writes finds the desk in the menu: it comes with the person, in no query of its own.
person_counters.register("authorships", count_of(Membership.objects.filter(role__in=AUTHORS)))
person_counters.register("editorships", count_of(Person.groups.through.objects.filter(group__name=EDITORS)))
