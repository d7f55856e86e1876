"""Asking somebody by name to answer a question, and telling facilitators of questions that nobody answers."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from community.base import clock
from community.base.rounds import one_by_one
from community.catalogue.models import Entry
from community.following.queries import who_muted
from community.notifications.actions import mark_read_about, notify, settle
from community.people.models import Person
from community.spaces.queries.people import facilitators_of
from forum.actions.errors import ChangedMeanwhile, ForumError
from forum.models import AskedPerson, Post, Thread, ThreadKind
from forum.rules import MOST_ASKED, may_ask_people, people_askable

LOOKING_KINDS = ("forum.please", "forum.waits")  # what is told while a question looks for an answer
WAITS_FOR = timedelta(days=5)
_AT_ONCE = 50


class AskedEnough(ForumError):
    """Five people were asked for one question already."""

    said = _("Five people were asked already. Give them a few days.")
    status = 409


class NotAskable(ForumError):
    """This person takes part already, was asked too often lately, or does not want to be asked."""

    said = _("This person cannot be asked now: they take part already, or were asked enough lately. Choose another.")
    status = 409


@transaction.atomic
def ask_person(*, by: Person, thread: Thread, person_id: int) -> Person:
    """Asks a person to answer a question, by the ways they chose, and returns them. Asking twice is asking once.

    Raises ChangedMeanwhile when the question no longer looks for answers, AskedEnough and NotAskable.
    """
    locked = Thread.objects.select_for_update().get(pk=thread.pk)
    if not may_ask_people(by, locked):
        raise ChangedMeanwhile
    known = AskedPerson.objects.filter(thread=locked, person=person_id).select_related("person").first()
    if known:
        return known.person
    if AskedPerson.objects.filter(thread=locked).count() >= MOST_ASKED:
        raise AskedEnough
    # Two questions may ask for the same person at once; who was asked how often is counted one after the other.
    Person.objects.select_for_update(no_key=True).filter(pk=person_id).first()
    person = people_askable(by, locked).filter(pk=person_id).first()
    if person is None:
        raise NotAskable
    AskedPerson.objects.create(thread=locked, person=person, by=by)
    first = Post.objects.get(thread=locked, number=1)
    notify("forum.please", to=[person.pk], object_id=first.pk, actor=by)
    return person


def settle_asked(thread: Thread, author: Person) -> None:
    """Whoever replies has answered what they were asked, and a question with a reply waits no longer. No query for a
    thread that is no question; two or three otherwise.
    """
    if thread.kind != ThreadKind.QUESTION:
        return
    first = list(Post.objects.filter(thread=thread, number=1).values_list("pk", flat=True))
    mark_read_about(person=author, kinds=["forum.please"], object_ids=first)
    if thread.escalated_at:
        settle(["forum.waits"], object_ids=first)


def escalate() -> int:
    """Tells the facilitators, once, of each question that nobody has replied to for five days; returns how many.

    Closed and deleted ones and duplicates wait for nothing. May run at any time, in several processes at once.
    """
    due = Thread.objects.live().unanswered().filter(
        created_at__lte=clock.now() - WAITS_FOR, escalated_at=None, locked_at=None, duplicate_of=None, accepted=None
    )  # fmt: skip
    ids = list(due.order_by("created_at", "pk").values_list("pk", flat=True)[:_AT_ONCE])
    return one_by_one(ids, _escalate)


@transaction.atomic
def _escalate(thread_id: int) -> bool:
    thread = Thread.objects.select_for_update().get(pk=thread_id)
    is_due = thread.reply_count == 0 and not (thread.deleted_at or thread.locked_at or thread.duplicate_of_id)
    if thread.escalated_at or not is_due:
        return False
    thread.escalated_at = clock.now()
    thread.save(update_fields=["escalated_at"])
    first = Post.objects.get(thread=thread, number=1)
    entry = Entry.objects.filter(kind=thread.kind, subject_id=thread.pk).first()
    told = facilitators_of(thread.space_id) - (who_muted(entry) if entry else set()) - {thread.author_id}
    notify("forum.waits", to=told, object_id=first.pk, actor=None)
    return True
