"""The gauges: only for who knows the token."""

import pytest

from community.live import process
from community.live.hub import Hub
from tests.live.fakes import World

pytestmark = pytest.mark.django_db


def test_without_a_token_there_is_no_such_page(as_, maria):
    assert as_(maria).get("/metrics").status_code == 404


@pytest.mark.parametrize("header", ["", "Bearer wrong", "secret-token-1", "Bearer"])
def test_who_does_not_know_it_is_refused(as_, settings, header):
    settings.METRICS_TOKEN = "secret-token"
    assert as_().get("/metrics", headers={"Authorization": header}).status_code == 401


def test_who_knows_it_reads_the_gauges(as_, settings, monkeypatch):
    settings.METRICS_TOKEN = "secret-token"

    class Process:
        hub, is_draining = Hub(World()), True

    monkeypatch.setattr(process, "_running", Process)
    text = as_().get("/metrics", headers={"Authorization": "Bearer secret-token"}).content.decode()
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    assert {"live_sockets 0.0", "live_draining 1.0", "live_delivered_total 0.0"} <= set(lines)


def test_a_process_that_sends_its_browsers_away_is_not_ready(as_, monkeypatch):
    class Process:
        is_draining = True

    monkeypatch.setattr(process, "_running", Process)
    answer = as_().get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"not ready: live\n")
