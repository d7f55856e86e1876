"""The addresses at the foot of a letter: how one stops it, and where one chooses more finely."""

from dataclasses import dataclass

from django.conf import settings
from django.utils import translation

from community.base.languages import localised
from community.letters.streams import streams
from community.letters.tokens import stop_token
from community.people.models import Person


@dataclass(frozen=True, slots=True)
class Links:
    """Where a person stops a stream without signing in, and where they choose what they get. Absolute."""

    stop: str
    settings: str


def links_for(person: Person, stream: str) -> Links:
    """Returns the addresses for a letter of a stream, in the person's language."""
    with translation.override(person.language):
        stop = settings.SITE_URL + localised(f"/listy/{stop_token(person.pk, stream)}/")
        return Links(stop, settings.SITE_URL + localised(streams[stream].settings_url))
