"""Registrations: delivery by the clock, and what is given up."""

from datetime import timedelta

from community.base.mail import refusals
from community.base.rounds import Round, rounds
from community.letters.actions.delivering import deliver_due
from community.letters.actions.scheduling import drop_hopeless
from community.letters.waiting import takes_no_mail

rounds.register("letters.deliver", Round(timedelta(seconds=30), deliver_due))
rounds.register("letters.drop", Round(timedelta(hours=24), drop_hopeless))
refusals.register("letters", takes_no_mail)
