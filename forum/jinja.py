"""Doors for templates."""

from community.base.doors import template_functions
from forum.queries.activity import activity
from forum.queries.drafts import held_drafts
from forum.queries.heads import follows, list_heads
from forum.queries.lists import pinned_threads, thread_list, threads_from
from forum.queries.structured import structured_data, thread_description
from forum.queries.unread import unread

template_functions.register("activity", activity)
template_functions.register("follows", follows)
template_functions.register("held_drafts", held_drafts)
template_functions.register("list_heads", list_heads)
template_functions.register("pinned_threads", pinned_threads)
template_functions.register("structured_data", structured_data)
template_functions.register("unread", unread)
template_functions.register("thread_description", thread_description)
template_functions.register("thread_list", thread_list)
template_functions.register("threads_from", threads_from)
