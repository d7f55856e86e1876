"""Doors for templates."""

from community.base.doors import template_functions
from resources.rendering import cover_shown, safe_html

template_functions.register("rich_text", safe_html)
template_functions.register("cover_shown", cover_shown)
