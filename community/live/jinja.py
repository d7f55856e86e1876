"""Doors for templates."""

from community.base.doors import template_functions
from community.live.words import words_url

template_functions.register("words_url", words_url)
