"""What the live layer says to people when it refuses something, in the language of the socket."""

from collections.abc import Callable

from django.utils import translation
from django.utils.translation import gettext as _


def said(sentence: Callable[[], str], language: str) -> str:
    """Returns a sentence in a language."""
    with translation.override(language):
        return sentence()


def no_such_stream() -> str:
    """Unknown and foreign streams get the same words: who asks learns nothing."""
    return _("There is nothing to follow here, or it is only for members of its network or group.")


def no_longer_yours() -> str:
    """A membership has ended."""
    return _("You can no longer follow this. Reload the page.")


def signed_out() -> str:
    """The session is over."""
    return _("You have been signed out. Sign in again to see what is new.")


def too_many_streams() -> str:
    """More streams than a page needs."""
    return _("Too many things are followed at once. Reload the page.")


def too_many_sockets() -> str:
    """More open browsers than a person has."""
    return _("You have this site open in too many browsers. This one no longer updates by itself.")


def too_busy() -> str:
    """More frames a second than a browser of ours sends."""
    return _("Too many messages at once. Slow down.")


def too_long() -> str:
    """A frame of more than 16 KiB."""
    return _("This message is too long.")


def not_understood() -> str:
    """Not JSON, binary, or not a frame of ours."""
    return _("This message cannot be understood.")


def wrong_origin() -> str:
    """A page of another site."""
    return _("Live updates are only for pages of this site.")


def no_number() -> str:
    """`since` is not a number."""
    return _("Say from which number on: since must be a whole number.")


def not_found_now() -> str:
    """The database does not answer."""
    return _("Live updates are interrupted. They come back by themselves.")
