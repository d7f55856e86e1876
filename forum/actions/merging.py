"""Putting all posts of a thread into another one; what is left is a shell that leads on."""

from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from community.base import clock
from community.catalogue.actions import move_bookmarks, replace_texts, withdraw_entry
from community.catalogue.models import Entry
from community.following.carrying import follow_instead, stay_told_behind
from community.following.queries import who_muted
from community.live.actions import emit_all
from community.moderation.actions import move_cases
from community.notifications.actions import notify, settle, withdraw
from community.people.models import Person
from forum.actions.answers import take_acceptance_back
from forum.actions.drafts import drop, put, written_of
from forum.actions.errors import ChangedMeanwhile, ChosenGone, ForumError
from forum.actions.marks import join_marks
from forum.actions.relocating import lock_threads, recount, relocate
from forum.actions.submitting import ask_anew, waiting_in
from forum.actions.writing import list_thread, text_of, thread_changes
from forum.models import Draft, Post, Thread, ThreadKind
from forum.models.drafts import BEING_WRITTEN
from forum.rules import may_merge


class IntoItself(ForumError):
    """A thread cannot go into itself."""

    said = _("This is the same thread. Choose another one to merge it into.")
    status = 422


@transaction.atomic
def merge_threads(*, by: Person, thread: Thread, into: Thread, note: str = "") -> Thread:
    """Appends all posts of a thread, in their order, to another thread and returns that one.

    Posts that were split off the target go back to their old numbers. Whoever watches or keeps the thread watches or
    keeps the target; the accepted answer holds on where the target is a question without one. The thread becomes a
    shell: in no list, and in it each old number leads on.

    Raises IntoItself, ChosenGone, and ChangedMeanwhile when the rules no longer allow it.
    """
    if thread.pk == into.pk:
        raise IntoItself
    locked = lock_threads([thread.pk, into.pk])
    source, target = locked[thread.pk], locked[into.pk]
    if target.deleted_at:
        raise ChosenGone
    if source.deleted_at or not may_merge(by, source, target):
        raise ChangedMeanwhile
    posts = list(Post.objects.select_for_update().filter(thread=source, moved_to=None).order_by("number"))
    entries = _entries_of(source, target)
    _carry_marks(source, target, posts, entries)
    _carry_answer(source, target, by)
    relocate(posts, target, _numbers(posts, target))
    _carry_threads(source, target)
    waiting = waiting_in(source)
    _carry_drafts(source, target)
    if source.space_id != target.space_id:
        move_cases(kind="post", subject_ids=[post.pk for post in posts], space=target.space)
        ask_anew(waiting)
    _become_shell(source, target, by, note)
    recount(target)
    _list_anew(source, target)
    quiet = set().union(*(who_muted(entry) for entry in entries if entry))  # before their wishes are carried over
    _carry_follows(entries)
    withdraw(["forum.asked", "forum.please", "forum.waits"], object_id=posts[0].pk)
    if target.reply_count:
        settle(["forum.waits"], object_ids=Post.objects.filter(thread=target, number=1).values("pk"))
    writers = {post.author_id for post in posts if post.author_id}
    told = writers | {source.author_id} if source.author_id else writers
    notify("forum.merged", to=told - quiet, object_id=source.pk, actor=by)
    emit_all(
        [*thread_changes(source, "thread.merged", source.pk), *thread_changes(target, "thread.merged", target.pk)],
        actor_id=by.pk,
    )
    return target


def _entries_of(source: Thread, target: Thread) -> tuple[Entry | None, Entry | None]:
    """Returns the catalogue's entries of both threads. One query."""
    pairs = {(thread.kind, thread.pk): thread for thread in (source, target)}
    rows = Entry.objects.filter(subject_id__in=[source.pk, target.pk], kind__in=ThreadKind.values)
    found = {pairs[entry.kind, entry.subject_id].pk: entry for entry in rows if (entry.kind, entry.subject_id) in pairs}
    return found.get(source.pk), found.get(target.pk)


def _carry_marks(source: Thread, target: Thread, posts: list[Post], entries: tuple[Entry | None, Entry | None]) -> None:
    """Makes read posts stay read, as far as marks can say it."""
    was, entry = entries
    if was is None or entry is None:
        return
    back = set(Post.objects.filter(thread=target, moved_to__in=posts).values_list("moved_to_id", flat=True))
    appended = [post.number for post in posts if post.pk not in back]
    stay_told_behind(entry_id=was.pk, into_id=entry.pk, numbers=appended, after=target.last_number)
    join_marks(source, target, (was, entry), appended=appended)


def _numbers(posts: list[Post], target: Thread) -> dict[int, int]:
    """Returns new numbers by post id: the old one for what comes back from a split, whose stub goes, else the next."""
    stubs = Post.objects.filter(thread=target, moved_to__in=posts)
    numbers: dict[int, int] = dict(stubs.values_list("moved_to_id", "number"))
    stubs.delete()
    last = target.last_number
    for post in posts:
        if post.pk not in numbers:
            last += 1
            numbers[post.pk] = last
    return numbers


def _carry_answer(source: Thread, target: Thread, by: Person) -> None:
    """Keeps the accepted answer where the target is a question that has none, else takes it back."""
    answer = source.accepted_id
    accepted = {"accepted_id": answer, "accepted_by_id": source.accepted_by_id, "accepted_at": source.accepted_at}
    if not answer:
        return
    if target.kind != ThreadKind.QUESTION or target.accepted_id:
        take_acceptance_back(source)
        return
    for name, value in accepted.items():
        setattr(target, name, value)
        setattr(source, name, None)
    for thread in (source, target):
        thread.save(update_fields=["accepted", "accepted_by", "accepted_at"])


def _carry_threads(source: Thread, target: Thread) -> None:
    """Makes threads that lead to the source lead to the target: merged ones and duplicates."""
    Thread.objects.filter(merged_into=source).update(merged_into=target)
    Thread.objects.filter(duplicate_of=source).exclude(pk=target.pk).update(duplicate_of=target)
    if target.duplicate_of_id == source.pk:
        target.duplicate_of = None
        target.save(update_fields=["duplicate_of"])


def _carry_drafts(source: Thread, target: Thread) -> None:
    """Makes replies that are being written, or wait, replies in the target; two drafts of one person become one."""
    being_written = Draft.objects.select_for_update().filter(BEING_WRITTEN, thread__in=[source, target]).order_by("pk")
    drafts = list(being_written)
    has = {draft.author_id: draft for draft in drafts if draft.thread_id == target.pk}
    for draft in drafts:
        kept = has.get(draft.author_id)
        if kept and draft.thread_id == source.pk:
            written = replace(written_of(kept), text=f"{kept.text}\n\n{draft.text}".strip())
            put(kept, written, version=kept.version + 1)  # its files are held before the other draft lets them go
            drop(draft)
    Draft.objects.filter(thread=source).update(thread=target, space_id=target.space_id)


def _become_shell(source: Thread, target: Thread, by: Person, note: str) -> None:
    source.deleted_at, source.deleted_by, source.deleted_reason = clock.now(), by, note
    source.merged_into, source.duplicate_of, source.pinned_at, source.is_announced = target, None, None, False
    source.save(
        update_fields=[
            "deleted_at", "deleted_by", "deleted_reason", "merged_into", "duplicate_of", "pinned_at", "is_announced",
        ]
    )  # fmt: skip
    recount(source)


def _list_anew(source: Thread, target: Thread) -> None:
    entry = list_thread(target)
    if entry:
        there = Post.objects.filter(thread=target, deleted_at=None).order_by("number")
        replace_texts(entry, [text_of(post) for post in there])
    withdraw_entry(source.kind, source.pk)


def _carry_follows(entries: tuple[Entry | None, Entry | None]) -> None:
    was, entry = entries
    if was and entry:
        follow_instead(entry_id=was.pk, into_id=entry.pk)
        move_bookmarks(entry=was, into=entry)
