"""Undoing a change of the vocabulary, for 30 days, as long as nothing later stands in the way."""

from collections.abc import Callable

from django.db import transaction
from django.utils.translation import gettext as _

from community.base import clock
from community.base.http import Refused
from community.people.models import Person
from community.tags.actions.errors import TagError
from community.tags.actions.names import claim, free_slug_for, lock_names, move
from community.tags.models import ChangeKind, Tag, TagChange, TagName, name_key
from community.tags.queries.history import undo_ends
from community.tags.rules import may_keep, only_keepers

Names = dict[str, Tag]


@transaction.atomic
def undo_change(*, by: Person, change: TagChange) -> Tag:
    """Takes a change back and returns its tag. Addresses that people have copied meanwhile still lead to it.

    Raises Refused for who does not keep the tag (after a merge: both), TagError when it was undone already, is older
    than 30 days, or something later stands in the way.
    """
    names = lock_names()
    change = TagChange.objects.select_for_update(of=("self",)).select_related("tag").get(pk=change.pk)
    tag, into = change.tag, change.tag.merged_into
    if not may_keep(by, tag) or (into is not None and not may_keep(by, into)):
        raise Refused(only_keepers())
    if change.undone_at:
        raise TagError(_("This change was undone already."))
    if undo_ends(change):
        raise TagError(
            _("This change is older than 30 days, so it cannot be undone any more. Change the topic instead.")
        )
    undo = _UNDO.get(change.kind)
    if undo is None:
        raise TagError(_("A new topic cannot be undone. Merge it into the one that should be used."))
    undo(names, tag, change)
    change.undone_at, change.undone_by = clock.now(), by
    change.save(update_fields=["undone_at", "undone_by"])
    return tag


def _undo_merge(names: Names, tag: Tag, change: TagChange) -> None:
    into = tag.merged_into_id
    if into is None:
        raise TagError(_("This topic is a topic of its own again already."))
    Tag.objects.filter(pk=tag.pk).update(merged_into=None)
    Tag.objects.filter(pk__in=change.before.get("merged", []), merged_into_id=into).update(merged_into=tag)
    tag.merged_into = None


def _undo_rename(names: Names, tag: Tag, change: TagChange) -> None:
    before, after = change.before, change.after
    if tag.merged_into_id:
        raise TagError(_("This topic was merged into another one since. Undo that first."))
    if tag.name != after["name"]:
        raise TagError(_("This topic was renamed again since. Undo that first."))
    claim(names, before["name"], tag)
    gone = {name_key(name) for name in (before["name"], *after.get("added", []))}
    TagName.objects.filter(tag=tag, key__in=gone).delete()
    if before.get("was_synonym"):
        TagName.objects.create(tag=tag, name=after["name"])
    move(tag, name=before["name"], slug=free_slug_for(before["name"], tag))


def _undo_description(names: Names, tag: Tag, change: TagChange) -> None:
    if tag.description != change.after["description"]:
        raise TagError(_("The description was changed again since. Undo that first."))
    tag.description = change.before["description"]
    tag.save(update_fields=["description"])


def _undo_synonyms(names: Names, tag: Tag, change: TagChange) -> None:
    """Takes away what was added, and brings back what was removed; what was changed otherwise since stays."""
    had, has = ({name_key(name): name for name in side["names"]} for side in (change.before, change.after))
    back = [name for key, name in had.items() if key not in has and key != name_key(tag.name)]
    for name in back:
        claim(names, name, tag)
    TagName.objects.filter(tag=tag, key__in=set(has) - set(had)).delete()
    for key, name in had.items():
        if key in has:
            TagName.objects.filter(tag=tag, key=key).update(name=name)
    for name in back:
        TagName.objects.get_or_create(key=name_key(name), defaults={"tag": tag, "name": name})


_UNDO: dict[str, Callable[[Names, Tag, TagChange], None]] = {
    ChangeKind.RENAME: _undo_rename,
    ChangeKind.MERGE: _undo_merge,
    ChangeKind.DESCRIBE: _undo_description,
    ChangeKind.ALIAS: _undo_synonyms,
}
