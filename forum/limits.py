"""How much a person may write and keep: every number of the forum's limits in one place."""

from dataclasses import dataclass
from datetime import timedelta

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MOST_DRAFTS = 100
LONGEST_WAIT = timedelta(days=366)  # a text may be scheduled at most this far ahead
NEW_FOR = timedelta(days=7)  # who joined within this time is new
NEW_UNTIL = 3  # and who has written fewer posts than this


@dataclass(frozen=True)
class Limits:
    """How many posts an hour and threads a day a person may publish, and how many links a post may hold."""

    posts_an_hour: int
    threads_a_day: int
    links_a_post: int


NEWCOMER = Limits(posts_an_hour=5, threads_a_day=2, links_a_post=3)
KNOWN = Limits(posts_an_hour=30, threads_a_day=10, links_a_post=40)
