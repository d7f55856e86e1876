"""With REDIS_URL the cache is Redis; without its Redis the site says that it is not ready."""

import pytest
import redis
from django.core.cache import cache

from community import environment
from community.programs import free_port

pytestmark = [pytest.mark.services, pytest.mark.django_db]


def test_cache_lives_in_redis(redis_url):
    cache.set("service-test", "kept", 30)
    keys = redis.Redis.from_url(redis_url).keys("*service-test")
    assert len(keys) == 1


def test_ready_with_redis(client):
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (200, b"ready\n")


def test_not_ready_when_redis_is_gone(client, settings, monkeypatch):
    monkeypatch.setenv("REDIS_URL", f"redis://127.0.0.1:{free_port()}/0")
    settings.CACHES = {"default": environment.cache(prefix="community")}
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"not ready: cache\n")
    assert client.get("/healthz").status_code == 200
