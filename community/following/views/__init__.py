"""The doors of following."""
