"""Questions that somebody asked the viewer, by name, to answer."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from community.base.languages import prefix
from community.base.moments import Moment, moment
from community.spaces.rules import Viewer, standing_of
from forum.models import AskedPerson, Participant, thread_url
from forum.rules import threads_visible_to

_MOST = 5


@dataclass(frozen=True, slots=True)
class AskedOf:
    """One question that waits for the viewer's answer: who asks for it, where and since when."""

    title: str
    url: str
    by: str
    space: str
    space_url: str
    accent: str
    at: Moment


def asked_of(viewer: Viewer) -> list[AskedOf]:
    """Returns the questions that the viewer was asked to answer and has not, the newest wish first; five at most.

    Solved, closed and repeated ones ask nobody any more. One query, none for a visitor.
    """
    person_id = standing_of(viewer).person_id
    if person_id is None:
        return []
    open_threads = threads_visible_to(viewer).filter(accepted=None, locked_at=None, duplicate_of=None)
    wrote = Participant.objects.filter(thread=OuterRef("thread"), person=person_id, posts__gt=0)
    rows = AskedPerson.objects.filter(~Exists(wrote), person=person_id, thread__in=open_threads)
    columns = rows.order_by("-created_at", "-pk").values_list(
        "thread_id", "thread__title", "by__name", "thread__space__name", "thread__space__slug",
        "thread__space__accent", "created_at",
    )[:_MOST]  # fmt: skip
    before = prefix()
    return [
        AskedOf(
            title=title,
            url=before + thread_url(thread_id, title),
            by=by or _("A former member"),
            space=space,
            space_url=f"{before}/s/{slug}/",
            accent=accent,
            at=moment(at),
        )
        for thread_id, title, by, space, slug, accent, at in columns
    ]
