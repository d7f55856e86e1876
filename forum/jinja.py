"""Doors for templates."""

from community.base.doors import template_functions
from forum.queries.lists import thread_list, threads_by, threads_from

template_functions.register("thread_list", thread_list)
template_functions.register("threads_by", threads_by)
template_functions.register("threads_from", threads_from)
