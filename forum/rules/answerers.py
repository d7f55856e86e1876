"""Who may ask somebody by name to answer a question, and who may be asked."""

from datetime import timedelta

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404
from django.utils.translation import gettext as _

from community.base import clock
from community.base.http import Refused
from community.catalogue.models import Entry
from community.following.models import Follow, Level, Target
from community.people.models import Person
from community.spaces.models import Audience, Membership, Role
from community.spaces.rules import Viewer, standing_of
from forum.models import AskedPerson, Participant, Thread, ThreadKind
from forum.rules.acting import may_ask_people
from forum.rules.doors import ACCEPT_DOOR, relations_to
from forum.rules.finding import find_thread_for

MOST_ASKED = 5  # people for one question
MOST_REQUESTS = 3  # to one person
REQUESTS_WITHIN = timedelta(days=7)
_QUIET = (Level.MUTED, Level.IGNORED)


def find_question_to_spread_for(viewer: Viewer, thread_id: int) -> Thread:
    """Returns a question for which a viewer may ask people; raises Http404, or Refused with the reason."""
    thread = find_thread_for(viewer, thread_id)
    if relations_to(viewer, thread).isdisjoint(ACCEPT_DOOR.split()):
        raise Refused(_("Only who asked and the facilitators can ask people to answer."))
    if thread.kind != ThreadKind.QUESTION:
        raise Http404(_("Only questions wait for an answer."))
    if not may_ask_people(viewer, thread):
        raise Refused(_("This question no longer looks for answers: it has one, or it is closed."), status=409)
    return thread


def people_askable(viewer: Viewer, thread: Thread) -> QuerySet[Person]:
    """Returns the people whom a viewer may ask to answer a question, with `recent`: how often they were asked lately.

    Left out: who asked, who was asked or takes part already, observers, who cannot read it, who does not want to be
    asked or was asked three times in a week, and whoever has muted the thread, its space or its asker (or is muted).
    """
    own = {pk for pk in (viewer.pk, thread.author_id, thread.successor_id) if pk}
    people = Person.objects.filter(is_active=True, may_be_asked=True).exclude(pk__in=own).alias(
        is_asked=Exists(AskedPerson.objects.filter(thread=thread, person=OuterRef("pk"))),
        takes_part=Exists(Participant.objects.filter(thread=thread, person=OuterRef("pk"), posts__gt=0)),
        observes=Exists(Membership.objects.filter(person=OuterRef("pk"), role=Role.OBSERVER)),
        is_quiet=Exists(_muted(thread, own).filter(person=OuterRef("pk"))),
    )  # fmt: skip
    people = people.filter(is_asked=False, takes_part=False, observes=False, is_quiet=False)
    people = people.exclude(pk__in=_muted_by(own)).annotate(recent=_recent()).filter(recent__lt=MOST_REQUESTS)
    if thread.audience == Audience.MEMBERS:
        return people.filter(Exists(Membership.objects.filter(space=thread.space_id, person=OuterRef("pk"))))
    return people


def is_in_charge(viewer: Viewer, thread: Thread) -> bool:
    """Returns whether a viewer asks on behalf of somebody else: who facilitates, and did not ask."""
    return standing_of(viewer).person_id not in (thread.author_id, thread.successor_id)


def _muted(thread: Thread, askers: set[int]) -> QuerySet[Follow]:
    entries = Entry.objects.filter(kind=thread.kind, subject_id=thread.pk).values("pk")
    about = Q(target=Target.SPACE, target_id=thread.space_id) | Q(target=Target.ENTRY, target_id__in=entries)
    return Follow.objects.filter(about | Q(target=Target.PERSON, target_id__in=askers), level__in=_QUIET)


def _muted_by(askers: set[int]) -> "QuerySet[Follow, int]":
    rows = Follow.objects.filter(person_id__in=askers, target=Target.PERSON, level__in=_QUIET)
    return rows.values_list("target_id", flat=True)


def _recent() -> Coalesce:
    rows = AskedPerson.objects.filter(person=OuterRef("pk"), created_at__gt=clock.now() - REQUESTS_WITHIN)
    counted = rows.order_by().values("person").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0, output_field=IntegerField())
