"""What became of an answer: cities report it, and people are asked 60 and 180 days after acceptance."""

from datetime import timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from community.base import clock
from community.base.rounds import one_by_one
from community.catalogue.models import Entry
from community.following.queries import only_who_see, who_muted
from community.live.actions import Change, emit_all
from community.notifications.actions import mark_read_about, notify
from community.notifications.models import Notification
from community.people.models import Person
from community.spaces.models import Seat
from community.spaces.queries.seats import city_of
from forum.actions.beside import locked_post, put_beside
from forum.actions.errors import ChangedMeanwhile, ForumError
from forum.models import Outcome, Post, Reaction, ReactionKind, Thread
from forum.rules import may_report

WORKED = {"forum.worked60": timedelta(days=60), "forum.worked180": timedelta(days=180)}
_LATEST = timedelta(days=365)  # answers accepted longer ago are not asked about when rounds begin to walk
_AT_ONCE = 100


class NoCity(ForumError):
    """Only who works for a city reports what the city did."""

    said = _("You hold no seat in a city's team, so you cannot report for a city.")
    status = 403


@transaction.atomic
def report_outcome(
    *, by: Person, post: Post, verdict: str, cost: str = "", note: str = "", is_contact: bool = False
) -> Outcome:
    """Says what the person's city made of an answer, in place of what it said before, and returns the report.

    Raises NoCity without a seat, ChangedMeanwhile when the post was deleted meanwhile.
    """
    city = city_of(by)
    if city is None:
        raise NoCity
    current = locked_post(post)
    if not may_report(by, current):
        raise ChangedMeanwhile
    said: dict[str, Any] = {"verdict": verdict, "cost": cost, "note": note, "is_contact": is_contact}
    now = clock.now()
    report, _is_new = Outcome.objects.update_or_create(
        post=current,
        city=city,
        defaults={**said, "person": by, "changed_at": now},
        create_defaults={**said, "person": by, "changed_at": now, "created_at": now},
    )
    mark_read_about(person=by, kinds=WORKED, object_ids=[current.pk])
    _show(current, by)
    return report


@transaction.atomic
def withdraw_outcome(*, by: Person, post: Post) -> bool:
    """Takes back what the person's city reported, and returns whether there was anything."""
    city = city_of(by)
    current = locked_post(post)
    removed, _rows = Outcome.objects.filter(post=current, city=city).delete() if city else (0, {})
    if removed:
        _show(current, by)
    return bool(removed)


def ask_how_it_went() -> int:
    """Asks who asked, and people of other cities who said “the same here”, whether the accepted answer worked.

    60 and 180 days after acceptance, each once, by the ways they chose; cities that have reported are not asked.
    Returns how many answers somebody was asked about.
    """
    return sum(one_by_one(_due(kind), partial(_ask_about, kind)) for kind in WORKED)


def _due(kind: str) -> list[int]:
    """Returns the threads whose accepted answer is as old as this kind wants, and that nobody was asked about yet.

    The newest first: a thread about which nobody can be asked stays due, and must not keep others waiting.
    """
    now, ages = clock.now(), list(WORKED.values())
    age = WORKED[kind]
    until = next((older for older in ages if older > age), _LATEST)
    asked = Notification.objects.filter(kind=kind, object_id=OuterRef("accepted_id"))
    threads = Thread.objects.live().filter(accepted_at__lte=now - age, accepted_at__gt=now - until)
    return list(threads.filter(~Exists(asked)).order_by("-accepted_at", "-pk").values_list("pk", flat=True)[:_AT_ONCE])


@transaction.atomic
def _ask_about(kind: str, thread_id: int) -> bool:
    """Asks about one thread's answer, nobody a second time; returns whether somebody was asked."""
    thread = Thread.objects.select_for_update().get(pk=thread_id)
    answer_id = thread.accepted_id
    entry = Entry.objects.filter(kind=thread.kind, subject_id=thread.pk).first()
    if answer_id is None or entry is None or Notification.objects.filter(kind=kind, object_id=answer_id).exists():
        return False
    asked = only_who_see(entry, _who_tried(thread)) - who_muted(entry)
    notify(kind, to=asked, object_id=answer_id, actor=None)
    return bool(asked)


def _who_tried(thread: Thread) -> set[int]:
    """Returns who asked (or who has taken the question over), and one person of each other city with the same need.

    Nobody of a city that has reported, and not who wrote the answer.
    """
    asker = thread.successor_id or thread.author_id
    said = Reaction.objects.filter(
        post__thread=thread, post__number=1, kind=ReactionKind.SAME_HERE, person__is_active=True
    ).order_by("created_at", "pk")
    people = list(dict.fromkeys(p for p in [asker, *said.values_list("person_id", flat=True)] if p))
    seats = Seat.objects.filter(person__in=people, until=None).order_by("edition__first_year", "pk")
    city_by_person = dict(seats.values_list("person_id", "city_id"))
    heard = set(Outcome.objects.filter(post=thread.accepted_id).values_list("city_id", flat=True))
    author_id = thread.accepted.author_id if thread.accepted else None
    tried: set[int] = set()
    for person_id in people:
        city_id = city_by_person.get(person_id)
        if person_id != author_id and city_id and city_id not in heard:
            heard.add(city_id)
            tried.add(person_id)
    return tried


def outcome_facts(post: Post) -> list[dict[str, str]]:
    """Returns what is kept of cities' reports beside a post: nobody's name, the newest first. One query."""
    rows = Outcome.objects.filter(post=post).order_by("-changed_at", "-pk")
    columns = rows.values_list("city__name", "city__slug", "verdict", "cost", "note", "changed_at")
    return [
        {"city": name, "slug": slug, "verdict": verdict, "cost": cost, "note": note, "at": at.isoformat()}
        for name, slug, verdict, cost, note, at in columns
    ]


def _show(post: Post, by: Person) -> None:
    put_beside(post, "outcomes", outcome_facts(post))
    emit_all([Change(post.thread.stream, "post.reported", post.pk)], actor_id=by.pk)
