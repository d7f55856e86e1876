"""Registrations: the forum's notification kinds, its streams, what the catalogue lists, and its doors for templates."""

from django.utils.translation import pgettext

from community.catalogue.sources import KindWords, Source, catalogue_sources, entry_kinds, ids_of
from community.live.kinds import stream_kinds
from community.notifications.kinds import Kind, notification_kinds
from forum import jinja, notices, streams
from forum.actions.relisting import relist_threads
from forum.models import Thread, ThreadKind

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

notification_kinds.register("forum.reply", Kind("message-circle", notices.tell_reply))
notification_kinds.register("forum.mention", Kind("user", notices.tell_mention))
notification_kinds.register("forum.asked", Kind("circle-help", notices.tell_asked))
notification_kinds.register("forum.accepted", Kind("circle-check", notices.tell_accepted))

stream_kinds.register("thread", streams.THREAD)
stream_kinds.register("threads", streams.THREADS)
