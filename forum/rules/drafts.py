"""Who may open a text that is not published yet: its author, and whoever it waits for. Nobody else knows of it."""

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from community.people.models import Person
from community.spaces.models import Space
from community.spaces.rules import Viewer, standing_of
from forum.models import Draft, Post
from forum.rules.acting import may_reply
from forum.rules.asking import audiences_within, kinds_open_to


def drafts_of(viewer: Viewer) -> QuerySet[Draft]:
    """Returns the viewer's own texts that are not published yet; none for a visitor."""
    person_id = standing_of(viewer).person_id
    return Draft.objects.filter(author_id=person_id) if person_id is not None else Draft.objects.none()


def find_draft_for(viewer: Viewer, draft_id: int) -> Draft:
    """Returns a draft of the viewer's own with its place, in one query. Raises Http404 for anybody else's."""
    draft = drafts_of(viewer).select_related("space", "thread__space").filter(pk=draft_id).first()
    if draft is None:
        raise Http404(_("There is no such draft of yours: it was published or deleted."))
    return draft


def held_visible_to(viewer: Viewer) -> QuerySet[Draft]:
    """Returns the texts that wait for the viewer's word as a facilitator."""
    standing = standing_of(viewer)
    rows = Draft.objects.filter(held_at__isnull=False)
    if standing.leads_all:
        return rows
    led = standing.led
    return rows.filter(space__in=led) if led else rows.none()


def find_held_for(viewer: Viewer, draft_id: int) -> Draft:
    """Returns a text that waits for the viewer's word, with place and author, in one query. Raises Http404."""
    rows = held_visible_to(viewer).select_related("space", "thread__space", "author")
    draft = rows.filter(pk=draft_id).first()
    if draft is None:
        raise Http404(_("This text no longer waits: it was published, refused or taken back."))
    return draft


def may_publish_draft(author: Person, draft: Draft) -> bool:
    """Returns whether a draft's author may publish it now where it belongs: the rules of asking and of replying."""
    if draft.thread is not None:
        return may_reply(author, draft.thread)
    kinds = kinds_open_to(author, draft.space)
    return draft.kind in kinds and draft.audience in audiences_within(draft.space)


def waits_for_a_facilitator(author: Person, space: Space) -> bool:
    """Returns whether what a person sends is held first: the first of all their posts, in a space that wants that."""
    if not space.holds_first_posts or standing_of(author).leads(space.pk):
        return False
    return not Post.objects.filter(author=author).exists()


def may_schedule(viewer: Viewer, space_id: int) -> bool:
    """Returns whether a viewer may choose the hour at which a text appears in a space (by id): who facilitates it."""
    return standing_of(viewer).leads(space_id)
