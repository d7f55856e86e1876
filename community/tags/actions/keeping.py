"""Keeping tags: creating, renaming, describing, and their other names. Each change is remembered, to be undone."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from community.base.http import Refused
from community.people.models import Person
from community.spaces.models import Space
from community.spaces.rules import standing_of
from community.tags.actions.errors import TagError
from community.tags.actions.names import (
    MOST_SYNONYMS,
    add_names_in_brackets,
    as_locked,
    claim,
    clean_description,
    clean_name,
    free_slug_for,
    lock_names,
    move,
)
from community.tags.models import ChangeKind, Tag, TagChange, TagName, name_key
from community.tags.rules import may_create_in, may_keep, only_keepers


@transaction.atomic
def create_tag(
    *, by: Person, name: str, space: Space | None = None, description: str = "", synonyms: Iterable[str] = ()
) -> Tag:
    """Adds a tag to the vocabulary of a space, or (without one) of everybody, and returns it.

    What its name holds in brackets becomes a synonym. Raises Refused for who does not facilitate there, TagError for
    a name that cannot be one, NameTaken for one that means another tag.
    """
    if not (may_create_in(by, space) if space else standing_of(by).leads_all):
        raise Refused(only_keepers())
    names = lock_names()
    tag = Tag(name=clean_name(name), space=space, description=clean_description(description))
    claim(names, tag.name, None)
    tag.slug = free_slug_for(tag.name, tag)
    tag.save()
    names[name_key(tag.name)] = tag
    for synonym in _cleaned(names, tag, synonyms):
        TagName.objects.create(tag=tag, name=synonym)
        names[name_key(synonym)] = tag
    add_names_in_brackets(names, tag)
    TagChange.objects.create(tag=tag, kind=ChangeKind.CREATE, after={"name": tag.name}, by=by)
    return tag


@transaction.atomic
def rename_tag(*, by: Person, tag: Tag, name: str) -> Tag:
    """Gives a tag another name and returns it. Its old name stays a synonym, its old address leads to the new one.

    Raises Refused, TagError or NameTaken as `create_tag`, MergedMeanwhile for a tag that counts as another one.
    """
    names, tag = _locked(by, tag)
    name = clean_name(name)
    if name == tag.name:
        return tag
    claim(names, name, tag)
    before = {"name": tag.name, "slug": tag.slug, "was_synonym": _forget_name(tag, name)}
    if name_key(name) != name_key(tag.name):
        TagName.objects.create(tag=tag, name=tag.name)
    move(tag, name=name, slug=free_slug_for(name, tag))
    added = add_names_in_brackets(names, tag)
    after = {"name": tag.name, "slug": tag.slug, "added": added}
    TagChange.objects.create(tag=tag, kind=ChangeKind.RENAME, before=before, after=after, by=by)
    return tag


@transaction.atomic
def describe_tag(*, by: Person, tag: Tag, description: str) -> Tag:
    """Says in a sentence or two what a tag is for, and returns it. Raises Refused, TagError or MergedMeanwhile."""
    _names, tag = _locked(by, tag)
    description = clean_description(description)
    if description == tag.description:
        return tag
    before, after = {"description": tag.description}, {"description": description}
    tag.description = description
    tag.save(update_fields=["description"])
    TagChange.objects.create(tag=tag, kind=ChangeKind.DESCRIBE, before=before, after=after, by=by)
    return tag


@transaction.atomic
def set_synonyms(*, by: Person, tag: Tag, synonyms: Iterable[str]) -> Tag:
    """Makes these the other names of a tag and returns it; empty lines, repetitions and its own name do not count.

    Raises Refused or MergedMeanwhile, TagError for too many, NameTaken when one means another tag.
    """
    names, tag = _locked(by, tag)
    wanted = {name_key(name): name for name in _cleaned(names, tag, synonyms)}
    had = {row.key: row for row in TagName.objects.filter(tag=tag)}
    before = [row.name for row in had.values()]
    if sorted(wanted.values()) == sorted(before):
        return tag
    TagName.objects.filter(tag=tag).exclude(key__in=list(wanted)).delete()
    for key, name in wanted.items():
        TagName.objects.update_or_create(key=key, defaults={"tag": tag, "name": name})
    after = list(wanted.values())
    TagChange.objects.create(tag=tag, kind=ChangeKind.ALIAS, before={"names": before}, after={"names": after}, by=by)
    return tag


@transaction.atomic
def change_tag(*, by: Person, tag: Tag, name: str, description: str, synonyms: Iterable[str]) -> Tag:
    """Brings a tag to what a form says, all or nothing, and returns it; each difference is a change of its own.

    Raises what `describe_tag`, `set_synonyms` and `rename_tag` raise.
    """
    tag = describe_tag(by=by, tag=tag, description=description)
    tag = set_synonyms(by=by, tag=tag, synonyms=synonyms)
    return rename_tag(by=by, tag=tag, name=name)


def _locked(by: Person, tag: Tag) -> tuple[dict[str, Tag], Tag]:
    """Returns all names, and the tag as it stands, both locked; raises Refused for who does not keep it."""
    names = lock_names()
    tag = as_locked(names, tag)
    if not may_keep(by, tag):
        raise Refused(only_keepers())
    return names, tag


def _cleaned(names: dict[str, Tag], tag: Tag, synonyms: Iterable[str]) -> list[str]:
    """Returns synonyms as names, each once. What means the tag already is left out: its name, those of merged ones."""
    wanted: dict[str, str] = {}
    for typed in synonyms:
        if not typed.strip():
            continue
        name = clean_name(typed, field="synonyms")
        owner = names.get(name_key(name))
        if name_key(name) == name_key(tag.name) or (owner and tag.pk and owner.merged_into_id == tag.pk):
            continue
        claim(names, name, tag, field="synonyms")
        wanted.setdefault(name_key(name), name)
    if len(wanted) > MOST_SYNONYMS:
        said = _("A topic may have at most %(most)d synonyms. Keep those that people type.")
        raise TagError(said % {"most": MOST_SYNONYMS}, field="synonyms", status=422)
    return list(wanted.values())


def _forget_name(tag: Tag, name: str) -> bool:
    """Takes a name off a tag's synonyms; returns whether it was one."""
    removed, _rows = TagName.objects.filter(tag=tag, key=name_key(name)).delete()
    return bool(removed)
