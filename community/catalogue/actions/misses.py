"""Counting what was looked for and not found, for facilitators. Nobody's name, address or number gets in here."""

import re

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from community.base.language import is_common_word, is_stop_word, lemmas_of, name_readings, normal, words
from community.catalogue.models import KnownLemma, Miss

MOST_KEPT = 2_000
_LONGEST = 120
_MOST_WORDS = 6
_TELLING = 4  # shorter words alone say nothing: the rest of “4000 zł”
_PERSONAL = re.compile(r"@|\d{5,}|\d[\d \-]{6,}\d")


def count_miss(text: str) -> None:
    """Counts a query that found nothing. Numbers are left out; a query that may hold an address or a name is not kept:

    all its words must be in the dictionary, none of them may be somebody's name unless our texts have it as a word,
    and there may be six of them. One query more than counting.
    """
    text = normal(text)
    if _PERSONAL.search(text):
        return
    found = [match[0].lower() for match in words(text) if match[0].isalpha() and not is_stop_word(match[0])]
    if (
        not 0 < len(found) <= _MOST_WORDS
        or max(map(len, found)) < _TELLING
        or not all(is_common_word(word) for word in found)
    ):
        return
    if _may_name_somebody(found):
        return
    _count(" ".join(found)[:_LONGEST])


def _may_name_somebody(found: list[str]) -> bool:
    """Returns whether a word may be a name; nearly every word is a surname, so those that our texts have are not."""
    names = {word: lemmas_of(word) for word in found if name_readings(word)}
    lemmas = {lemma.lower() for readings in names.values() for lemma in readings}
    known = set(KnownLemma.objects.filter(lemma__in=lemmas).values_list("lemma", flat=True)) if lemmas else set()
    has_first_name = len(found) > 1 and any("imię" in name_readings(word) for word in found)
    return has_first_name or any(not {lemma.lower() for lemma in readings} & known for readings in names.values())


def _count(kept: str) -> None:
    if Miss.objects.filter(words=kept).update(times=F("times") + 1, last_at=timezone.now()):
        return
    try:
        with transaction.atomic():
            row = Miss.objects.create(words=kept, times=1, last_at=timezone.now())
    except IntegrityError:
        Miss.objects.filter(words=kept).update(times=F("times") + 1, last_at=timezone.now())
        return
    if row.pk % 100 == 0:
        _forget_rare()


def _forget_rare() -> None:
    kept = Miss.objects.order_by("-times", "-last_at", "-id").values("pk")[:MOST_KEPT]
    Miss.objects.exclude(pk__in=list(kept.values_list("pk", flat=True))).delete()
