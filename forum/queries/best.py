"""The best answers of a question, alone: the accepted one, then those that helped most people."""

from dataclasses import dataclass

from django.db.models import Q

from community.base.languages import prefix
from forum.models import Post, Thread, ThreadKind
from forum.queries.posts import PostRow, post_rows

MOST_ANSWERS = 50


@dataclass(frozen=True)
class BestAnswers:
    """The question and its answers, the accepted one first, then by votes, then by number; fifty at most."""

    thread: Thread
    url: str
    question: PostRow | None
    answers: list[PostRow]
    is_cut: bool


def best_answers(thread: Thread) -> BestAnswers | None:
    """Returns the best answers of a question; None for what is none. One query."""
    if thread.kind != ThreadKind.QUESTION:
        return None
    answers = Post.objects.filter(thread=thread, number__gt=1, deleted_at=None)
    wanted = answers.order_by("-votes", "number").values("pk")[:MOST_ANSWERS]
    rows = post_rows(thread, Q(number=1) | Q(pk=thread.accepted_id) | Q(pk__in=wanted))
    found = [row for row in rows if row.number > 1 and not row.is_deleted]
    found.sort(key=lambda row: (not row.is_accepted, -row.votes, row.number))
    return BestAnswers(
        thread=thread,
        url=f"{prefix()}{thread.url}",
        question=next((row for row in rows if row.number == 1), None),
        answers=found[:MOST_ANSWERS],
        is_cut=thread.reply_count > MOST_ANSWERS,
    )
