"""Posts as pages and frames show them: the same for every viewer. Who may do what stands beside the buttons."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery, Sum, TextField, Value
from django.db.models.functions import Cast, Coalesce

from community.base.prepared import Prepared
from community.spaces.rules import Viewer, standing_of
from community.spaces.standing import rows_for
from forum.models import POSTS_ON_A_PAGE, Post, Reaction, Thread
from forum.queries.polls import choices_of
from forum.queries.post_rows import COLUMNS, PostRow, drawn, place_in
from forum.rules import SAYINGS, PostFacts, relations_of


@dataclass(frozen=True, slots=True)
class Slot:
    """A post as one viewer has it on the page: what everybody sees, and the viewer's roles beside it."""

    row: PostRow
    roles: str


def page_slots(viewer: Viewer, thread: Thread, number: int) -> list[Slot]:
    """Returns the posts of a page by number, and the accepted one, wherever it stands, each with the viewer's roles.

    One query, two with a poll.
    """
    accepted = {"accepted": thread.accepted_id} if thread.accepted_id else {}
    values = {"thread": thread.pk, **numbers_on(number), **accepted}
    return _slots(viewer, thread, rows_for(viewer, _PAGE, bool(accepted), **values))


def numbers_on(page: int) -> dict[str, int]:
    """Returns the numbers of the posts on a page: the `first`, and the `end` that is no longer on it."""
    first = (page - 1) * POSTS_ON_A_PAGE + 1
    return {"first": first, "end": first + POSTS_ON_A_PAGE}


def post_slot(viewer: Viewer, thread: Thread, number: int) -> Slot:
    """Returns one post of a thread with the viewer's roles. One query, two with a poll."""
    values = {"thread": thread.pk, "first": number, "end": number + 1}
    return _slots(viewer, thread, rows_for(viewer, _PAGE, False, **values))[0]


def post_rows(thread: Thread, wanted: Q) -> list[PostRow]:
    """Returns the wanted posts of a thread by number, for nobody in particular. One query."""
    return drawn(thread, list(_rows(thread.pk, wanted).values_list(*COLUMNS)))


def permalink(thread: Thread, number: int) -> str:
    """Returns the address of a post in its thread, in the page's language."""
    return place_in(thread.pk, thread.title, number)


def _rows(thread: int, wanted: Q) -> QuerySet[Post]:
    rows = Post.objects.filter(wanted, thread=thread).order_by("number")
    return rows.annotate(beside_text=Cast("beside", TextField()))


def _with_own(viewer: Viewer, rows: QuerySet[Post]) -> "QuerySet[Post, tuple[Any, ...]]":
    """Adds what a viewer said of each post: the bits of ReactionKind in one number."""
    person_id = standing_of(viewer).person_id
    if person_id is None:
        return rows.values_list(*COLUMNS, Value(0))
    said = Reaction.objects.filter(post=OuterRef("pk"), person_id=person_id).order_by().values("post")
    return rows.values_list(*COLUMNS, Coalesce(Subquery(said.annotate(bits=Sum("kind")).values("bits")), 0))


def _on_page(
    viewer: Viewer, has_accepted: bool, *, thread: int, first: int, end: int, accepted: int = 0
) -> "QuerySet[Post, tuple[Any, ...]]":
    wanted = Q(number__gte=first, number__lt=end)
    return _with_own(viewer, _rows(thread, wanted | Q(pk=accepted) if has_accepted else wanted))


_PAGE = Prepared(_on_page)


def _slots(viewer: Viewer, thread: Thread, rows: Sequence[tuple[Any, ...]]) -> list[Slot]:
    posts = drawn(thread, [row[:-1] for row in rows])
    taken = choices_of(viewer, [post.id for post in posts if post.poll])
    if standing_of(viewer).person_id is None:
        return [Slot(post, "") for post in posts]
    roles: dict[tuple[Any, ...], str] = {}  # to most posts of a page a viewer is the same
    slots = []
    for post, row in zip(posts, rows, strict=True):
        facts, own, choices = post.facts, row[-1], tuple(taken.get(post.id, ()))
        known = (facts.author_id, facts.deleted_by_id, facts.number == 1, own, choices)
        if known not in roles:
            roles[known] = _roles(viewer, facts, own, choices)
        slots.append(Slot(post, roles[known]))
    return slots


def _roles(viewer: Viewer, post: PostFacts, own: int, choices: Sequence[int]) -> str:
    """Returns what a member is to a post and said of it: “member other voted”; “c2” for a poll's choice.

    “ignored”: the member does not want to meet what its author writes.
    """
    roles = sorted(relations_of(viewer, post))
    said = [saying.role for saying in SAYINGS if own & saying.kind]
    ignored = ["ignored"] if standing_of(viewer).ignores(post.author_id, space_id=post.thread.space_id) else []
    return " ".join([*roles, *ignored, *said, *(["polled"] if choices else []), *(f"c{place}" for place in choices)])
