"""Doors for templates."""

from community.base.doors import template_functions
from resources.queries.structured import page_structured_data
from resources.rendering import safe_html

template_functions.register("page_structured_data", page_structured_data)
template_functions.register("rich_text", safe_html)
