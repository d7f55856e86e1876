"""Registrations: digests, newcomers and leavers, who wants to hear nothing of whom, and the doors for templates."""

from datetime import timedelta

from django.utils.translation import pgettext

from community.base.rounds import Round, rounds
from community.following import jinja
from community.following.actions import WAITING, follow_by_joining, is_to_be_led, lead_newcomer, unfollow_by_leaving
from community.following.digests.reported import forget_old
from community.following.digests.scheduling import RHYTHMS, schedule_digests
from community.following.digests.wishes import digest_stream
from community.following.models import Welcome
from community.following.queries import ignored_by
from community.following.silence import muted_of, silent
from community.following.succession import copy_follows, count_follows
from community.letters.streams import streams
from community.notifications.kinds import muters, silencers
from community.people.backends import count_of, person_counters
from community.spaces.joining import FirstPage, arrivals, departures, first_pages
from community.spaces.standing import ignored_people
from community.spaces.succession import Part, parts

__all__ = ["jinja"]

for _name in RHYTHMS:
    streams.register(_name, digest_stream(_name))
rounds.register("following.digests", Round(timedelta(minutes=3), schedule_digests))
rounds.register("following.reported", Round(timedelta(hours=24), forget_old))

arrivals.register("following", follow_by_joining)
departures.register("following", unfollow_by_leaving)
first_pages.register("following", FirstPage(lead_newcomer, waits=is_to_be_led))
person_counters.register(WAITING, count_of(Welcome.objects.filter(at=None)))
ignored_people.register("following", ignored_by)
silencers.register("following", silent)
muters.register("following", muted_of)
parts.register("follows", Part(lambda: pgettext("part of a hand-over", "Follows"), count_follows, copy_follows))
