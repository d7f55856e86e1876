"""Doors for templates."""

from community.base.doors import template_functions
from resources.cms.previews import shown_block
from resources.queries.following_up import followed_by, practice_doors, recommendation_doors
from resources.queries.links import rich_text_for
from resources.queries.origins import origin_of
from resources.queries.structured import page_structured_data
from resources.queries.translating import other_language_of
from resources.rendering import cover_shown
from resources.rich_text import safe_html

template_functions.register("page_structured_data", page_structured_data)
template_functions.register("rich_text", rich_text_for)
template_functions.register("printed_text", safe_html)
template_functions.register("followed_by", followed_by)
template_functions.register("practice_doors", practice_doors)
template_functions.register("recommendation_doors", recommendation_doors)
template_functions.register("origin_of", origin_of)
template_functions.register("other_language_of", other_language_of)
template_functions.register("cover_shown", cover_shown)
template_functions.register("shown_block", shown_block)
