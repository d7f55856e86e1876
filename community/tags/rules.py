"""Who may see a tag, use it, and keep it. A tag is seen by whoever may open its space; one without a space by all."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from community.base.http import Refused
from community.spaces.models import Audience, Space, SpaceKind
from community.spaces.rules import Viewer, find_space_for, may_see, standing_of, visible
from community.tags.models import Tag


def tags_visible_to(viewer: Viewer) -> QuerySet[Tag]:
    """Returns the tags a viewer may know of, merged ones among them."""
    if standing_of(viewer).leads_all:
        return Tag.objects.all()
    return Tag.objects.filter(Q(space=None) | visible(viewer, audience="space__audience", space="space_id"))


def may_see_tag(viewer: Viewer, tag: Tag) -> bool:
    """Returns whether a viewer may know of a tag; the list form is `tags_visible_to`."""
    return tag.space is None or may_see(viewer, audience=tag.space.audience, space_id=tag.space.pk)


def find_tag_for(viewer: Viewer, slug: str) -> Tag:
    """Returns the tag that an address leads to today, in one query: its own, a former one, or that of a merged tag.

    Raises Http404 where there is none, or only for members of its space.
    """
    rows = Tag.objects.select_related("space", "merged_into__space")
    named = rows.filter(Q(slug=slug) | Q(former_slugs__slug=slug)).first()
    tag = named and (named.merged_into or named)
    if tag is None or not may_see_tag(viewer, tag):
        raise Http404(_("There is no such topic. Look it up in the list of all topics."))
    return tag


def may_keep(viewer: Viewer, tag: Tag) -> bool:
    """Returns whether a viewer changes a tag: who facilitates its space; one without a space, who leads everybody."""
    standing = standing_of(viewer)
    return standing.leads(tag.space_id) if tag.space_id else standing.leads_all


def may_merge(viewer: Viewer, tag: Tag, into: Tag) -> bool:
    """Returns whether a viewer merges one tag into another: who keeps both."""
    return may_keep(viewer, tag) and may_keep(viewer, into)


def may_create_in(viewer: Viewer, space: Space) -> bool:
    """Returns whether a viewer adds tags to a space: its facilitators, and only where everybody may look.

    The vocabulary is public, since a tag stands on public threads, too: other places use the tags of the networks.
    """
    return standing_of(viewer).leads(space.pk) and space.audience == Audience.PUBLIC


def find_kept_tag_for(viewer: Viewer, slug: str) -> Tag:
    """Returns a tag that a viewer keeps; raises Http404 as `find_tag_for`, Refused for everybody else."""
    tag = find_tag_for(viewer, slug)
    if not may_keep(viewer, tag):
        raise Refused(only_keepers())
    return tag


def find_space_to_tag_for(viewer: Viewer, slug: str) -> Space:
    """Returns a space to which a viewer may add a tag; raises Http404 or Refused with the reason."""
    space = find_space_for(viewer, slug)
    if not standing_of(viewer).leads(space.pk):
        raise Refused(only_keepers())
    if not may_create_in(viewer, space):
        raise Refused(
            _("Not everybody can read here, so this place has no topics of its own. Use those of the networks.")
        )
    return space


def owner_of_tags_in(space: Space) -> Space | None:
    """Returns the space that new tags of a space belong to: itself, nobody for the whole community."""
    return None if space.kind == SpaceKind.COMMUNITY else space


def only_keepers() -> str:
    """Returns the sentence that says whose the vocabulary is."""
    return _("Only the facilitators of its network can change a topic.")


@dataclass(frozen=True)
class TagAbilities:
    """What a viewer may do with a tag; templates and tests use it whole."""

    may_edit: bool = False
    may_merge: bool = False


def abilities(viewer: Viewer, tag: Tag) -> TagAbilities:
    """Returns a viewer's abilities with a tag they opened."""
    keeps = may_keep(viewer, tag)
    return TagAbilities(may_edit=keeps, may_merge=keeps)
