"""What stands beside the demo's posts: reactions, a poll, dates of answers, reports of cities; by the real actions."""

import random
from datetime import datetime, timedelta

from community.base import clock
from community.people.models import Person
from community.spaces.models import Membership, Seat
from forum import actions
from forum.models import PollKind, Post, ReactionKind, Thread

_REPORTS = (
    ("adopted", "none", "Jedna karta dla sześciu obiektów, podpisana przed projektem. Nikt nie pyta, czyj przelew."),
    ("adopted", "small", "Doszedł jeden przegląd osadników w roku. Wpisaliśmy go do umowy na utrzymanie kanalizacji."),
    ("adapted", "middle", "Rośliny przejął wykonawca na trzy lata, zieleń dopiero potem. Inaczej nikt nie podpisał."),
    ("failed", "", "Karta utknęła u radców. Wracamy do porozumienia między jednostkami."),
)  # fmt: skip
_POLL = actions.Ballot(
    question="Czym podlewacie młode drzewa w pierwszym sezonie?",
    options=("workami przy pniu", "beczkowozem, własną ekipą", "umową z wykonawcą nasadzeń", "z mieszkańcami"),
    kind=PollKind.SINGLE,
    open_for=timedelta(days=14),
)


def load_beside(today: datetime) -> None:
    """Puts something beside a few threads of the demo, at moments after what they say; the same every time."""
    dice = random.Random("beside")
    asked = _thread("Z2")
    answer = asked.accepted
    assert answer is not None
    with clock.replaying(today - timedelta(days=60)):
        for person in _seated(asked, dice)[:5]:
            actions.react(by=person, post=_opening(asked), kind=ReactionKind.SAME_HERE)
        _date(answer, valid_for=300, legal_basis="art. 4 ust. 1 ustawy z 8 marca 1990 r. o samorządzie gminnym")
    _report(asked, answer, dice, today)
    with clock.replaying(today - timedelta(days=20)):
        _expire(_thread("P2"))
    _take_part(_thread("ZD1"), dice, today)


def _report(thread: Thread, answer: Post, dice: random.Random, today: datetime) -> None:
    """Lets people of different cities say what became of an answer."""
    people = _seated(thread, dice)
    for place, (verdict, cost, note) in enumerate(_REPORTS):
        with clock.replaying(today - timedelta(days=50 - 12 * place)):
            actions.report_outcome(
                by=people[place], post=answer, verdict=verdict, cost=cost, note=note, is_contact=place < 2
            )


def _take_part(thread: Thread, dice: random.Random, today: datetime) -> None:
    """Asks by a poll, and lets people vote and agree."""
    opening = _opening(thread)
    people = [row.person for row in _members(thread) if row.person_id != opening.author_id]
    with clock.replaying(today - timedelta(days=6)):
        actions.set_poll(by=_author(opening), post=opening, ballot=_POLL)
        opening.refresh_from_db()
        choices = [option["id"] for option in opening.beside["poll"]["options"]]
        for person in dice.sample(people, min(11, len(people))):
            actions.vote_in_poll(by=person, post=opening, option_ids=[dice.choices(choices, (5, 3, 4, 1))[0]])
        replies = list(Post.objects.filter(thread=thread, number__gt=1).select_related("thread")[:4])
        for reply in replies:
            for kind in (ReactionKind.AGREE, ReactionKind.THANKS):
                for person in dice.sample([p for p in people if p.pk != reply.author_id], dice.randint(0, 3)):
                    actions.react(by=person, post=reply, kind=kind)


def _date(answer: Post, *, valid_for: int, legal_basis: str) -> None:
    day = clock.now().date()
    review_on = day + timedelta(days=valid_for)
    actions.date_answer(by=_author(answer), post=answer, valid_on=day, review_on=review_on, legal_basis=legal_basis)


def _expire(thread: Thread) -> None:
    """Lets the author of an accepted answer say that it no longer holds."""
    answer = thread.accepted
    assert answer is not None
    reason = "Wytyczne, do których się odwołuję, mają nową wersję. Sprawdź ją, zanim zlecisz analizę."
    with clock.replaying(thread.created_at + timedelta(days=40)):
        _date(answer, valid_for=150, legal_basis="")
    actions.outdate_answer(by=_author(answer), post=answer, reason=reason)


def _thread(code: str) -> Thread:
    return Thread.objects.select_related("accepted__thread", "accepted__author").get(client_key=f"demo-{code}")


def _opening(thread: Thread) -> Post:
    return Post.objects.select_related("thread", "author").get(thread=thread, number=1)


def _author(post: Post) -> Person:
    assert post.author is not None
    return post.author


def _members(thread: Thread) -> list[Membership]:
    return list(Membership.objects.filter(space=thread.space_id).select_related("person").order_by("person__slug"))


def _seated(thread: Thread, dice: random.Random) -> list[Person]:
    """Returns one member of each city, less who asked, in an order of chance."""
    of_city: dict[int, Person] = {}
    people = [row.person_id for row in _members(thread) if row.person_id != thread.author_id]
    for seat in Seat.objects.filter(person__in=people, until=None).select_related("person").order_by("person__slug"):
        of_city.setdefault(seat.city_id, seat.person)
    return dice.sample(list(of_city.values()), len(of_city))
