"""Tables of the forum, by noun: threads, posts, polls, outcomes, drafts."""

from forum.models.drafts import Draft
from forum.models.outcomes import AskedPerson, CostBand, Outcome, Verdict
from forum.models.polls import Poll, PollKind, PollOption, PollVote
from forum.models.posts import TOLD_KINDS, Post, Reaction, ReactionKind, Revision
from forum.models.threads import (
    POSTS_ON_A_PAGE,
    Participant,
    TaggedThread,
    Thread,
    ThreadKind,
    ThreadSet,
    list_stream,
    page_of,
    place_of,
    slug_of,
    thread_url,
)

__all__ = [
    "POSTS_ON_A_PAGE",
    "TOLD_KINDS",
    "AskedPerson",
    "CostBand",
    "Draft",
    "Outcome",
    "Participant",
    "Poll",
    "PollKind",
    "PollOption",
    "PollVote",
    "Post",
    "Reaction",
    "ReactionKind",
    "Revision",
    "TaggedThread",
    "Thread",
    "ThreadKind",
    "ThreadSet",
    "Verdict",
    "list_stream",
    "page_of",
    "place_of",
    "slug_of",
    "thread_url",
]
