"""Verbs of places and people: seeing them, inviting, describing, roles, requests, contacts, profiles."""

from community.spaces import rules as space_rules
from community.spaces.models import JoinRequest, Membership
from tests.permissions.trying import Try, found


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


PLACES = {
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
