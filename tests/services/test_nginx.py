"""The shipped nginx configuration by itself: what it says when the application does not answer."""

import http.client
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from community.programs import crew, find_program, free_port
from community.serve import nginx_config
from tests.services.engines import check_nginx

pytestmark = pytest.mark.services


def write_config(folder, **changes):
    places = {"run": folder, "media": folder / "media", "port": free_port(), "pages": 1, "live": 1} | changes
    config = folder / "nginx.conf"
    config.write_text(nginx_config(**places), "utf-8")
    return config


def self_signed(folder):
    """Writes a certificate for localhost and its key; returns both paths."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name.from_rfc4514_string("CN=localhost")
    begin = datetime.now(UTC) - timedelta(days=1)
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(begin).not_valid_after(begin + timedelta(days=2))
    certificate = builder.sign(key, SHA256())
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "site.crt").write_bytes(certificate.public_bytes(Encoding.PEM))
    (folder / "site.key").write_bytes(secret)
    return folder / "site.crt", folder / "site.key"


FILE_HEADERS = {
    "Content-Type": "application/pdf",
    "Content-Disposition": 'attachment; filename="plan.pdf"',
    "Cache-Control": "private, no-cache",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def get(port, path, method="GET", body=None, headers=None):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request(method, path, body, headers or {})
    answer = connection.getresponse()
    return answer.status, answer.headers, answer.read().decode()


@pytest.fixture
def alone(tmp_path):
    """The port of an nginx whose application is down."""
    port = free_port()
    config = write_config(tmp_path, port=port)
    with crew() as team:
        team.start("nginx", find_program("nginx"), "-e", "stderr", "-p", tmp_path, "-c", config)
        team.wait_for(port)
        yield port


def test_configuration_is_accepted(tmp_path):
    assert check_nginx(write_config(tmp_path)) == ""


def test_configuration_behind_a_proxy_is_accepted(tmp_path, monkeypatch):
    monkeypatch.setenv("TRUSTED_PROXIES", "10.0.0.0/8, 127.0.0.1")
    assert check_nginx(write_config(tmp_path)) == ""


def test_configuration_with_certificate_is_accepted(tmp_path, monkeypatch):
    certificate, key = self_signed(tmp_path)
    monkeypatch.setenv("TLS_CERTIFICATE", str(certificate))
    monkeypatch.setenv("TLS_KEY", str(key))
    monkeypatch.setenv("TLS_PORT", str(free_port()))
    complaints = check_nginx(write_config(tmp_path))
    assert "emerg" not in complaints


def test_page_while_application_is_down(alone):
    status, headers, page = get(alone, "/watki/")
    assert (status, headers["Content-Type"]) == (502, "text/html; charset=utf-8")
    assert "chwilowo niedostępny" in page
    assert "default-src 'none'" in headers["Content-Security-Policy"]


def test_socket_while_application_is_down(alone):
    assert get(alone, "/live/ws")[0] == 502


def test_style_of_the_two_pages(alone):
    status, headers, _style = get(alone, "/_pages/page.css")
    assert (status, headers["Content-Type"]) == (200, "text/css")


class _Application(BaseHTTPRequestHandler):
    """Says yes to every file, as the application does after its rules."""

    def do_GET(self):
        self.send_response(200)
        for name, value in {
            "X-Accel-Redirect": "/_media/files/plan.pdf", "Content-Type": "application/pdf", "Content-Length": "0",
            "Content-Disposition": 'attachment; filename="plan.pdf"', "Cache-Control": "private, no-cache",
        }.items():  # fmt: skip
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, *_words):
        pass


@pytest.fixture
def with_application(tmp_path):
    """The port of an nginx whose application sends every request to the file media/files/plan.pdf."""
    (tmp_path / "media" / "files").mkdir(parents=True)
    (tmp_path / "media" / "files" / "plan.pdf").write_bytes(b"0123456789")
    application = ThreadingHTTPServer(("127.0.0.1", 0), _Application)
    Thread(target=application.serve_forever, daemon=True).start()
    port = free_port()
    config = write_config(tmp_path, port=port, pages=application.server_port)
    with crew() as team:
        team.start("nginx", find_program("nginx"), "-e", "stderr", "-p", tmp_path, "-c", config)
        team.wait_for(port)
        yield port
    application.shutdown()


def test_file_keeps_its_name_and_type_and_is_made_harmless(with_application):
    status, headers, body = get(with_application, "/pliki/1/plan.pdf")
    assert (status, body) == (200, "0123456789")
    assert {name: headers[name] for name in FILE_HEADERS} == FILE_HEADERS
    assert headers["X-Accel-Redirect"] is None


def test_part_of_a_file_and_a_known_one(with_application):
    known = get(with_application, "/pliki/1/plan.pdf")[1]["ETag"]
    assert get(with_application, "/pliki/1/plan.pdf", headers={"Range": "bytes=2-4"})[::2] == (206, "234")
    assert get(with_application, "/pliki/1/plan.pdf", headers={"If-None-Match": known})[::2] == (304, "")


def test_media_folder_is_closed(alone, tmp_path):
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / "secret.txt").write_text("secret")
    assert get(alone, "/_media/secret.txt")[0] == 404
