"""Registrations: the signed-in person comes with the number of unread notifications, open pages keep it current, and
letters tell what was not read.
"""

from community.letters.streams import Stream, streams
from community.live.kinds import person_parts
from community.notifications import letters
from community.notifications.actions import INBOX
from community.notifications.models import unread
from community.notifications.streams import bells
from community.notifications.ways import NOTICES
from community.people.backends import count_of, person_counters

person_counters.register("unread_count", count_of(unread()))
person_parts.register(INBOX, bells)
streams.register(
    NOTICES,
    Stream(
        label=letters.label, list_id="powiadomienia", compose=letters.compose_notices, sent=letters.sent,
        is_on=letters.is_on, stop=letters.stop, restart=letters.restart, settings_url="/konto/powiadomienia/",
        rest=letters.rest,
    ),
)  # fmt: skip
