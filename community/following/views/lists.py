"""What one follows, by sort, with the next letter that it leads to; and whom one wants to hear nothing of."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import pgettext

from community.base.http import methods, signed_in
from community.following.digests import preview_of
from community.following.models import FOLLOWED
from community.following.queries.lists import (
    PARTS,
    follow_counts,
    follow_parts,
    follows_of,
    level_words,
    part_label,
)
from community.following.queries.quiet import quiet_people as quiet_people_of
from community.people.requests import MemberRequest


@dataclass(frozen=True, slots=True)
class Tab:
    """One way of looking at the list."""

    label: str
    url: str
    current: bool
    count: int | None = None


@methods("GET")
@signed_in
def follows(request: MemberRequest) -> HttpResponse:
    """Shows what one follows or has muted: a few of each sort, or one sort (`co`), of one level (`poziom`)."""
    word, level = request.GET.get("co", ""), request.GET.get("poziom", "")
    word, level = word if word in PARTS else "", level if level in FOLLOWED else ""
    counts = follow_counts(request.user, level=level)
    context = {
        "parts": [] if word else follow_parts(request.user, counts, level=level),
        "word": word,
        "level": level,
        "labels": {name: part_label(name) for name in PARTS},
        "sorts": _tabs(counts, word, level),
        "levels": _levels(word, level),
        "page": follows_of(request.user, word=word, level=level, token=request.GET.get("od", "")) if word else None,
        "base": _address(word, level),
        "letters": [] if word or level else preview_of(request.user),
    }
    return render(request, "following/follows.html", context)


@methods("GET")
@signed_in
def quiet_people(request: MemberRequest) -> HttpResponse:
    """Shows whom one has muted or ignores, each with a button that undoes it."""
    return render(request, "following/quiet_people.html", {"people": quiet_people_of(request.user)})


def _tabs(counts: dict[str, int], word: str, level: str) -> list[Tab]:
    """Returns the sorts that there are, and the one that is looked at even when it is empty."""
    shown = [name for name in PARTS if name in counts or name == word]
    every = Tab(pgettext("what one follows", "Everything"), _address("", level), not word)
    return [every, *(Tab(part_label(name), _address(name, level), name == word, counts.get(name, 0)) for name in shown)]


def _levels(word: str, level: str) -> list[Tab]:
    every = Tab(pgettext("what one follows", "However closely"), _address(word, ""), not level)
    return [every, *(Tab(label, _address(word, name), name == level) for name, label in level_words().items())]


def _address(word: str, level: str) -> str:
    query = urlencode([(name, value) for name, value in (("co", word), ("poziom", level)) if value])
    path = reverse("follows")
    return f"{path}?{query}" if query else path
