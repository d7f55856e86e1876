"""Who could answer a question: people of similar cities and an expert of the network, each with the reasons in words.

Whom to suggest is weighed here; nobody sees the weights, and people are shown by name: it is no ranking.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import BigIntegerField, Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.base.language import is_stop_word, tokens_of, words
from community.base.languages import prefix
from community.base.moments import Moment, moment
from community.catalogue.models import Entry, Related
from community.people.models import avatar_url, hue_of, initials_of
from community.spaces.models import City, Membership, Role, Seat
from community.spaces.queries.cities import SIZES, size_words
from community.spaces.queries.seats import seat_city
from community.spaces.rules import Viewer
from forum.models import AskedPerson, Participant, Post, TaggedThread, Thread
from forum.rules import MOST_ASKED, people_askable, posts_visible_to

MOST_SUGGESTED, FEWEST_SUGGESTED = 5, 3
_NEAR_THREADS = 200
_COLUMNS = (
    "pk", "name", "slug", "position", "expertise", "avatar", "sort_key", "recent", "city_id", "city_name",
    "city_size", "role",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who could answer, with the reasons as sentences."""

    id: int
    name: str
    url: str
    position: str
    city: str
    initials: str
    hue: int
    avatar_url: str | None
    reasons: list[str]


@dataclass(frozen=True, slots=True)
class AskedRow:
    """Somebody who was asked already."""

    name: str
    url: str
    at: Moment
    has_answered: bool


@dataclass(frozen=True)
class Answerers:
    """Who could answer (by name), an expert, and who was asked (first come first); `left` more may be asked."""

    people: list[Candidate]
    expert: Candidate | None
    asked: list[AskedRow]

    @property
    def left(self) -> int:
        """Returns how many more people may be asked."""
        return max(MOST_ASKED - len(self.asked), 0)

    @property
    def is_empty(self) -> bool:
        """Returns whether there is nobody to show."""
        return not (self.people or self.expert or self.asked)


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of somebody: what they wrote in near threads and what of their topics is asked for."""

    row: Any
    answers: int
    accepted: int
    topics: list[str]
    likeness: int  # of the cities' sizes: 2 the same, 1 neighbours, 0 neither or not known

    @property
    def knows(self) -> bool:
        """Returns whether anything speaks for them besides their city."""
        return bool(self.answers or self.topics)

    @property
    def weight(self) -> int:
        """Returns how well they fit; who was asked lately is spared."""
        belongs = 1 if self.row.role else 0
        known = min(self.answers, 3) + 2 * min(self.accepted, 3) + (3 if self.topics else 0)
        return 2 * self.likeness + belongs + known - 2 * int(self.row.recent)


def who_can_answer(viewer: Viewer, thread: Thread) -> Answerers:
    """Returns who could answer a question: up to five people of other cities by name, and one expert of its network.

    Six queries, however many people and threads there are. What the viewer may not see is no reason.
    """
    city = City.objects.filter(pk=_asking_city(thread)).first()
    topics = _topics(thread)
    asked = _asked(thread)
    written = _written(viewer, thread, set(topics))
    sought = _tokens([thread.title, *topics.values()])
    rows = _rows(viewer, thread, written)
    known = [_known(row, written, sought, city) for row in rows]
    people = _chosen(known, thread, city)
    expert = _expert(known, thread)
    return Answerers(
        [_candidate(one, thread) for one in people], _candidate(expert, thread) if expert else None, asked
    )  # fmt: skip


def _asking_city(thread: Thread) -> Subquery:
    """Returns the city from which a question was asked: that of its post, else of the asker's seat now."""
    seats = Seat.objects.filter(person=thread.author_id, until=None).order_by("-edition__first_year", "-pk")
    posts = Post.objects.filter(thread=thread, number=1).annotate(
        from_city=Coalesce("city_id", Subquery(seats.values("city_id")[:1]), output_field=BigIntegerField())
    )
    return Subquery(posts.values("from_city")[:1])


def _topics(thread: Thread) -> dict[int, str]:
    """Returns a question's tags with their names, merged ones as what stands for them. One query."""
    rows = TaggedThread.objects.filter(content_object=thread).annotate(
        is_really=Coalesce("tag__merged_into_id", "tag_id", output_field=BigIntegerField()),
        named=Coalesce("tag__merged_into__name", "tag__name"),
    )
    return dict(rows.values_list("is_really", "named"))


def _asked(thread: Thread) -> list[AskedRow]:
    """Returns who was asked, first come first, and whether they have written since. One query."""
    wrote = Participant.objects.filter(thread=thread, person=OuterRef("person"), posts__gt=0)
    rows = AskedPerson.objects.filter(thread=thread).annotate(has_answered=Exists(wrote)).order_by("created_at", "pk")
    columns = rows.values_list("person__name", "person__slug", "created_at", "has_answered")
    before = prefix()
    return [AskedRow(name, f"{before}/ludzie/{slug}/", moment(at), done) for name, slug, at, done in columns]


def _written(viewer: Viewer, thread: Thread, tag_ids: set[int]) -> dict[int, tuple[int, int]]:
    """Returns, by person, in how many near threads they replied, and in how many their answer holds. One query."""
    posts = posts_visible_to(viewer).filter(thread__in=_near(thread, tag_ids), number__gt=1, author__isnull=False)
    holds = Count("thread", filter=Q(thread__accepted=F("pk")), distinct=True)
    counted = posts.order_by().values("author_id").annotate(n=Count("thread", distinct=True), held=holds)
    return {author: (n, held) for author, n, held in counted.values_list("author_id", "n", "held")}


def _near(thread: Thread, tag_ids: set[int]) -> "QuerySet[Any]":
    """Returns the ids of threads about the same: the newest that share a tag, else those the catalogue relates."""
    if tag_ids:
        tagged = TaggedThread.objects.filter(Q(tag__in=tag_ids) | Q(tag__merged_into__in=tag_ids))
        near = Thread.objects.live().filter(pk__in=tagged.values("content_object_id")).exclude(pk=thread.pk)
        return near.order_by("-pk").values("pk")[:_NEAR_THREADS]
    entry = Entry.objects.filter(kind=thread.kind, subject_id=thread.pk).values("pk")
    return Related.objects.filter(entry__in=entry, other__kind=thread.kind).values("other__subject_id")


def _rows(viewer: Viewer, thread: Thread, written: Iterable[int]) -> "QuerySet[Any, Any]":
    """Returns those who may be asked and belong to the network or wrote about it, as plain rows. One query."""
    role = Membership.objects.filter(space=thread.space_id, person=OuterRef("pk")).values("role")[:1]
    people = people_askable(viewer, thread).annotate(
        role=Subquery(role),
        city_id=seat_city("pk", "city_id"),
        city_name=seat_city("pk", "city__name"),
        city_size=seat_city("pk", "city__size_class"),
    )
    within = Q(role__in=(Role.MEMBER, Role.EXPERT)) | Q(pk__in=list(written), role=None)
    return people.filter(within).order_by("pk").values_list(*_COLUMNS, named=True)


def _known(row: Any, written: dict[int, tuple[int, int]], sought: frozenset[str], city: City | None) -> _Known:
    answers, accepted = written.get(row.pk, (0, 0))
    topics = [topic for topic in row.expertise.split(", ") if topic and not sought.isdisjoint(_tokens([topic]))]
    return _Known(row, answers, accepted, topics, _likeness(row.city_size, city))


def _likeness(size: str | None, city: City | None) -> int:
    if city is None or size not in SIZES or city.size_class not in SIZES:
        return 0
    return max(2 - abs(SIZES.index(size) - SIZES.index(city.size_class)), 0)


def _chosen(known: list[_Known], thread: Thread, city: City | None) -> list[_Known]:
    """Returns whom to suggest: who knows something and is from a city alike; then others, until there are three."""
    own_city = city.pk if city else None
    others = [k for k in known if k.row.role != Role.EXPERT and k.row.city_id and k.row.city_id != own_city]
    best = _one_per_city(sorted(others, key=lambda k: (-k.weight, _turn(k.row.pk, thread.pk))))
    fitting = [k for k in best if k.knows and (k.likeness or city is None)][:MOST_SUGGESTED]
    further = [k for k in best if (k.knows or k.likeness or city is None) and k not in fitting]
    chosen = fitting + further[: max(FEWEST_SUGGESTED - len(fitting), 0)]
    return sorted(chosen, key=lambda k: (k.row.sort_key, k.row.pk))


def _one_per_city(best: list[_Known]) -> list[_Known]:
    """Returns the same people, the first of each city before the others: five cities know more than one."""
    firsts: dict[int, _Known] = {}
    for one in best:
        firsts.setdefault(one.row.city_id, one)
    return [*firsts.values(), *(one for one in best if one is not firsts[one.row.city_id])]


def _expert(known: list[_Known], thread: Thread) -> _Known | None:
    experts = [one for one in known if one.row.role == Role.EXPERT]
    return min(experts, key=lambda k: (-k.weight, _turn(k.row.pk, thread.pk)), default=None)


def _turn(person_id: int, thread_id: int) -> int:
    """Returns an order among equals that differs from question to question, so that it is not always the same."""
    return (person_id * 7919 + thread_id * 104_729) % 1009


def _tokens(texts: Iterable[str]) -> frozenset[str]:
    """Returns what the words of texts are found by, in any form."""
    found = (word[0] for text in texts for word in words(text))
    return frozenset(token for word in found if not is_stop_word(word) and len(word) > 2 for token in tokens_of(word))


def _candidate(one: _Known, thread: Thread) -> Candidate:
    row = one.row
    return Candidate(
        row.pk, row.name, f"{prefix()}/ludzie/{row.slug}/", row.position, row.city_name or "", initials_of(row.name),
        hue_of(row.pk), avatar_url(row.avatar), _reasons(one, thread),
    )  # fmt: skip


def _reasons(one: _Known, thread: Thread) -> list[str]:
    """Returns why somebody is suggested, in words that fit everybody."""
    said = []
    if one.row.city_size:
        size = size_words(one.row.city_size)
        like = {2: _("a city of the same size: %(size)s"), 1: _("a city of a similar size: %(size)s")}
        said.append(like.get(one.likeness, "%(size)s") % {"size": size})
    if one.answers:
        answers = ngettext("replied in %(num)s thread on this", "replied in %(num)s threads on this", one.answers)
        said.append(answers % {"num": one.answers})
    if one.accepted:
        held = ngettext("%(num)s answer was accepted", "%(num)s answers were accepted", one.accepted)
        said.append(held % {"num": one.accepted})
    if one.topics:
        said.append(_("can be asked about: %(topics)s") % {"topics": ", ".join(one.topics[:3])})
    if one.row.role == Role.EXPERT:
        said.append(_("an expert of %(space)s") % {"space": thread.space.name})
    return said
