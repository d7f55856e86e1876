"""Two doors for machines: is the process alive, and is it ready to serve."""

from collections.abc import Callable

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse

from community.base.registry import Registry

readiness: Registry[Callable[[], bool]] = Registry("readiness check")


def healthz(request: HttpRequest) -> HttpResponse:
    """Returns 200 while the process answers at all."""
    return HttpResponse("ok\n", content_type="text/plain")


def readyz(request: HttpRequest) -> HttpResponse:
    """Returns 200 when the database, the cache and what apps have registered are ready, 503 with what is not."""
    missing = [name for name, works in (("database", _database_works()), ("cache", _cache_works())) if not works]
    missing += [name for name, is_ready in readiness.items() if not is_ready()]
    text = f"not ready: {', '.join(missing)}\n" if missing else "ready\n"
    return HttpResponse(text, status=503 if missing else 200, content_type="text/plain")


def _database_works() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return bool(cursor.fetchone())
    except DatabaseError:
        return False


def _cache_works() -> bool:
    try:
        cache.set("readyz", 1, 5)
        return cache.get("readyz") == 1
    except (OSError, ConnectionError, TimeoutError, _redis_error()):
        return False


def _redis_error() -> type[Exception]:
    from redis.exceptions import RedisError

    return RedisError
