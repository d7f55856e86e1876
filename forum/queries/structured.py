"""A thread as search engines read it: schema.org in JSON-LD, from what its first page loaded already. No query.

Only public threads are told, and only on their first page. What is told is the question with one answer, the accepted
one or else the one that helped most people among those on this page; a conversation is told by its opening.
"""

from typing import Any

from django.conf import settings
from markupsafe import Markup

from community.base.plain_text import summary
from community.base.structured import json_ld, told_person, way_here
from community.spaces.models import Audience
from forum.models import ThreadKind
from forum.queries.post_rows import Author, PostRow
from forum.queries.threads import ThreadPage

_LONGEST_TEXT = 5_000


def structured_data(page: ThreadPage) -> Markup:
    """Returns the JSON-LD of a thread's page, safe inside a script element; empty where nothing is to be told."""
    if not _is_told(page):
        return Markup("")
    main = _question_page(page) if page.thread.kind == ThreadKind.QUESTION else _conversation(page)
    return json_ld(main, _way_here(page))


def thread_description(page: ThreadPage) -> str:
    """Returns what a thread's page says about itself in short: how it begins, or only its title where not told."""
    return summary(page.posts[0].html) if _is_told(page) else page.thread.title


def _is_told(page: ThreadPage) -> bool:
    is_public = page.thread.audience == Audience.PUBLIC and page.thread.deleted_at is None
    return is_public and page.number == 1 and bool(page.posts) and not page.posts[0].is_deleted


def _question_page(page: ThreadPage) -> dict[str, Any]:
    thread, asked = page.thread, page.posts[0]
    question: dict[str, Any] = {
        "@type": "Question",
        "name": thread.title,
        "text": _text(asked),
        "answerCount": thread.reply_count,
        "datePublished": asked.at.iso,
        "author": _person(asked.author),
    }
    if page.accepted and not page.accepted.is_deleted:
        question["acceptedAnswer"] = _answer(page.accepted)
    elif best := _most_helpful(page):
        question["suggestedAnswer"] = _answer(best)
    return {"@type": "QAPage", "url": settings.SITE_URL + page.url, "inLanguage": "pl", "mainEntity": question}


def _conversation(page: ThreadPage) -> dict[str, Any]:
    opening = page.posts[0]
    return {
        "@type": "DiscussionForumPosting",
        "headline": page.thread.title,
        "text": _text(opening),
        "url": settings.SITE_URL + page.url,
        "inLanguage": "pl",
        "datePublished": opening.at.iso,
        "author": _person(opening.author),
        "interactionStatistic": {
            "@type": "InteractionCounter",
            "interactionType": {"@type": "CommentAction"},
            "userInteractionCount": page.thread.reply_count,
        },
    }


def _answer(row: PostRow) -> dict[str, Any]:
    """Returns an answer; until when it holds is told as the day on which it expires."""
    answer = {
        "@type": "Answer",
        "text": _text(row),
        "url": settings.SITE_URL + row.url,
        "upvoteCount": row.votes,
        "datePublished": row.at.iso,
        "author": _person(row.author),
    }
    return {**answer, "expires": row.validity.review.iso} if row.validity and row.validity.review else answer


def _most_helpful(page: ThreadPage) -> PostRow | None:
    """Returns the reply of this page that helped most people, the earliest of equals; never the asker's own words."""
    asker = page.posts[0].author.url
    of_others = (row for row in page.posts[1:] if row.author.url is None or row.author.url != asker)
    replies = [row for row in of_others if not row.is_deleted]
    return max(replies, key=lambda row: (row.votes, -row.number), default=None)


def _person(author: Author) -> dict[str, str]:
    return told_person(author.name, (author.url or "") if author.has_public_page else "")


def _way_here(page: ThreadPage) -> dict[str, Any]:
    space = page.thread.space
    above = [(space.name, page.space_url)] if space.audience == Audience.PUBLIC else []
    return way_here([*above, (page.thread.title, page.url)])


def _text(row: PostRow) -> str:
    return summary(row.html, _LONGEST_TEXT)
