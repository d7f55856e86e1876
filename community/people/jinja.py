"""Doors for templates."""

from community.base.doors import template_functions
from community.people.demo_accounts import demo_accounts, demo_password

template_functions.register("demo_accounts", demo_accounts)
template_functions.register("demo_password", demo_password)
