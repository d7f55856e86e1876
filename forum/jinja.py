"""Doors for templates."""

from community.base.doors import template_functions
from forum.queries.heads import follows, list_heads
from forum.queries.lists import thread_list, threads_by, threads_from
from forum.queries.structured import structured_data, thread_description

template_functions.register("follows", follows)
template_functions.register("list_heads", list_heads)
template_functions.register("structured_data", structured_data)
template_functions.register("thread_description", thread_description)
template_functions.register("thread_list", thread_list)
template_functions.register("threads_by", threads_by)
template_functions.register("threads_from", threads_from)
