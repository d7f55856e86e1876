"""Registrations: delivery by the clock in a lane of its own, what is forgotten, and the doors for templates."""

from datetime import timedelta
from typing import Any

from allauth.account.signals import email_changed
from django.dispatch import receiver

from community.base.mail import refusals
from community.base.rounds import MAIL, Round, rounds
from community.letters import jinja
from community.letters.actions.addresses import forget_address
from community.letters.actions.delivering import deliver_due
from community.letters.actions.scheduling import drop_hopeless
from community.letters.waiting import takes_no_mail

__all__ = ["jinja"]

rounds.register("letters.deliver", Round(timedelta(seconds=15), deliver_due, lane=MAIL))
rounds.register("letters.drop", Round(timedelta(hours=24), drop_hopeless))
refusals.register("letters", takes_no_mail)


@receiver(email_changed)
def address_given_up(*, from_email_address: Any, **_sent: Any) -> None:
    """Somebody changed their address: faults of the old one are nobody's any more, and what waited goes to the new."""
    if from_email_address is not None:
        forget_address(from_email_address.email)
