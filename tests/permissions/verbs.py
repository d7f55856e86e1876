"""Each verb of the table: what the rule says, and the request that tries it. A verb returns (rule, request)."""

from dataclasses import dataclass, field

from django.http import Http404

from community.catalogue.models import Entry
from community.catalogue.rules import entries_visible_to
from community.spaces import rules as space_rules
from community.spaces.models import JoinRequest, Membership
from forum import rules
from forum.models import Post


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
    return rules.may_delete(w.viewer(), post), Try(f"/wpisy/{post.pk}/usun/", {})


def _restore(w, post):
    post = again(post)
    return rules.may_restore(w.viewer(), post), Try(f"/wpisy/{post.pk}/przywroc/", {})


def _accept(w, post):
    post = again(post)
    return rules.post_abilities(w.viewer(), post).may_accept, Try(f"/wpisy/{post.pk}/przyjmij/", {})


def _vote(w, post):
    post = again(post)
    return rules.may_vote(w.viewer(), post), Try(f"/wpisy/{post.pk}/pomocne/", {})


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


def follow(w):
    entry = Entry.objects.get(subject_id=w.thread().pk, kind=w.kind)
    may = w.viewer().is_authenticated and entries_visible_to(w.viewer()).filter(pk=entry.pk).exists()
    return may, Try(f"/sledzenie/entry/{entry.pk}/", {"level": "watch"})


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
    "accept-in-other": lambda w: _accept(w, w.post(w.thread())),
    "vote": lambda w: _vote(w, w.post(w.thread())),
    "vote-own": lambda w: _vote(w, _own(w)),
    "vote-for-the-question": lambda w: _vote(w, w.thread().posts.get(number=1)),
    "lock": lambda w: _lock(w, "zamknij"),
    "lock-own": lambda w: _lock(w, "zamknij", by=w.who),
    "unlock": lambda w: _lock(w, "otworz"),
    "follow": follow,
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
