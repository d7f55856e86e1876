"""Doors of belonging, split by noun: spaces, members, entrance, cities, people."""
