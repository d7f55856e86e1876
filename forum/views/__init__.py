"""Doors of the forum, split by noun: lists, asking, threads, posts, answers."""
