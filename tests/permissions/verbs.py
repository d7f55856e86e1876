"""Each verb of the table: what the rule says, and the request that tries it. A verb returns (rule, request)."""

from dataclasses import dataclass, field

from django.http import Http404
from django.utils import timezone

from community.base import clock
from community.catalogue.models import Entry
from community.catalogue.rules import entries_visible_to
from community.moderation import actions as moderation
from community.moderation.queries import subjects_of
from community.moderation.rules import may_decide, may_see_decisions
from community.spaces import rules as space_rules
from community.spaces.models import JoinRequest, Membership
from forum import actions, rules
from forum.actions import edit_post, merge_threads, split_thread
from forum.models import Post, Thread


@dataclass(frozen=True)
class Try:
    """A request and, for pages, a text that must stand on the page for the door to count as open."""

    path: str
    data: dict | None = None
    shows: str = ""
    kept: dict = field(default_factory=dict)


def found(find, *args):
    try:
        return bool(find(*args))
    except Http404:
        return False


def again(post):
    return Post.objects.select_related("thread__space").get(pk=post.pk)


# -- reading and writing threads


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


# -- putting threads in order


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
    typed = {"space": space.pk, "audience": "members", "confirmed": "1"}
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


# -- the place itself


def see_home(w):
    return found(space_rules.find_space_for, w.viewer(), w.space.slug), Try(w.space.url)


def _abilities(w):
    viewer = w.viewer()
    sees = found(space_rules.find_space_for, viewer, w.space.slug)
    return space_rules.abilities(viewer, w.space) if sees else space_rules.SpaceAbilities()


def see_people(w):
    return _abilities(w).may_see_people, Try(f"{w.space.url}osoby/")


def invite(w):
    data = {"email": "ktos@world.example", "role": "member"}
    return _abilities(w).may_invite, Try(f"{w.space.url}osoby/zapros/", data)


def describe(w):
    data = {"name": "Świat", "joining": "open"}
    return _abilities(w).may_describe, Try(f"{w.space.url}opis/", data)


def _of_other(w, path, data):
    row = Membership.objects.get(space=w.space, person=w.other)
    return _abilities(w).may_change_roles, Try(f"{w.space.url}osoby/{row.pk}/{path}/", data)


def decide_request(w):
    row = JoinRequest.objects.create(space=w.space, name="Nowy", email="nowy@world.example")
    return _abilities(w).may_invite, Try(f"{w.space.url}osoby/prosba/{row.pk}/", {"accept": "1"})


def _contact(w, person, audience):
    type(person).objects.filter(pk=person.pk).update(contact_audience=audience, is_profile_public=True)
    person.refresh_from_db()
    return space_rules.may_see_contact(w.viewer(), person), Try(person.url, shows=person.email)


def _profile(w, *, public):
    type(w.other).objects.filter(pk=w.other.pk).update(is_profile_public=public)
    return space_rules.people_visible_to(w.viewer()).filter(pk=w.other.pk).exists(), Try(w.other.url)


VERBS = {
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
    "see-home": see_home,
    "see-people": see_people,
    "invite": invite,
    "describe": describe,
    "change-role": lambda w: _of_other(w, "rola", {"role": "expert"}),
    "remove-member": lambda w: _of_other(w, "usun", {}),
    "decide-request": decide_request,
    "see-contact-of-community": lambda w: _contact(w, w.other, "community"),
    "see-contact-of-spaces": lambda w: _contact(w, w.other, "spaces"),
    "see-contact-of-nobody": lambda w: _contact(w, w.other, "nobody"),
    "see-own-contact": lambda w: _contact(w, w.who, "nobody"),
    "see-private-profile": lambda w: _profile(w, public=False),
    "see-public-profile": lambda w: _profile(w, public=True),
}
