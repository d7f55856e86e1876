"""Verbs of following: following and muting, keeping people quiet, saving searches, welcoming newcomers."""

from community.following.actions.following import (
    MOST_FOLLOWS,
    TooManyFollows,
    check_room,
    follow,
    follow_by_joining,
    follow_by_writing,
    follow_tags,
    unfollow,
    unfollow_by_leaving,
)
from community.following.actions.quiet import MOST_QUIET, TooManyQuiet, hear_again, keep_quiet
from community.following.actions.searches import MOST_SEARCHES, TooManySearches, rename_search, save_search
from community.following.actions.welcoming import WAITING, choose_to_hear, is_to_be_led, lead_newcomer, welcome

__all__ = [
    "MOST_FOLLOWS", "MOST_QUIET", "MOST_SEARCHES", "WAITING", "TooManyFollows", "TooManyQuiet", "TooManySearches",
    "check_room", "choose_to_hear", "follow", "follow_by_joining", "follow_by_writing", "follow_tags", "hear_again",
    "is_to_be_led", "keep_quiet", "lead_newcomer", "rename_search", "save_search", "unfollow", "unfollow_by_leaving",
    "welcome",
]  # fmt: skip
