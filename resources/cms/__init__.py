"""Wagtail's admin as editors meet it: who comes in, what stays closed, what its lists and forms show."""
