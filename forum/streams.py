"""The forum on the live layer: who may follow a thread or a list of threads, and what happenings look like now.

Frames hold what pages hold: the same macros, called with current rows. Nothing here knows a viewer.
"""

from collections.abc import Collection, Sequence
from typing import Any

from community.base.numbers import number_in
from community.live.kinds import NOBODY, Happening, Readers, Shown, StreamKind, View
from community.spaces.models import Audience, Space
from community.spaces.rules import who_sees
from forum.fragments import Fragments, draw
from forum.models import Thread
from forum.queries.lists import ThreadRow, rows_of
from forum.rules import audiences_within

_COUNTED = ("post.added", "post.deleted", "post.restored", "post.moved")
_MOVES_STATE = (
    *_COUNTED, "answer.accepted", "answer.unaccepted", "thread.locked", "thread.unlocked", "thread.pinned",
    "thread.unpinned",
)  # fmt: skip
# Happenings that change one part of a post; all others change it as a whole, for visitors reactions too.
_BESIDE = {"post.voted": "votes", "post.unvoted": "votes", "post.reacted": "votes", "poll.voted": "poll"}
_REFRESHES = (
    "thread.locked", "thread.unlocked", "thread.moved", "thread.split", "thread.merged", "thread.duplicated",
)  # fmt: skip


def thread_readers(ident: str, person_ids: Collection[int]) -> Readers:
    """Returns who of these people, and whether visitors, may read a thread; nobody a deleted one. Three queries."""
    thread = Thread.objects.live().filter(pk=_row_id(ident)).only("audience", "space_id").first()
    return _readers(person_ids, thread.audience, thread.space_id) if thread else NOBODY


def list_readers(ident: str, person_ids: Collection[int]) -> Readers:
    """Returns who of these people, and whether visitors, may read a space's threads of one audience. Three queries."""
    space_id, _, audience = ident.partition(":")
    space = Space.objects.filter(pk=_row_id(space_id)).first()
    return _readers(person_ids, audience, space.pk) if space and audience in audiences_within(space) else NOBODY


def show_thread(ident: str, happenings: Sequence[Happening], view: View) -> list[Shown]:
    """Returns what each happening changes on a thread's page, in three queries.

    A part stands with the last of the happenings that touch it. What is gone has the part "".
    """
    now = Fragments(_row_id(ident), {happening.object_id for happening in happenings}, view)
    touched = [_parts_of(happening, now) for happening in happenings]
    last = {name: place for place, names in enumerate(touched) for name in names}
    return [
        Shown(
            {name: now.part(name) for name in names if last[name] == place},
            _facts(happenings[place], now),
            names_actor=happenings[place].kind == "post.added",
        )
        for place, names in enumerate(touched)
    ]


def show_list(ident: str, happenings: Sequence[Happening], view: View) -> list[Shown]:
    """Returns what each happening changes in a list of threads, in one query; a deleted thread's part is ""."""
    space_id, _, audience = ident.partition(":")
    ids = [happening.object_id for happening in happenings]
    rows = rows_of(ids, space_id=_row_id(space_id), audience=audience)
    last = {thread_id: place for place, thread_id in enumerate(ids)}
    return [_row_shown(thread_id, rows.get(thread_id), last[thread_id] == i) for i, thread_id in enumerate(ids)]


THREAD = StreamKind(thread_readers, show_thread, frozenset({"typing", "readers"}))
THREADS = StreamKind(list_readers, show_list)


def _row_id(ident: str) -> int:
    """Returns the id that an ident names; 0, which no row has, for anything else, 007 too: a stream has one key."""
    return 0 if ident.startswith("0") else number_in(ident) or 0


def _readers(person_ids: Collection[int], audience: str, space_id: int) -> Readers:
    people = who_sees(person_ids, audience=audience, space_id=space_id) if person_ids else set()
    return Readers(audience == Audience.PUBLIC, frozenset(people))


def _parts_of(happening: Happening, now: Fragments) -> list[str]:
    """Returns the names of the parts that a happening touches."""
    kind, post_id = happening.kind, happening.object_id
    names = ["state"] if kind in _MOVES_STATE else []
    if kind in _BESIDE and (now.view.is_member or _BESIDE[kind] != "votes"):
        names.append(f"{_BESIDE[kind]}-{post_id}")
    elif kind.startswith(("post.", "answer.", "poll.")):
        names.append(f"post-{post_id}")
    if kind in _COUNTED and now.first_id and now.is_about_first_reply(post_id):
        names.append(f"post-{now.first_id}")  # its author may delete a thread only while nobody has replied
    if kind == "thread.tagged" or (kind == "post.edited" and post_id == now.first_id):
        names += ["title", "tags"]
    return list(dict.fromkeys(names))


def _facts(happening: Happening, now: Fragments) -> dict[str, Any]:
    is_about_all = now.thread is None or (happening.object_id == now.first_id and happening.kind in _COUNTED)
    if is_about_all or happening.kind in _REFRESHES:
        return {"refresh": True}
    return now.facts(happening.object_id) if happening.kind.startswith(("post.", "answer.", "poll.")) else {}


def _row_shown(thread_id: int, row: ThreadRow | None, is_last: bool) -> Shown:
    parts = {f"thread-{thread_id}": draw("threads", "thread_row", row) if row else ""} if is_last else {}
    by = (row.last_author or row.author.name) if row else ""
    return Shown(parts, {"kind": row.kind, "replies": row.replies, "by": by} if row else {})
