"""What an editor compares: a page as readers see it, and as it would be."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from wagtail.fields import StreamField

from community.base.differences import Stretch, differences
from community.base.plain_text import plain_text
from resources.rendering import parts_of

_FIRST = ("title", "summary")


@dataclass(frozen=True, slots=True)
class Change:
    """A field that says something else than before."""

    label: str
    stretches: list[Stretch]


def changes_between(live: Any, draft: Any) -> list[Change]:
    """Returns what a draft says otherwise than the published page, field by field, the text last."""
    return [
        Change(label, differences(old, new))
        for (label, old), (_label, new) in zip(_facts(live), _facts(draft), strict=True)
        if old != new
    ]


def _facts(page: Any) -> Iterator[tuple[str, str]]:
    for name in _FIRST:
        field = page._meta.get_field(name)
        yield str(field.verbose_name), str(getattr(page, name))
    for field in page._meta.local_fields:
        if isinstance(field, StreamField) or field.name in _FIRST:
            continue
        if isinstance(field, models.CharField | models.TextField):
            words = str(getattr(page, f"get_{field.name}_display")() if field.choices else getattr(page, field.name))
            yield str(field.verbose_name), plain_text(words) if "<" in words else words
    yield str(page._meta.get_field("body").verbose_name), "\n".join(part.words for part in parts_of(page))
