"""Verbs of the forum, split by noun: threads, posts, answers."""

from forum.actions.answerers import AskedEnough, NotAskable, ask_person, escalate
from forum.actions.answers import accept_answer, unaccept_answer
from forum.actions.drafts import (
    DraftChanged,
    DraftWaits,
    TooManyDrafts,
    Written,
    delete_draft,
    save_draft,
    written_of,
)
from forum.actions.duplicates import OfItself, call_duplicate, call_no_duplicate
from forum.actions.errors import AlreadySent, ChangedMeanwhile, ChosenGone, ForumError, StaleEdit, ThreadLocked
from forum.actions.hiding import hide_post
from forum.actions.holding import ask_for_reviews, confirm_answer, date_answer, outdate_answer
from forum.actions.limiting import LimitReached
from forum.actions.merging import IntoItself, merge_threads
from forum.actions.moving import NowhereElse, TooWide, move_thread
from forum.actions.outcomes import NoCity, ask_how_it_went, city_of, report_outcome, withdraw_outcome
from forum.actions.pinning import TooManyPinned, pin_thread, unpin_thread
from forum.actions.polls import (
    Ballot,
    PollClosed,
    PollHasVotes,
    close_due_polls,
    close_poll,
    kept_ballot,
    set_poll,
    takes_votes,
    vote_in_poll,
)
from forum.actions.posts import delete_post, edit_post, reply, restore_post
from forum.actions.publishing import publish_due, publish_held, refuse_held, reschedule, take_back
from forum.actions.reactions import react, upvote, withdraw_reaction, withdraw_vote
from forum.actions.reading import read_space, read_up_to, settle_read, unread_from
from forum.actions.revisions import NoSuchVersion, clear_revisions, restore_revision
from forum.actions.splitting import ChosenChanged, FirstChosen, NothingChosen, split_thread
from forum.actions.submitting import BadHour, Held, Published, Scheduled, submit_reply, submit_thread
from forum.actions.threads import lock_thread, start_thread, unlock_thread
from forum.actions.writing import preview_text

__all__ = [
    "AlreadySent",
    "AskedEnough",
    "BadHour",
    "Ballot",
    "ChangedMeanwhile",
    "ChosenChanged",
    "ChosenGone",
    "DraftChanged",
    "DraftWaits",
    "FirstChosen",
    "ForumError",
    "Held",
    "IntoItself",
    "LimitReached",
    "NoCity",
    "NoSuchVersion",
    "NotAskable",
    "NothingChosen",
    "NowhereElse",
    "OfItself",
    "PollClosed",
    "PollHasVotes",
    "Published",
    "Scheduled",
    "StaleEdit",
    "ThreadLocked",
    "TooManyDrafts",
    "TooManyPinned",
    "TooWide",
    "Written",
    "accept_answer",
    "ask_for_reviews",
    "ask_how_it_went",
    "ask_person",
    "call_duplicate",
    "call_no_duplicate",
    "city_of",
    "clear_revisions",
    "close_due_polls",
    "close_poll",
    "confirm_answer",
    "date_answer",
    "delete_draft",
    "delete_post",
    "edit_post",
    "escalate",
    "hide_post",
    "kept_ballot",
    "lock_thread",
    "merge_threads",
    "move_thread",
    "outdate_answer",
    "pin_thread",
    "preview_text",
    "publish_due",
    "publish_held",
    "react",
    "read_space",
    "read_up_to",
    "refuse_held",
    "reply",
    "report_outcome",
    "reschedule",
    "restore_post",
    "restore_revision",
    "save_draft",
    "set_poll",
    "settle_read",
    "split_thread",
    "start_thread",
    "submit_reply",
    "submit_thread",
    "take_back",
    "takes_votes",
    "unaccept_answer",
    "unlock_thread",
    "unpin_thread",
    "unread_from",
    "upvote",
    "vote_in_poll",
    "withdraw_outcome",
    "withdraw_reaction",
    "withdraw_vote",
    "written_of",
]
