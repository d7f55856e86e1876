"""The site as production runs it: nginx in front of granian and uvicorn, with PostgreSQL and Redis."""

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
from gzip import decompress as gunzip

import pytest

from community.programs import answers, free_port
from tests.services import site as production_site
from tests.services.engines import another_database

pytestmark = pytest.mark.services


@pytest.fixture(scope="module")
def site(tmp_path_factory, postgres_url, redis_url):
    data = tmp_path_factory.mktemp("production")
    with (
        another_database(postgres_url, "production") as database,
        production_site.production(data, database, redis_url) as running,
    ):
        yield running


def test_health_and_readiness(site):
    assert (site.get("/healthz").status, site.get("/readyz").text) == (200, "ready\n")


def test_home_page_is_served(site):
    answer = site.get("/")
    assert (answer.status, answer.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert '<html lang="pl"' in answer.text


def test_plain_http_is_sent_to_https(site):
    answer = site.get("/", X_Forwarded_Proto="http")
    assert (answer.status, answer.headers["Location"]) == (301, "https://spolecznosc.example.pl/")


def test_foreign_host_is_refused(site):
    assert site.get("/", Host="evil.example").status == 400


def test_security_headers(site):
    headers = site.get("/").headers
    assert "script-src 'self'" in headers["Content-Security-Policy"]
    assert "max-age=31536000" in headers["Strict-Transport-Security"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Server"] == "nginx"


@pytest.mark.parametrize("encoding", ["gzip", "br"])
def test_static_files_are_hashed_compressed_and_kept_for_long(site, encoding):
    sheet = re.search(r'/static/[^"]+\.[0-9a-f]{12}\.css', site.get("/").text)
    answer = site.get(sheet[0], Accept_Encoding=encoding)
    assert (answer.status, answer.headers["Content-Encoding"]) == (200, encoding)
    assert "immutable" in answer.headers["Cache-Control"]
    assert len(answer.body) < len(site.get(sheet[0]).body)


def test_pages_are_compressed_for_visitors_alone(site):
    plain, packed = site.get("/"), site.get("/", Accept_Encoding="gzip")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert len(packed.body) < len(plain.body) / 2
    assert gunzip(packed.body) == plain.body
    for cookie in ("session=abcdefgh12345678", "csrf=x; session=abcdefgh12345678"):
        assert "Content-Encoding" not in site.get("/", Accept_Encoding="gzip", Cookie=cookie).headers


def test_socket_reaches_uvicorn(site):
    answer = site.get(
        "/live/ws",
        Connection="Upgrade",
        Upgrade="websocket",
        Sec_WebSocket_Version="13",
        Sec_WebSocket_Key="dGhlIHNhbXBsZSBub25jZQ==",
        Origin="https://spolecznosc.example.pl",
    )
    assert answer.status in (101, 403)
    assert "Content-Security-Policy" not in answer.headers  # every page of the WSGI side carries one


def test_uploads_are_not_served_as_a_folder(site):
    folder = site.data / "media"
    folder.mkdir(exist_ok=True)
    (folder / "secret.txt").write_text("secret")
    tries = ["/media/secret.txt", "/_media/secret.txt", "/_media/", "/media/", "/_pages/../README.md"]
    assert {site.get(path).status for path in tries} <= {400, 404}


def test_picture_is_sent_by_nginx_when_the_application_allows_it(site):
    folder = site.data / "media" / "avatars"
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{'0' * 32}.webp"
    (folder / name).write_bytes(b"RIFF-not-really")
    answer = site.get(f"/awatar/{name}")
    assert (answer.status, answer.body) == (200, b"RIFF-not-really")
    assert answer.headers["Content-Type"] == "image/webp"
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers.get("X-Accel-Redirect") is None
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert site.get("/awatar/..%2fsecret.txt").status == 404


def test_far_too_large_body_is_refused_by_nginx(site):
    answer = site.get("/", method="POST", body=b"x" * (49 * 1024 * 1024))
    assert answer.status == 413
    assert "zbyt duże" in answer.text


def test_too_large_text_is_refused_with_a_page(site):
    headers = {"Content_Type": "application/x-www-form-urlencoded"}
    body = b"text=" + b"x" * (2 * 1024 * 1024)
    answers_to_it = [site.get("/watki/", method="POST", body=body, **headers) for _again in range(20)]
    assert {answer.status for answer in answers_to_it} == {413}
    assert "<h1" in answers_to_it[0].text


def test_large_body_that_nobody_reads_gets_the_page_too(site):
    body = b"x" * (5 * 1024 * 1024)
    headers = {"Content_Type": "multipart/form-data; boundary=x"}
    assert {site.get("/no-such-page/", "POST", body, **headers).status for _again in range(20)} == {404}


def test_stops_with_everything_it_started(tmp_path, postgres_url, redis_url, migrated):
    with (
        another_database(postgres_url, "stopping", like=migrated) as database,
        production_site.production(tmp_path, database, redis_url) as running,
    ):
        started = production_site.descendants(running.process.pid)
        assert len(started) >= 5
        running.process.send_signal(signal.SIGTERM)
        assert running.process.wait(30) == 0
        assert not answers(running.port)
        assert {pid for pid in started if is_alive(pid)} == set()


def test_stops_altogether_when_one_part_ends(tmp_path, postgres_url, redis_url, migrated):
    with (
        another_database(postgres_url, "ending", like=migrated) as database,
        production_site.production(tmp_path, database, redis_url) as running,
    ):
        started = production_site.descendants(running.process.pid)
        os.kill(int((tmp_path / "run" / "nginx.pid").read_text()), signal.SIGKILL)
        assert running.process.wait(30) == 1
        assert {pid for pid in started if is_alive(pid)} == set()


def test_missing_value_stops_the_start_with_a_sentence(tmp_path):
    values = production_site.environment(port=free_port(), data=tmp_path, database="", redis="")
    result = subprocess.run(
        [sys.executable, "-m", "community.serve"],
        cwd=production_site.ROOT, env=values, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert result.returncode == 1
    assert "DATABASE_URL is not set." in result.stderr
    assert "Traceback" not in result.stderr


def is_alive(pid):
    """Whether a process still runs; one that has just been killed gets a moment to go."""
    for _moment in range(50):
        with contextlib.suppress(OSError), open(f"/proc/{pid}/stat") as stat:
            if stat.read().rpartition(")")[2].split()[0] != "Z":
                time.sleep(0.1)
                continue
        return False
    return True
