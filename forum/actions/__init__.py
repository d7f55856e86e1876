"""Verbs of the forum, split by noun: threads, posts, answers."""

from forum.actions.answers import accept_answer, unaccept_answer, upvote, withdraw_vote
from forum.actions.errors import AlreadySent, ForumError, StaleEdit, ThreadLocked
from forum.actions.posts import delete_post, edit_post, reply, restore_post
from forum.actions.threads import start_thread

__all__ = [
    "AlreadySent",
    "ForumError",
    "StaleEdit",
    "ThreadLocked",
    "accept_answer",
    "delete_post",
    "edit_post",
    "reply",
    "restore_post",
    "start_thread",
    "unaccept_answer",
    "upvote",
    "withdraw_vote",
]
