"""Merging two tags that mean the same: one counts as the other from then on, in lists, in counts and in search."""

from django.db import transaction
from django.utils.translation import gettext as _

from community.base.http import Refused
from community.people.models import Person
from community.tags.actions.errors import TagError
from community.tags.actions.names import as_locked, lock_names
from community.tags.models import ChangeKind, Tag, TagChange
from community.tags.rules import may_merge


@transaction.atomic
def merge_tags(*, by: Person, tag: Tag, into: Tag) -> Tag:
    """Makes a tag (and those merged into it before) count as another one, and returns that one.

    Nothing is tagged anew: the tag stays a row that points to the other, so undoing restores it exactly.
    Raises Refused for who does not keep both, TagError for one and the same, MergedMeanwhile for a merged one.
    """
    names = lock_names()
    tag, into = as_locked(names, tag), as_locked(names, into)
    if not may_merge(by, tag, into):
        raise Refused(_("Only who facilitates the networks of both topics can merge them."))
    if tag.pk == into.pk:
        raise TagError(_("These are one and the same topic. Choose another one."), field="into", status=422)
    followers = list(Tag.objects.filter(merged_into=tag).values_list("pk", flat=True))
    Tag.objects.filter(pk__in=[tag.pk, *followers]).update(merged_into=into)
    after = {"into": into.pk, "name": into.name}
    TagChange.objects.create(tag=tag, kind=ChangeKind.MERGE, before={"merged": followers}, after=after, by=by)
    return into
