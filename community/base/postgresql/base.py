"""Django's PostgreSQL backend; a connection that answered a moment ago is not asked whether it is there.

Django asks with a query of its own at the beginning of each request: on a visitor's page every fifth. A server that
restarts is away for longer than a moment, and who asks meanwhile finds nobody either way.
"""

import time

from django.db.backends.postgresql import base

MOMENT = 1.0  # seconds


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that remembers when it was used last."""

    health_check_done: bool
    _used_at = float("-inf")

    def close_if_unusable_or_obsolete(self) -> None:
        """Notes the end of a request that used the connection."""
        if self.health_check_done:
            self._used_at = time.monotonic()
        super().close_if_unusable_or_obsolete()

    def close_if_health_check_failed(self) -> None:
        """Asks whether the connection is there, unless it was a moment ago."""
        if not self.health_check_done and time.monotonic() - self._used_at < MOMENT:
            self.health_check_done = True
        super().close_if_health_check_failed()
