"""Who may write, change, send and decide about pages on the site. Wagtail's locks hold here, too."""

from typing import Any

from django.contrib.auth.models import Group
from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from wagtail.models import Page, WorkflowState

from community.people.models import Person
from community.spaces.models import Membership, Role, Space, SpaceKind
from community.spaces.rules import Viewer, standing_of
from resources.models import ArticlePage, ResourcePage
from resources.rules.reading import EDITORS, is_editor, reads_drafts

AUTHORS = (Role.EXPERT, Role.FACILITATOR)


def may_write(viewer: Viewer) -> bool:
    """Returns whether a viewer may begin a page: an expert or a facilitator somewhere, and the editors."""
    standing = standing_of(viewer)
    return any(role in AUTHORS for role in standing.roles.values()) or is_editor(viewer)


def spaces_to_publish_in(viewer: Viewer) -> QuerySet[Space]:
    """Returns the networks and groups for which a viewer may write, by name: the own ones, for editors all."""
    spaces = Space.objects.exclude(kind=SpaceKind.TEAM).order_by("-kind", "name", "pk")
    if is_editor(viewer):
        return spaces
    roles = standing_of(viewer).roles
    return spaces.filter(pk__in=[space_id for space_id, role in roles.items() if role in AUTHORS])


def find_written_page(viewer: Viewer, page_id: int) -> Any:
    """Returns a page of the library by id for who reads its drafts; raises Http404 for everybody else. Two queries."""
    found = Page.objects.filter(pk=page_id).first()
    page = found.specific if found is not None else None
    if not isinstance(page, ResourcePage) or not reads_drafts(viewer, page):
        raise Http404(_("There is no such text of yours: perhaps it was deleted."))
    return page


def find_article(viewer: Viewer, page_id: int) -> ArticlePage:
    """Returns an article by id for who reads its drafts; raises Http404 for everybody else and for other pages."""
    page = find_written_page(viewer, page_id)
    if not isinstance(page, ArticlePage):
        raise Http404(_("Only articles are written here. Pages of other kinds are changed in the editors’ office."))
    return page


def lock_on(viewer: Viewer, page: ResourcePage) -> str:
    """Returns in a sentence why a page cannot be changed now, empty when it can. Three queries at most.

    What waits for a decision stands still, so that what is published is what was read.
    """
    if why := office_lock_on(viewer, page):
        return why
    if state_of(page) == WorkflowState.STATUS_IN_PROGRESS:
        return _("This text waits for an editor’s decision. To change it, take it back first.")
    return ""


def office_lock_on(viewer: Viewer, page: ResourcePage) -> str:
    """Returns in a sentence who locked a page in the admin, empty for nobody or the viewer. One query at most."""
    if page.locked and page.locked_by_id != getattr(viewer, "pk", None):
        name = page.locked_by.name if page.locked_by else pgettext("person", "former member")
        return _("%(name)s locked this text in the editors’ office. Ask them to unlock it.") % {"name": name}
    return ""


def state_of(page: ResourcePage) -> str:
    """Returns how far the review of a page is: one of WorkflowState's words, empty when there is none. One query."""
    state = page.workflow_states.active().values_list("status", flat=True).first()
    return str(state or "")


def may_edit(viewer: Viewer, page: ResourcePage) -> bool:
    """Returns whether a viewer may change a page on the site now: its owner and editors, unless it is locked."""
    return isinstance(page, ArticlePage) and reads_drafts(viewer, page) and not lock_on(viewer, page)


def may_decide(viewer: Viewer, page: ResourcePage) -> bool:
    """Returns whether a viewer decides about a page: an editor; about an own one only where there is no other."""
    if not is_editor(viewer):
        return False
    return page.owner_id != viewer.pk or not editors().exclude(pk=viewer.pk or 0).exists()


def editors() -> QuerySet[Person]:
    """Returns the editors: the active people of their group, and who facilitates the whole community."""
    group = Group.objects.filter(name=EDITORS).values("pk")
    leaders = Membership.objects.filter(space__kind=SpaceKind.COMMUNITY, role=Role.FACILITATOR).values("person_id")
    return Person.objects.filter(Q(groups__in=group) | Q(pk__in=leaders), is_active=True).distinct().order_by("pk")


def may_open_office(viewer: Viewer) -> bool:
    """Returns whether a viewer may come into Wagtail's admin."""
    return isinstance(viewer, Person) and viewer.is_active and viewer.has_perm("wagtailadmin.access_admin")
