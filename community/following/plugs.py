"""Registrations: digests, who wants to hear nothing of whom, and the doors for templates."""

from datetime import timedelta

from django.utils.translation import pgettext

from community.base.rounds import Round, rounds
from community.following import jinja
from community.following.digests.scheduling import RHYTHMS, schedule_digests
from community.following.digests.wishes import digest_stream
from community.following.queries import ignored_by, who_muted_person
from community.following.succession import copy_follows, count_follows
from community.letters.streams import streams
from community.notifications.kinds import silencers
from community.spaces.standing import ignored_people
from community.spaces.succession import Part, parts

__all__ = ["jinja"]

for _name in RHYTHMS:
    streams.register(_name, digest_stream(_name))
rounds.register("following.digests", Round(timedelta(minutes=3), schedule_digests))

ignored_people.register("following", ignored_by)
silencers.register("following", who_muted_person)
parts.register("follows", Part(lambda: pgettext("part of a hand-over", "Follows"), count_follows, copy_follows))
