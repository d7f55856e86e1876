"""Every name of every tag as search reads it, so that a name stands for all the others."""

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from community.base.language import is_stop_word, normal, tokens_of, words
from community.tags.models import Tag, TagName


@dataclass(frozen=True)
class TagNames:
    """A tag with its merged ones: their ids, and every name as the tokens of its words."""

    ids: tuple[int, ...]
    names: tuple[tuple[frozenset[str], ...], ...]


def vocabulary() -> list[TagNames]:
    """Returns every tag with all its names, merged tags under the one they count as. One query."""
    rows = Tag.objects.values_list("pk", "merged_into_id", "name").union(
        TagName.objects.values_list("tag_id", "tag__merged_into_id", "name"), all=True
    )
    ids: dict[int, set[int]] = defaultdict(set)
    names: dict[int, dict[tuple[frozenset[str], ...], None]] = defaultdict(dict)
    for tag_id, merged_into, name in sorted(rows):  # the order decides whose name a word is that two tags share
        counts_as = merged_into or tag_id
        ids[counts_as].add(tag_id)
        if reading := read_name(name):
            names[counts_as][reading] = None
    return [TagNames(tuple(sorted(ids[key])), tuple(names[key])) for key in ids]


@lru_cache(5_000)
def read_name(name: str) -> tuple[frozenset[str], ...]:
    """Returns the tokens of a name's words; what stands in brackets is another name, not a part of this one."""
    plain = normal(name).split("(")[0]
    return tuple(tokens_of(match[0]) for match in words(plain) if not is_stop_word(match[0]))


def present_slug(slug: str) -> str:
    """Returns the address word that a tag has today, given one that it or a tag merged into it has or had; else itself.

    One query, two for a former one.
    """
    columns = ("slug", "merged_into__slug")
    own = Tag.objects.filter(slug=slug).values_list(*columns).first()
    row = own or Tag.objects.filter(former_slugs__slug=slug).values_list(*columns).first()
    return (row[1] or row[0]) if row else slug
