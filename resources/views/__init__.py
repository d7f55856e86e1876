"""Doors of the library, one module a noun."""
