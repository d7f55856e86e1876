"""Verbs of the forum, split by noun: threads, posts, answers."""

from forum.actions.answers import accept_answer, unaccept_answer, upvote, withdraw_vote
from forum.actions.errors import AlreadySent, ChangedMeanwhile, ForumError, StaleEdit, ThreadLocked
from forum.actions.posts import TOLD_KINDS, delete_post, edit_post, reply, restore_post
from forum.actions.reading import read_up_to
from forum.actions.threads import lock_thread, start_thread, unlock_thread
from forum.actions.writing import preview_text

__all__ = [
    "TOLD_KINDS",
    "AlreadySent",
    "ChangedMeanwhile",
    "ForumError",
    "StaleEdit",
    "ThreadLocked",
    "accept_answer",
    "delete_post",
    "edit_post",
    "lock_thread",
    "preview_text",
    "read_up_to",
    "reply",
    "restore_post",
    "start_thread",
    "unaccept_answer",
    "unlock_thread",
    "upvote",
    "withdraw_vote",
]
