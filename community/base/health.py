"""Two doors for machines: is the process alive, and is it ready to serve."""

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse


def healthz(request: HttpRequest) -> HttpResponse:
    """Returns 200 while the process answers at all."""
    return HttpResponse("ok\n", content_type="text/plain")


def readyz(request: HttpRequest) -> HttpResponse:
    """Returns 200 when the database and the cache answer, 503 with what does not."""
    missing = [name for name, works in (("database", _database_works()), ("cache", _cache_works())) if not works]
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
