"""Doors for templates."""

from community.base.doors import template_functions
from community.moderation.queries import open_count
from community.moderation.rules import may_see_decisions

template_functions.register("open_reports", open_count)
template_functions.register("may_see_decisions", may_see_decisions)
