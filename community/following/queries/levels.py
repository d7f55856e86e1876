"""How closely somebody follows one thing."""

from collections.abc import Collection

from django.db.models import BigIntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from community.following.models import STRONGEST_FIRST, Follow, Target
from community.tags.models import Tag


def strongest(levels: Collection[str]) -> str:
    """Returns the wish that holds among several about one thing: muting, else the closest; nothing for none."""
    return next((level for level in STRONGEST_FIRST if level in levels), "")


def level_of(person_id: int | None, *, target: str, target_id: int) -> str:
    """Returns a person's level for a target, or an empty string. One query.

    A tag counts with those merged into it.
    """
    if person_id is None:
        return ""
    rows = Follow.objects.filter(about(target, target_id), person_id=person_id)
    return strongest(set(rows.values_list("level", flat=True)))


def about(target: str, target_id: int) -> Q:
    """Returns the filter for wishes about a target; those about tags merged into it are among them."""
    if target != Target.TAG:
        return Q(target=target, target_id=target_id)
    merged = Tag.objects.filter(merged_into=target_id).values("pk")
    return Q(target=target) & (Q(target_id=target_id) | Q(target_id__in=merged))


def levels_of_tags(person_id: int) -> dict[int, str]:
    """Returns a person's level for each tag that they follow or have muted, by id; merged ones as what they count as.

    One query.
    """
    found: dict[int, set[str]] = {}
    for tag_id, level, _row in tag_wishes(person_id):
        found.setdefault(tag_id, set()).add(level)
    return {tag_id: strongest(levels) for tag_id, levels in found.items()}


def tag_wishes(person_id: int) -> list[tuple[int, str, int]]:
    """Returns a person's wishes about tags: the tag that each counts as, the level, and the follow's id. One query."""
    merged = Tag.objects.filter(pk=OuterRef("target_id")).values("merged_into")[:1]
    rows = Follow.objects.filter(person_id=person_id, target=Target.TAG).order_by("pk")
    counted = rows.annotate(counts_as=Coalesce(Subquery(merged), "target_id", output_field=BigIntegerField()))
    return list(counted.values_list("counts_as", "level", "pk"))
