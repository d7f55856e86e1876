"""What the follow button says and offers: the state in words, one press to follow, and every other wish to choose."""

from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from community.base.typography import keep_short_words
from community.following.models import QUIET, Level, Target

# What one press follows at: a thread closely, whatever brings much in one letter a week.
DEFAULTS = {
    Target.ENTRY: Level.WATCH, Target.SPACE: Level.WEEKLY, Target.TAG: Level.WEEKLY, Target.PERSON: Level.WEEKLY,
    Target.SEARCH: Level.WEEKLY,
}  # fmt: skip
FORGET, MUTE, IGNORE = "forget", "mute", "ignore"
_WISHES = {
    "instant": Level.INSTANT, "watch": Level.WATCH, "daily": Level.DAILY, "weekly": Level.WEEKLY, MUTE: Level.MUTED,
    IGNORE: Level.IGNORED,
}  # fmt: skip
_LEVELS = ("watch", "instant", "daily", "weekly")


@dataclass(frozen=True, slots=True)
class Choice:
    """One wish: the word that is sent, what it is called, and a sentence that says what it brings."""

    value: str
    label: str
    sentence: str
    icon: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Offer:
    """What a button shows. `said` is empty where nothing is followed or muted; `first` is then sent by one press."""

    said: str
    icon: str
    tone: str
    first: str
    choices: tuple[Choice, ...]


def wishes_for(target: str) -> dict[str, Level | None]:
    """Returns what can be wished of a target, by the word that is sent; None forgets the wish. Empty for no target."""
    if target not in Target.values:
        return {}
    if target == Target.SEARCH:
        return {"daily": Level.DAILY, "weekly": Level.WEEKLY, FORGET: None}
    wishes: dict[str, Level | None] = {word: _WISHES[word] for word in (*_LEVELS, MUTE)}
    return wishes | ({IGNORE: Level.IGNORED} if target == Target.PERSON else {}) | {FORGET: None}


def offer_of(target: str, level: str, language: str) -> Offer:
    """Returns what the button for a target shows to whoever follows it at this level, in words of this language."""
    return _offer(target, level, language)


@lru_cache(200)
def _offer(target: str, level: str, _language: str) -> Offer:
    words = [word for word in wishes_for(target) if word != FORGET or level]
    choices = tuple(_choice(word, target, level) for word in words)
    if not level:
        return Offer("", "bell", "", DEFAULTS[Target(target)].value, choices)
    if level in QUIET:
        return Offer(_said(target)[level], "eye-off" if level == Level.IGNORED else "bell-off", "", "", choices)
    return Offer(_said(target)[level], "bell", "good", "", choices)


def _choice(word: str, target: str, level: str) -> Choice:
    if word == FORGET:
        return Choice(word, _stop(target, level), "", "x", False)
    icons = {MUTE: "bell-off", IGNORE: "eye-off", "instant": "mail", "watch": "bell"}
    label, sentence = _words(target)[word]
    return Choice(word, label, keep_short_words(sentence), icons.get(word, "calendar"), _WISHES[word] == level)


def _said(target: str) -> dict[str, str]:
    is_person = target == Target.PERSON
    return {
        Level.WATCH: pgettext("follow level", "You follow: in the app"),
        Level.INSTANT: pgettext("follow level", "You follow: at once, by mail too"),
        Level.DAILY: pgettext("follow level", "You follow: daily digest"),
        Level.WEEKLY: pgettext("follow level", "You follow: weekly digest"),
        Level.MUTED: pgettext("person", "Muted by you") if is_person else pgettext("follow level", "Muted for you"),
        Level.IGNORED: pgettext("person", "Ignored by you"),
    }


def _words(target: str) -> dict[str, tuple[str, str]]:
    """Returns what each wish is called, and what it brings."""
    is_entry, is_person = target == Target.ENTRY, target == Target.PERSON
    return {
        "watch": (
            pgettext("follow level", "In the app"),
            _("A notification for each reply.") if is_entry else _("A notification for each new thread and page."),
        ),
        "instant": (
            pgettext("follow level", "At once, by mail too"),
            _("A notification, and a letter if you have not read it in a few minutes."),
        ),
        "daily": (
            pgettext("follow level", "Daily digest"),
            _("Only in the letter that sums up the day."),
        ),
        "weekly": (
            pgettext("follow level", "Weekly digest"),
            _("Only in the letter that sums up the week."),
        ),
        MUTE: (
            pgettext("follow", "Mute"),
            _("You are told of nothing that they do. They do not learn of it.")
            if is_person
            else _("You are told of nothing here, whatever else you follow, even when somebody mentions you."),
        ),
        IGNORE: (
            pgettext("follow", "Ignore"),
            _("What they write is folded away as well, and left out of your lists. They do not learn of it."),
        ),
    }  # fmt: skip


def _stop(target: str, level: str) -> str:
    if target == Target.SEARCH:
        return pgettext("saved search", "Delete this search")
    if level == Level.MUTED:
        return pgettext("follow", "Unmute")
    return pgettext("follow", "Stop ignoring") if level == Level.IGNORED else pgettext("follow", "Stop following")
