"""Doors for templates."""

from community.base.doors import template_functions
from community.catalogue.queries import latest_entries, space_entries, waiting_questions
from community.catalogue.queries.around import space_topics
from community.catalogue.queries.bookmarks import keeping

template_functions.register("keeping", keeping)
template_functions.register("latest_entries", latest_entries)
template_functions.register("space_entries", space_entries)
template_functions.register("waiting_questions", waiting_questions)
template_functions.register("space_topics", space_topics)
