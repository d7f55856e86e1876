"""Registrations: who wants to hear nothing of whom, and the doors for templates."""

from django.utils.translation import pgettext

from community.following import jinja
from community.following.actions import follow_by_joining, lead_newcomer, unfollow_by_leaving
from community.following.queries import ignored_by
from community.following.silence import muted_of, silent
from community.following.succession import copy_follows, count_follows
from community.notifications.kinds import muters, silencers
from community.spaces.joining import arrivals, departures, first_pages
from community.spaces.standing import ignored_people
from community.spaces.succession import Part, parts

__all__ = ["jinja"]

arrivals.register("following", follow_by_joining)
departures.register("following", unfollow_by_leaving)
first_pages.register("following", lead_newcomer)
ignored_people.register("following", ignored_by)
silencers.register("following", silent)
muters.register("following", muted_of)
parts.register("follows", Part(lambda: pgettext("part of a hand-over", "Follows"), count_follows, copy_follows))
