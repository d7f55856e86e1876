"""Signed words in letters: they say who and which stream, work without signing in, and cannot be guessed or changed."""

import hmac
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from django.conf import settings
from django.core import signing

_SALT = "community.letters.stop"
VALID_FOR = timedelta(days=120)


class TokenInvalid(Exception):
    """A token was changed, cut, or made for another purpose."""


class TokenExpired(Exception):
    """A token is older than 120 days."""


@dataclass(frozen=True, slots=True)
class Meant:
    """Whose letters of which stream a token is about."""

    person_id: int
    stream: str


def stop_token(person_id: int, stream: str) -> str:
    """Returns the signed word by which a letter can be stopped."""
    return signing.dumps([person_id, stream], salt=_SALT)


def read_stop_token(token: str) -> Meant:
    """Returns what a token means. Raises TokenExpired and TokenInvalid."""
    try:
        person_id, stream = signing.loads(token, salt=_SALT, max_age=VALID_FOR)
    except signing.SignatureExpired as problem:
        raise TokenExpired from problem
    except (signing.BadSignature, ValueError, TypeError) as problem:
        raise TokenInvalid from problem
    return Meant(int(person_id), str(stream))


def message_id(person_id: int, stream: str, key: str) -> str:
    """Returns the Message-ID of a letter: the same for the same letter, whoever sends it and however often."""
    word = hmac.new(settings.SECRET_KEY.encode(), f"{person_id} {stream} {key}".encode(), sha256).hexdigest()[:32]
    return f"<{stream}.{word}@{settings.MAIL_DOMAIN}>"


def thread_id(person_id: int, thread: str) -> str:
    """Returns the Message-ID of a letter that was never sent, to which all about one thing refer."""
    return message_id(person_id, "thread", thread)
