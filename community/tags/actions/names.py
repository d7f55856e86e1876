"""Names and addresses of tags: what a name may be, that it means one tag only, and which address it gives.

A name is unique among the names and synonyms of all tags, however it is spelled. Two tables hold them, so whoever
changes a name first locks the whole vocabulary: it is small, and changed a few times a week.
"""

import re

from django.utils.translation import gettext as _

from community.base.language import normal
from community.tags.actions.errors import MergedMeanwhile, NameTaken, TagError
from community.tags.models import LONGEST_NAME, FormerSlug, Tag, TagName, name_key

LONGEST_DESCRIPTION = 500
MOST_SYNONYMS = 30
# /tematy/<word>/ leads to a tag, except for these.
_NO_ADDRESSES = frozenset({"podpowiedzi"})
_SEPARATES = re.compile(r"[,;\n\r\t]")
_IN_BRACKETS = re.compile(r"\(([^()]+)\)")
# Control signs, and those that turn the direction of a text around.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def clean_name(name: str, *, field: str = "name") -> str:
    """Returns a name on one line; raises TagError for one that nobody could type into a list of tags."""
    plain = _UNPRINTABLE.sub(" ", normal(name)).strip().lstrip("#")
    if _SEPARATES.search(plain):
        raise TagError(_("A name has no comma or semicolon in it: they separate topics."), field=field, status=422)
    plain = " ".join(plain.split())
    if not re.search(r"\w", plain):
        raise TagError(_("Give the topic a name: a word or a few."), field=field, status=422)
    if len(plain) > LONGEST_NAME:
        said = _("“%(name)s…” is too long: a name has at most %(most)d characters.")
        raise TagError(said % {"name": plain[:40], "most": LONGEST_NAME}, field=field, status=422)
    return plain


def clean_description(description: str) -> str:
    """Returns a description on one line; raises TagError for one that is too long."""
    plain = " ".join(_UNPRINTABLE.sub(" ", normal(description)).split())
    if len(plain) > LONGEST_DESCRIPTION:
        said = _("The description may have at most %(most)d characters: one or two sentences.")
        raise TagError(said % {"most": LONGEST_DESCRIPTION}, field="description", status=422)
    return plain


def lock_names() -> dict[str, Tag]:
    """Returns the tag of every name and synonym, by folded name, locked until the transaction ends. Two queries."""
    tags = {tag.pk: tag for tag in Tag.objects.select_for_update(no_key=True).order_by("pk")}
    names = {key: tags[tag_id] for key, tag_id in TagName.objects.values_list("key", "tag_id") if tag_id in tags}
    return names | {name_key(tag.name): tag for tag in tags.values()}


def as_locked(names: dict[str, Tag], tag: Tag) -> Tag:
    """Returns a tag as it stands under the lock; raises MergedMeanwhile when it is none of its own any more."""
    current = next((locked for locked in names.values() if locked.pk == tag.pk), None)
    if current is None or current.merged_into_id:
        raise MergedMeanwhile
    return current


def claim(names: dict[str, Tag], name: str, tag: Tag | None, *, field: str = "name") -> None:
    """Raises NameTaken when a name means another tag than this one."""
    owner = names.get(name_key(name))
    if owner is not None and (tag is None or owner.pk != tag.pk):
        raise NameTaken(name, owner, field=field)


def add_names_in_brackets(names: dict[str, Tag], tag: Tag) -> list[str]:
    """Makes what a tag's name holds in brackets its synonyms, where they mean nothing else; returns those added."""
    inside = [part.strip() for part in _IN_BRACKETS.findall(tag.name) if re.search(r"\w", part)]
    added = [name for name in dict.fromkeys(inside) if name_key(name) not in names]
    for name in added:
        TagName.objects.create(tag=tag, name=name)
    return added


def free_slug_for(name: str, tag: Tag) -> str:
    """Returns the address of a name: one that no other tag has or had."""
    candidate, number = tag.slugify(name), 1
    while _is_taken(candidate, tag):
        number += 1
        candidate = tag.slugify(name, number)
    return candidate


def move(tag: Tag, *, name: str, slug: str) -> None:
    """Gives a tag its name and address; the address it had leads to the new one from now on."""
    if slug != tag.slug:
        FormerSlug.objects.filter(slug=slug, tag=tag).delete()
        FormerSlug.objects.get_or_create(slug=tag.slug, defaults={"tag": tag})
    tag.name, tag.slug = name, slug
    tag.save(update_fields=["name", "slug", "sort_key"])


def _is_taken(slug: str, tag: Tag) -> bool:
    others = Tag.objects.filter(slug=slug).exclude(pk=tag.pk)
    had = FormerSlug.objects.filter(slug=slug).exclude(tag_id=tag.pk)
    return slug in _NO_ADDRESSES or others.exists() or had.exists()
