"""Doors for templates."""

from community.base.doors import template_functions
from resources.cms.previews import shown_block
from resources.rendering import safe_html

template_functions.register("rich_text", safe_html)
template_functions.register("shown_block", shown_block)
