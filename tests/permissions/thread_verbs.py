"""Verbs of threads and posts: reading, writing, deleting, accepting, voting, polls, locking."""

from django.utils import timezone

from community.spaces import rules as space_rules
from forum import actions, rules
from forum.actions import edit_post
from tests.permissions.trying import Try, again, found


def see(w):
    thread = w.thread()
    return rules.may_see_thread(w.viewer(), thread), Try(thread.url)


def start(w):
    viewer = w.viewer()
    sees = found(space_rules.find_space_for, viewer, w.space.slug)
    may = sees and w.kind in rules.kinds_open_to(viewer, w.space)
    typed = {
        "kind": w.kind,
        "audience": w.audience,
        "title": "Nowe pytanie ze świata",
        "text": "Treść.",
        "key": "start-1234",
    }
    return may, Try(f"{w.space.url}zapytaj/", typed)


def reply(w):
    thread = w.thread()
    data = {"text": "Nowa odpowiedź.", "key": "reply-1234"}
    return rules.may_reply(w.viewer(), thread), Try(f"/odpowiedz/{thread.pk}/", data)


def reply_to_locked(w):
    thread = w.thread()
    w.lock(thread)
    return rules.may_reply(w.viewer(), thread), Try(f"/odpowiedz/{thread.pk}/", {"text": "Nowa.", "key": "reply-1234"})


def _edit(w, post):
    post = again(post)
    data = {"text": "Zmieniona treść.", "version": post.version}
    return rules.may_edit(w.viewer(), post), Try(f"/wpisy/{post.pk}/edytuj/", data)


def _delete(w, post):
    post = again(post)
    return rules.may_delete(w.viewer(), post), Try(f"/wpisy/{post.pk}/usun/", {"fault": "unkind"})


def _restore(w, post):
    post = again(post)
    return rules.may_restore(w.viewer(), post), Try(f"/wpisy/{post.pk}/przywroc/", {})


def _accept(w, post):
    post = again(post)
    return rules.post_abilities(w.viewer(), post).may_accept, Try(f"/wpisy/{post.pk}/przyjmij/", {})


def _inherited(w):
    thread = w.thread()
    type(thread).objects.filter(pk=thread.pk).update(successor=w.who)
    return w.post(thread)


def _ask_people(w, *, by=None):
    thread = w.thread(by=by)
    return rules.may_ask_people(w.viewer(), thread), Try(f"/kogo-zapytac/{thread.pk}/")


def _versions(w):
    post = again(w.post(w.thread()))
    return rules.may_see_revisions(w.viewer(), post), Try(f"/wpisy/{post.pk}/zmiany/")


def _clear(w, post):
    edit_post(by=w.chief, post=again(post), text="Zmieniona treść.", version=1)
    post = again(post)
    return rules.may_clear_revision(w.viewer(), post), Try(f"/wpisy/{post.pk}/zmiany/1/usun/", {})


def _vote(w, post):
    post = again(post)
    return rules.may_vote(w.viewer(), post), Try(f"/wpisy/{post.pk}/pomocne/", {})


def _react(w, post, path):
    post = again(post)
    return rules.may_react(w.viewer(), post, rules.SAYING_AT[path].kind), Try(f"/wpisy/{post.pk}/reakcja/{path}/", {})


def _poll(w, *, by=None):
    """A post with a poll, and the id of its first choice."""
    post = again(w.post(w.thread(), by=by))
    ballot = actions.Ballot("Które?", ("pierwsze", "drugie"))
    post = again(actions.set_poll(by=w.chief, post=post, ballot=ballot))
    return post, post.beside["poll"]["options"][0]["id"]


def _vote_in_poll(w):
    post, choice = _poll(w)
    return rules.may_vote_in_poll(w.viewer(), post), Try(f"/wpisy/{post.pk}/glos/", {f"poll-{post.pk}": choice})


def _close_poll(w, *, by=None):
    post, _choice = _poll(w, by=by)
    return rules.may_keep_poll(w.viewer(), post), Try(f"/wpisy/{post.pk}/zamknij-ankiete/", {})


def _date(w, post):
    post, day = again(post), str(timezone.localdate())
    return rules.may_date(w.viewer(), post), Try(f"/wpisy/{post.pk}/aktualnosc/", {"valid_on": day})


def _own(w):
    return w.post(w.thread(), by=w.who)


def _own_locked(w, *, deleted=False):
    post = _own(w)
    if deleted:
        w.deleted(post, by=w.who)
    w.lock(again(post).thread)
    return post


def _own_thread(w):
    return w.thread(by=w.who).posts.get(number=1)


def _replied_thread(w):
    post = _own_thread(w)
    w.post(again(post).thread)
    return post


def see_deleted(w, post=None):
    post = w.deleted(post or w.thread().posts.get(number=1), by=w.who if post else w.other)
    thread = again(post).thread
    return found(rules.find_thread_for, w.viewer(), thread.pk), Try(thread.url)


def _lock(w, door, *, by=None):
    thread = w.thread(by=by)
    return rules.may_lock(w.viewer(), thread), Try(f"/{door}/{thread.pk}/", {})


THREADS = {
    "see": see,
    "start": start,
    "reply": reply,
    "reply-to-locked": reply_to_locked,
    "edit-own": lambda w: _edit(w, _own(w)),
    "edit-own-in-locked": lambda w: _edit(w, _own_locked(w)),
    "edit-own-deleted": lambda w: _edit(w, w.deleted(_own(w), by=w.who)),
    "edit-other": lambda w: _edit(w, w.post(w.thread())),
    "delete-own": lambda w: _delete(w, _own(w)),
    "delete-own-in-locked": lambda w: _delete(w, _own_locked(w)),
    "delete-other": lambda w: _delete(w, w.post(w.thread())),
    "delete-own-thread": lambda w: _delete(w, _own_thread(w)),
    "delete-replied-thread": lambda w: _delete(w, _replied_thread(w)),
    "restore-self-deleted": lambda w: _restore(w, w.deleted(_own(w), by=w.who)),
    "restore-self-deleted-in-locked": lambda w: _restore(w, _own_locked(w, deleted=True)),
    "restore-moderated": lambda w: _restore(w, w.deleted(_own(w), by=w.chief)),
    "restore-other": lambda w: _restore(w, w.deleted(w.post(w.thread()), by=w.other)),
    "restore-own-thread": lambda w: _restore(w, w.deleted(_own_thread(w), by=w.who)),
    "see-deleted": see_deleted,
    "see-own-deleted": lambda w: see_deleted(w, _own_thread(w)),
    "accept-in-own": lambda w: _accept(w, w.post(w.thread(by=w.who))),
    "accept-in-inherited": lambda w: _accept(w, _inherited(w)),
    "ask-people-in-own": lambda w: _ask_people(w, by=w.who),
    "ask-people-in-other": _ask_people,
    "see-versions": _versions,
    "clear-own-version": lambda w: _clear(w, _own(w)),
    "clear-other-version": lambda w: _clear(w, w.post(w.thread())),
    "accept-in-other": lambda w: _accept(w, w.post(w.thread())),
    "vote": lambda w: _vote(w, w.post(w.thread())),
    "vote-own": lambda w: _vote(w, _own(w)),
    "vote-for-the-question": lambda w: _vote(w, w.thread().posts.get(number=1)),
    "agree": lambda w: _react(w, w.post(w.thread()), "zgadzam-sie"),
    "thank": lambda w: _react(w, w.post(w.thread()), "dziekuje"),
    "thank-oneself": lambda w: _react(w, _own(w), "dziekuje"),
    "say-the-same-here": lambda w: _react(w, w.thread().posts.get(number=1), "u-nas-tez"),
    "vote-in-poll": _vote_in_poll,
    "close-own-poll": lambda w: _close_poll(w, by=w.who),
    "close-poll": _close_poll,
    "date-answer": lambda w: _date(w, w.post(w.thread())),
    "date-own-answer": lambda w: _date(w, _own(w)),
    "lock": lambda w: _lock(w, "zamknij"),
    "lock-own": lambda w: _lock(w, "zamknij", by=w.who),
    "unlock": lambda w: _lock(w, "otworz"),
}
