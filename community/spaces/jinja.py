"""Doors for templates."""

from community.base.doors import template_functions
from community.spaces.queries.cities import size_words
from community.spaces.queries.spaces import networks, spaces_of
from community.spaces.queries.succession import own_seats

template_functions.register("networks", networks)
template_functions.register("own_seats", own_seats)
template_functions.register("spaces_of", spaces_of)
template_functions.register("size_words", size_words)
