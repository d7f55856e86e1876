"""Who decides, who reads a decision, and who may ask for another look. Who can read a thing can report it."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.http import Http404
from django.utils.translation import gettext as _

from community.base import clock
from community.base.http import Refused
from community.moderation.models import Decision, Report, Verb
from community.moderation.subjects import Subject, subject_of
from community.spaces.models import Membership, Role, Space, SpaceKind
from community.spaces.rules import Viewer, find_space_for, may_see, standing_of
from community.spaces.standing import Standing

APPEAL_WITHIN = timedelta(days=183)  # six months, as in Article 20 of the Digital Services Act


def may_decide(viewer: Viewer, subject: Subject) -> bool:
    """Returns whether a viewer decides about a subject: who facilitates its space and did not write it."""
    standing = standing_of(viewer)
    return standing.leads(subject.space.pk) and standing.person_id != subject.author_id


def may_read(viewer: Viewer, subject: Subject) -> bool:
    """Returns whether a viewer may read where a subject stands now, and so know its title and address."""
    return may_see(viewer, audience=subject.audience, space_id=subject.space.pk)


def may_see_decisions(viewer: Viewer, space: Space) -> bool:
    """Returns whether a viewer reads the list of a space's decisions: its members and who facilitates it."""
    standing = standing_of(viewer)
    return standing.role_in(space.pk) is not None or standing.leads(space.pk)


def find_space_of_decisions(viewer: Viewer, slug: str) -> Space:
    """Returns a space whose decisions a viewer reads; raises Http404 as `find_space_for`, Refused for non-members."""
    space = find_space_for(viewer, slug)
    if not may_see_decisions(viewer, space):
        raise Refused(_("Only members read what was decided here."))
    return space


@dataclass(frozen=True)
class DecisionAbilities:
    """What a viewer is to a decision, and may do about it; templates and tests use it whole."""

    is_author: bool = False
    is_reporter: bool = False
    is_leader: bool = False
    may_appeal: bool = False
    may_answer: bool = False


def decision_abilities(viewer: Viewer, decision: Decision) -> DecisionAbilities:
    """Returns a viewer's abilities with a decision.

    One query or two for people who neither wrote the text nor lead where it was decided, and three for who decided
    while the author waits for another look.
    """
    standing = standing_of(viewer)
    if standing.person_id is None:
        return DecisionAbilities()
    is_author = decision.author_id == standing.person_id
    is_leader = facilitates(viewer, decision)
    has_reported = Report.objects.filter(decision=decision, reporter_id=standing.person_id)
    return DecisionAbilities(
        is_author=is_author,
        is_reporter=not (is_author or is_leader) and has_reported.exists(),
        is_leader=is_leader,
        may_appeal=is_author and _can_be_appealed(decision),
        may_answer=is_leader and _waits(decision) and _is_asked(standing, decision),
    )


def facilitates(viewer: Viewer, decision: Decision) -> bool:
    """Returns whether a viewer facilitates where a decision was made, or where its subject stands now; not its author.

    One query for who does not lead where it was made.
    """
    standing = standing_of(viewer)
    if standing.person_id is None or decision.author_id == standing.person_id:
        return False
    if standing.leads(decision.space_id):
        return True
    subject = subject_of(decision.kind, decision.subject_id)
    return subject is not None and may_decide(viewer, subject)


def find_decision_for(viewer: Viewer, decision_id: int) -> Decision:
    """Returns a decision for its author, who reported, and who facilitates; raises Http404 for everybody else."""
    decision = Decision.objects.select_related("space", "by", "answered_by").filter(pk=decision_id).first()
    can = decision and decision_abilities(viewer, decision)
    if decision is None or not can or not (can.is_author or can.is_reporter or can.is_leader):
        raise Http404(_("There is no such decision, or it is not about something of yours."))
    return decision


def who_decides(space: Space, *, without: set[int | None]) -> list[int]:
    """Returns the ids of who is to decide: the space's facilitators without some, or else who leads all.

    Who leads the whole community is among them, too, when a facilitator had to be left out. At most two queries.
    """
    leading = Membership.objects.filter(role=Role.FACILITATOR, person__is_active=True)
    own = set(leading.filter(space=space).values_list("person_id", flat=True))
    chosen = own - without
    if not chosen or own & without:
        chosen |= set(leading.filter(space__kind=SpaceKind.COMMUNITY).values_list("person_id", flat=True)) - without
    return sorted(person_id for person_id in chosen if person_id)


def somebody_decides(subject: Subject) -> bool:
    """Returns whether anybody but its author facilitates where a subject stands. One query or two."""
    return bool(who_decides(subject.space, without={subject.author_id}))


def who_answers(decision: Decision) -> list[int]:
    """Returns the ids of who is to look at a decision again: not who decided, unless there is nobody else.

    Two queries, four where there is nobody else.
    """
    others = who_decides(decision.space, without={decision.by_id, decision.author_id})
    return others or who_decides(decision.space, without={decision.author_id})


def open_reports_for(viewer: Viewer, space: Space) -> Q:
    """Returns the filter for a space's open reports that a viewer decides about: not those about their own texts."""
    person_id = standing_of(viewer).person_id
    return Q(space=space, decision=None) & (Q(author=None) | ~Q(author_id=person_id))


def open_appeals_for(viewer: Viewer, space: Space) -> Q:
    """Returns the filter for a space's decisions that wait for this viewer's second look; equals `may_answer`."""
    person_id = standing_of(viewer).person_id
    is_asked = Q(by=None) | ~Q(by_id=person_id) | ~Exists(_others_who_lead())
    is_foreign = Q(author=None) | ~Q(author_id=person_id)
    return Q(space=space, appealed_at__isnull=False, answered_at=None) & is_asked & is_foreign


def _others_who_lead() -> QuerySet[Membership]:
    """Returns who facilitates the space of a row of decisions, or leads all, without who decided and the author."""
    here = Q(space=OuterRef("space")) | Q(space__kind=SpaceKind.COMMUNITY)
    leading = Membership.objects.filter(here, role=Role.FACILITATOR, person__is_active=True)
    return leading.exclude(person=OuterRef("by")).exclude(person=Coalesce(OuterRef("author"), 0))


def _is_asked(standing: Standing, decision: Decision) -> bool:
    """Returns whether it falls to a facilitator to look again: who decided does so only where nobody else can."""
    if not standing.leads(decision.space_id):
        return False
    return decision.by_id != standing.person_id or standing.person_id in who_answers(decision)


def _can_be_appealed(decision: Decision) -> bool:
    is_in_time = decision.created_at > clock.now() - APPEAL_WITHIN
    return decision.verb == Verb.HIDDEN and decision.appealed_at is None and is_in_time


def _waits(decision: Decision) -> bool:
    return decision.appealed_at is not None and decision.answered_at is None
