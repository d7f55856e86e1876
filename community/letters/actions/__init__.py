"""Verbs: what may be done with letters and addresses."""
