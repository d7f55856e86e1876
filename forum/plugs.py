"""Registrations: the forum's notification kinds, its streams, what the catalogue lists, and its doors for templates."""

from datetime import timedelta

from django.utils.translation import pgettext

from community.base.rounds import Round, rounds
from community.catalogue.sources import KindWords, Source, catalogue_sources, entry_kinds, ids_of
from community.files.holders import Holder, holders
from community.live.kinds import stream_kinds
from community.moderation.subjects import subject_kinds
from community.notifications.kinds import Group, Kind, notification_kinds
from community.spaces.succession import Part, parts
from forum import facilitating_notices, holding_notices, jinja, notices, streams, subjects
from forum.actions import ask_for_reviews, ask_how_it_went, attachments, close_due_polls, succession
from forum.actions.answerers import escalate
from forum.actions.publishing import publish_due
from forum.actions.relisting import relist_threads
from forum.models import Draft, Post, Revision, Thread, ThreadKind
from forum.rules.attachments import (
    drafts_that_show_files_to,
    posts_that_show_files_to,
    revisions_that_show_files_to,
)

__all__ = ["jinja"]

catalogue_sources.register("threads", Source(tuple(ThreadKind.values), ids_of(Thread), relist_threads))
entry_kinds.register(
    "question",
    KindWords("circle-help", lambda: pgettext("entry kind", "question"), lambda: pgettext("entry kind", "Questions")),
)
entry_kinds.register(
    "discussion",
    KindWords(
        "message-circle", lambda: pgettext("entry kind", "discussion"), lambda: pgettext("entry kind", "Discussions")
    ),
)
entry_kinds.register(
    "announcement",
    KindWords(
        "megaphone", lambda: pgettext("entry kind", "announcement"), lambda: pgettext("entry kind", "Announcements")
    ),
)

notification_kinds.register(
    "forum.reply",
    Kind("message-circle", notices.tell_reply, group=Group.FOLLOWED, is_followed=True, quote=notices.quote_post),
)
notification_kinds.register(
    "forum.mention", Kind("user", notices.tell_mention, group=Group.PERSONAL, quote=notices.quote_post)
)
notification_kinds.register(
    "forum.asked",
    Kind("circle-help", notices.tell_asked, group=Group.FOLLOWED, is_followed=True, quote=notices.quote_post),
)
notification_kinds.register("forum.accepted", Kind("circle-check", notices.tell_accepted))
notification_kinds.register(
    "forum.please",
    Kind("circle-help", notices.tell_please, group=Group.PERSONAL, quote=notices.quote_question,
         hint=notices.hint_please),
)  # fmt: skip
notification_kinds.register("forum.waits", Kind("clock", notices.tell_waits, group=Group.DUTIES))
parts.register(
    "questions",
    Part(lambda: pgettext("part of a hand-over", "Open questions"), succession.count_questions,
         succession.hand_questions_over),
)  # fmt: skip
parts.register(
    "drafts",
    Part(lambda: pgettext("part of a hand-over", "Drafts"), succession.count_drafts, succession.hand_drafts_over,
         is_proposed=False),
)  # fmt: skip
rounds.register("forum.escalate", Round(timedelta(hours=1), escalate))
notification_kinds.register("forum.held", Kind("clock", notices.tell_held, is_duty=True, group=Group.DUTIES))
notification_kinds.register("forum.draft_refused", Kind("undo-2", notices.tell_refused_draft, is_duty=True))
notification_kinds.register("forum.published", Kind("circle-check", notices.tell_published, is_duty=True))

notification_kinds.register(
    "forum.review",
    Kind("calendar", holding_notices.tell_review, group=Group.PERSONAL, hint=holding_notices.hint_review),
)
for _kind in ("forum.worked60", "forum.worked180"):
    notification_kinds.register(
        _kind, Kind("building-2", holding_notices.tell_worked, group=Group.PERSONAL, hint=holding_notices.hint_worked)
    )
rounds.register("forum.polls", Round(timedelta(minutes=1), close_due_polls))
rounds.register("forum.reviews", Round(timedelta(hours=6), ask_for_reviews))
rounds.register("forum.outcomes", Round(timedelta(hours=6), ask_how_it_went))

rounds.register("forum.publish_due", Round(timedelta(seconds=20), publish_due))

subject_kinds.register("post", subjects.POST)

holders.register(attachments.POST, Holder(Post, posts_that_show_files_to))
holders.register(attachments.DRAFT, Holder(Draft, drafts_that_show_files_to))
holders.register(attachments.REVISION, Holder(Revision, revisions_that_show_files_to))

for _word, _icon, _tell in (
    ("moved", "move-right", facilitating_notices.tell_moved),
    ("split", "split", facilitating_notices.tell_split),
    ("merged", "merge", facilitating_notices.tell_merged),
    ("duplicate", "link", facilitating_notices.tell_duplicate),
):
    notification_kinds.register(f"forum.{_word}", Kind(_icon, _tell, is_duty=True))

stream_kinds.register("thread", streams.THREAD)
stream_kinds.register("threads", streams.THREADS)
