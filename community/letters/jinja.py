"""Doors for templates."""

from community.base.doors import template_functions
from community.letters.queries.own_mail import mail_fault, resting_letters

template_functions.register("mail_fault", mail_fault)
template_functions.register("resting_letters", resting_letters)
