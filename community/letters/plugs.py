"""Registrations: delivery by the clock in a lane of its own, what is given up, and the doors for templates."""

from datetime import timedelta

from community.base.mail import refusals
from community.base.rounds import MAIL, Round, rounds
from community.letters import jinja
from community.letters.actions.delivering import deliver_due
from community.letters.actions.scheduling import drop_hopeless
from community.letters.waiting import takes_no_mail

__all__ = ["jinja"]

rounds.register("letters.deliver", Round(timedelta(seconds=15), deliver_due, lane=MAIL))
rounds.register("letters.drop", Round(timedelta(hours=24), drop_hopeless))
refusals.register("letters", takes_no_mail)
