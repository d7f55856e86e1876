"""The shipped nginx configuration by itself: what it says when the application does not answer."""

import http.client
from datetime import UTC, datetime, timedelta

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


def get(port, path, method="GET", body=None):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request(method, path, body)
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


def test_media_folder_is_closed(alone, tmp_path):
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / "secret.txt").write_text("secret")
    assert get(alone, "/_media/secret.txt")[0] == 404
