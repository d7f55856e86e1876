"""How much one person publishes: counted from what they have written, before anything is stored."""

import re
from datetime import datetime, timedelta
from math import ceil

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.base import clock
from community.people.models import Person
from community.spaces.models import Space
from community.spaces.rules import standing_of
from forum.actions.errors import ForumError
from forum.limits import DAY, HOUR, KNOWN, NEW_FOR, NEW_UNTIL, NEWCOMER, Limits
from forum.models import Draft, Post, Thread

_LINK = re.compile(r"(?:https?://|www\.)[^\s<>()\[\]\"']+", re.IGNORECASE)


class LimitReached(ForumError):
    """Somebody publishes faster than the limits allow (429), or a text holds too many links (422)."""


def check_limits(author: Person, space: Space, *, text: str, starts_thread: bool) -> None:
    """Raises LimitReached, with how long to wait, for who publishes too fast or links too much.

    Facilitators of the space have no limits. Two queries for a reply, three for a thread, however much was written.
    """
    if not settings.POSTING_LIMITS or standing_of(author).leads(space.pk):
        return
    now = clock.now()
    posts = list(
        Post.objects.filter(author=author)
        .order_by("-created_at")
        .values_list("created_at", flat=True)[: KNOWN.posts_an_hour]
    )
    rows = Draft.objects.filter(author=author, held_at__gt=now - DAY).values_list("held_at", "thread")
    held = [(at, thread) for at, thread in rows if at]
    limits = _limits_of(author, len(posts))
    _check_links(text, limits)
    sent = sorted([*posts, *(at for at, _thread in held)], reverse=True)
    _check_pace(sent, most=limits.posts_an_hour, within=HOUR)
    if starts_thread:
        newest = Thread.objects.filter(author=author).order_by("-created_at").values_list("created_at", flat=True)
        started = [*newest[: limits.threads_a_day], *(at for at, thread in held if thread is None)]
        _check_pace(sorted(started, reverse=True), most=limits.threads_a_day, within=DAY)


def check_links(editor: Person, space: Space, *, text: str, before: str) -> None:
    """Raises LimitReached for a changed text with more links than its editor may publish, and than it had before.

    No query for a text with few links, one otherwise.
    """
    if links_in(text) <= max(NEWCOMER.links_a_post, links_in(before)):
        return
    if settings.POSTING_LIMITS and not standing_of(editor).leads(space.pk):
        written = Post.objects.filter(author=editor).order_by()[:NEW_UNTIL].count()
        _check_links(text, _limits_of(editor, written))


def links_in(text: str) -> int:
    """Returns how many different addresses outside this community a text holds."""
    ours = tuple(f"{settings.SITE_URL}{sign}" for sign in "/?#")
    return len({link for link in _LINK.findall(text) if not f"{link}/".startswith(ours)})


def _limits_of(author: Person, posts: int) -> Limits:
    """Returns the limits of somebody who has written so many posts."""
    is_new = posts < NEW_UNTIL or author.joined_at > clock.now() - NEW_FOR
    return NEWCOMER if is_new else KNOWN


def _check_links(text: str, limits: Limits) -> None:
    most, has = limits.links_a_post, links_in(text)
    if has <= most:
        return
    said = ngettext(
        "A text may hold %(most)d link, and here are %(has)d. Leave out some, or split the text.",
        "A text may hold %(most)d links, and here are %(has)d. Leave out some, or split the text.",
        most,
    )
    if limits is NEWCOMER:
        said = ngettext(
            "While you are new here, a text may hold %(most)d link, and here are %(has)d. Leave out some.",
            "While you are new here, a text may hold %(most)d links, and here are %(has)d. Leave out some.",
            most,
        )
    raise LimitReached(said % {"most": most, "has": has}, status=422)


def _check_pace(sent: list[datetime], *, most: int, within: timedelta) -> None:
    """Raises LimitReached when `most` of these moments, the newest first, lie within the last hour or day."""
    if len(sent) < most:
        return
    wait = sent[most - 1] + within - clock.now()
    if wait > timedelta():
        said = _("You have written a lot in a short time. Your text is kept: send it in %(wait)s.")
        raise LimitReached(said % {"wait": _duration(wait)}, status=429)


def _duration(wait: timedelta) -> str:
    """Returns a time to wait in words, rounded up: minutes within an hour, hours beyond."""
    minutes = max(1, ceil(wait / timedelta(minutes=1)))
    if minutes <= 60:
        return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    hours = ceil(minutes / 60)
    return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
