"""Django's SQLite, remembering how queries look in SQLite's own words (base.py)."""
