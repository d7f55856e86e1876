"""What a text still needs before it can be sent to the editors, in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.base import clock
from resources.editing import raw_body
from resources.models import ArticlePage

_LONGEST = {("heading", "text"): 160, ("image", "caption"): 300, ("quote", "text"): 1000, ("quote", "source"): 160}


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing to do before sending: the name of the field it is about, and the sentence."""

    field: str
    sentence: str


def missing_in(page: ArticlePage) -> list[Missing]:
    """Returns what an article still needs, in the order of the form; empty when it can be sent."""
    return [*_missing_facts(page), *_wrong_dates(page), *_missing_in_text(page), *_nothing_new(page)]


def _missing_facts(page: ArticlePage) -> Iterator[Missing]:
    if not page.title.strip():
        yield Missing("title", _("Give it a title."))
    if not page.summary.strip():
        yield Missing("summary", _("Write the summary: two or three sentences that say what others can learn here."))
    if page.space_id is None:
        yield Missing("space", _("Choose the network that the text belongs to."))
    if not page.tags.all():
        yield Missing("tags", _("Choose at least one topic, so that others find the text."))
    if page.cover_id and not page.cover_alt.strip():
        yield Missing("cover_alt", _("Describe the cover for those who do not see it."))
    if not page.problem.strip():
        yield Missing("problem", _("Say which problem the city had."))
    if not page.solution.strip():
        yield Missing("solution", _("Say what the city did about it."))


def _wrong_dates(page: ArticlePage) -> Iterator[Missing]:
    if page.reviewed_on and page.reviewed_on > timezone.localdate(clock.now()):
        yield Missing("reviewed_on", _("The day on which it was checked lies in the future."))
    if page.reviewed_on and page.review_due and page.review_due <= page.reviewed_on:
        yield Missing("review_due", _("The day of the next check must come after the last one."))


def _missing_in_text(page: ArticlePage) -> Iterator[Missing]:
    rows = raw_body(page)
    if not any(row["type"] not in ("heading", "image") for row in rows):
        yield Missing("body", _("Write the text: it is still empty."))
    undescribed = sum(row["type"] == "image" and not _is_described(row["value"]) for row in rows)
    if undescribed:
        yield Missing(
            "body",
            ngettext(
                "%(n)d picture in the text has no description. Say what it shows, or mark it as decoration.",
                "%(n)d pictures in the text have no description. Say what they show, or mark them as decoration.",
                undescribed,
            )
            % {"n": undescribed},
        )
    for row in rows:
        for (sort, name), most in _LONGEST.items():
            words = row["value"].get(name) if row["type"] == sort and isinstance(row["value"], dict) else None
            if words and len(words) > most:
                yield Missing("body", _too_long(sort, words, most))


def _is_described(value: dict[str, Any]) -> bool:
    image = value.get("image")
    return isinstance(image, dict) and bool(image.get("decorative") or str(image.get("alt_text") or "").strip())


def _too_long(sort: str, words: str, most: int) -> str:
    begins = {"begins": words[:40], "most": most}
    if sort == "heading":
        return _("The heading “%(begins)s…” is longer than %(most)d signs. Shorten it.") % begins
    if sort == "image":
        return _("The words under a picture, “%(begins)s…”, are longer than %(most)d signs. Shorten them.") % begins
    return _("The quotation “%(begins)s…” is longer than %(most)d signs. Shorten it.") % begins


def _nothing_new(page: ArticlePage) -> Iterator[Missing]:
    if page.live and not page.has_unpublished_changes:
        yield Missing("title", _("Nothing has changed since it was published: there is nothing to send."))
