"""Who wants which digest: the weekly one and the daily one are switched on and off by themselves.

What one follows stays as it is, so that a digest that is switched on again tells of the same as before.
"""

from collections.abc import Callable
from functools import partial

from django.utils.translation import gettext as _

from community.following.digests.letters import compose_digests, sent
from community.following.digests.scheduling import RHYTHMS, WEEKLY
from community.letters.streams import Stream
from community.notifications.models import Preference
from community.people.models import Person

SETTINGS_URL = "/konto/powiadomienia/"
BATCH = 200  # letters composed at once: what goes out in a minute


def is_on(person: Person, *, stream: str) -> bool:
    """Returns whether a person has not stopped a digest. One query. What they follow says whether there is one."""
    return not Preference.objects.filter(person=person, **{RHYTHMS[stream].wish: False}).exists()


def _set(person: Person, *, stream: str, wanted: bool) -> None:
    Preference.objects.update_or_create(person=person, defaults={RHYTHMS[stream].wish: wanted})


def _label(stream: str) -> str:
    return _("Weekly digest") if stream == WEEKLY else _("Daily digest")


def digest_stream(stream: str) -> Stream:
    """Returns a digest as a stream of letters."""
    label: Callable[[], str] = partial(_label, stream)
    return Stream(
        label=label,
        list_id="digest-weekly" if stream == WEEKLY else "digest-daily",
        compose=compose_digests,
        sent=sent,
        is_on=partial(is_on, stream=stream),
        stop=partial(_set, stream=stream, wanted=False),
        restart=partial(_set, stream=stream, wanted=True),
        settings_url=SETTINGS_URL,
        batch=BATCH,
    )
