"""Django's PostgreSQL, asking less often whether a connection is still there (base.py)."""
