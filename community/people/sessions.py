"""Sessions in the database, as Django keeps them; every page of a signed-in person reads one."""

import json
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db.models import QuerySet
from django.utils import timezone

from community.base.prepared import Prepared


class SessionStore(DatabaseStore):
    """Django's store, reading by a prepared query."""

    def load(self) -> dict[str, Any]:
        """Returns what the session holds; nothing, and the key forgotten, for one that has ended. One query."""
        found = _SESSION(key=self.session_key, now=timezone.now()) if self.session_key else []
        if not found:
            self._session_key = None
            return {}
        return self.decode(found[0])

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        """Returns what stored data hold, nothing for forged ones; the signature of the same data is checked once."""
        held: dict[str, Any] = json.loads(_opened(session_data))
        return held


@lru_cache(1_000)
def _opened(session_data: bytes | str) -> str:
    return json.dumps(DatabaseStore().decode(session_data))


def _session(key: str, now: datetime) -> "QuerySet[Any, str]":
    rows = SessionStore.get_model_class().objects.filter(session_key=key, expire_date__gt=now)
    return rows.values_list("session_data", flat=True)


_SESSION = Prepared(_session)
