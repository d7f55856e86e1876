"""Verbs of order: splitting, merging, moving, pinning, duplicates, following, reports and decisions."""

from community.base import clock
from community.catalogue.models import Entry
from community.catalogue.rules import entries_visible_to
from community.moderation import actions as moderation
from community.moderation.queries import subjects_of
from community.moderation.rules import may_decide, may_see_decisions
from community.spaces import rules as space_rules
from community.spaces.models import Membership
from forum import rules
from forum.actions import merge_threads, split_thread
from forum.models import Thread
from tests.permissions.trying import Try, again, found


def _split(w, *, by=None):
    thread = w.thread(by=by)
    w.post(thread)
    typed = {"wpis": "2", "title": "Osobny temat ze świata", "kind": "discussion", "podziel": "1"}
    return rules.may_facilitate(w.viewer(), thread), Try(f"/podziel/{thread.pk}/", typed)


def _merge(w, *, by=None, foreign=False):
    thread = w.thread(by=by)
    into = w.foreign().thread() if foreign else w.thread(by=w.chief)
    typed = {"cel": into.url, "confirmed": "1"}
    return rules.may_merge(w.viewer(), thread, into), Try(f"/polacz/{thread.pk}/", typed)


def _move(w, *, by=None, foreign=False):
    thread, space = w.thread(by=by), w.foreign().space
    if not foreign and w.viewer().is_authenticated:
        Membership.objects.get_or_create(space=space, person=w.who, defaults={"role": "facilitator"})
    typed = {"space": space.pk, "audience": "members", "confirmed": f"{space.pk} members"}
    return rules.may_move_to(w.viewer(), thread, space), Try(f"/przenies/{thread.pk}/", typed)


def _pin(w, *, by=None):
    thread = w.thread(by=by)
    return rules.may_facilitate(w.viewer(), thread), Try(f"/przypnij/{thread.pk}/", {"until": ""})


def _announce(w):
    thread = w.thread()
    Thread.objects.filter(pk=thread.pk).update(pinned_at=clock.now(), is_announced=True)
    may = rules.may_facilitate(w.viewer(), thread) and rules.may_announce_everywhere(w.viewer())
    return may, Try(f"/odepnij/{thread.pk}/", {})


def _duplicate(w, *, unseen=False):
    thread = w.thread()
    of = w.foreign(audience="members").thread() if unseen else w.thread(by=w.chief)
    return rules.may_call_duplicate_of(w.viewer(), thread, of), Try(f"/powtorzenie/{thread.pk}/", {"cel": of.url})


def see_merged(w):
    thread, into = w.thread(), w.thread(by=w.chief)
    merge_threads(by=w.chief, thread=thread, into=into)
    return rules.may_see_thread(w.viewer(), into), Try(thread.url)


def see_moved_post(w):
    thread = w.thread()
    w.post(thread)
    new = split_thread(by=w.chief, thread=thread, numbers=[2], title="Osobny temat", kind="discussion")
    return rules.may_see_thread(w.viewer(), new), Try(f"/watki/{thread.pk}/post/2/")


def follow(w):
    entry = Entry.objects.get(subject_id=w.thread().pk, kind=w.kind)
    may = w.viewer().is_authenticated and entries_visible_to(w.viewer()).filter(pk=entry.pk).exists()
    return may, Try(f"/sledzenie/entry/{entry.pk}/", {"level": "watch"})


def report(w):
    post = w.post(w.thread())
    return rules.may_see_post(w.viewer(), again(post)), Try(f"/zglos/post/{post.pk}/", {"fault": "unkind"})


def _reported(w, *, by=None):
    post = w.post(w.thread(), by=by)
    subject = subjects_of([("post", post.pk)])[("post", post.pk)]
    moderation.report(subject=subject, fault="unkind")
    return subject


def decide(w, *, by=None):
    subject = _reported(w, by=by)
    path = f"{w.space.url}zgloszenia/post/{subject.id}/"
    return may_decide(w.viewer(), subject), Try(path, {"keep": "1"})


def see_decisions(w):
    viewer = w.viewer()
    may = found(space_rules.find_space_for, viewer, w.space.slug) and may_see_decisions(viewer, w.space)
    return may, Try(f"{w.space.url}decyzje/")


ORDER = {
    "split": _split,
    "split-own": lambda w: _split(w, by=w.who),
    "merge": _merge,
    "merge-own": lambda w: _merge(w, by=w.who),
    "merge-into-foreign": lambda w: _merge(w, foreign=True),
    "move": _move,
    "move-own": lambda w: _move(w, by=w.who),
    "move-to-foreign": lambda w: _move(w, foreign=True),
    "pin": _pin,
    "pin-own": lambda w: _pin(w, by=w.who),
    "announce": _announce,
    "call-duplicate": _duplicate,
    "duplicate-of-unseen": lambda w: _duplicate(w, unseen=True),
    "see-merged": see_merged,
    "see-moved-post": see_moved_post,
    "follow": follow,
    "report": report,
    "decide": decide,
    "decide-own": lambda w: decide(w, by=w.who),
    "see-decisions": see_decisions,
}
