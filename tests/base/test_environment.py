"""The environment is read strictly: whatever is missing or malformed stops the start with one sentence."""

import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from community import environment
from tests.architecture.sources import ROOT

FULL = {
    "COMMUNITY_MODE": "production",
    "SITE_URL": "https://spolecznosc.example.pl",
    "SECRET_KEY": "Zb7-kX2_pQ9.rT4!vW8-yA3_cE6.gH1!jL5-nM0_sD2.fU7!iO9",
    "ALLOWED_HOSTS": "spolecznosc.example.pl",
    "DATABASE_URL": "postgres://pim:pim@127.0.0.1:5432/pim",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
    "EMAIL_URL": "smtp+tls://pim:pim@127.0.0.1:587",
    "MAIL_FROM": "Społeczność <poczta@example.pl>",
    "OPERATOR_NAME": "Ministerstwo",
    "OPERATOR_EMAIL": "kontakt@example.pl",
    "OPERATOR_PHONE": "+48 22 000 00 00",
    "OPERATOR_ADDRESS": "ul. Prosta 1, Warszawa",
}
REQUIRED = sorted(set(FULL) - {"COMMUNITY_MODE", "REDIS_URL"})


def start(tmp_path, **changed):
    """Imports the production settings in a process of their own; returns its last line of complaint."""
    wanted = {name: value for name, value in {**FULL, **changed}.items() if value is not None}
    kept = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), "PYTHONPATH": str(ROOT)}
    run = subprocess.run([sys.executable, "-c", "import community.settings"], env={**kept, **wanted}, cwd=ROOT,
                         capture_output=True, text=True, check=False)  # fmt: skip
    return run.stderr.strip().splitlines()[-1] if run.returncode else ""


@pytest.mark.parametrize("name", REQUIRED)
def test_start_without_a_required_variable_says_which(name, monkeypatch, tmp_path):
    monkeypatch.delenv(name, raising=False)
    with pytest.raises(ImproperlyConfigured, match=f"^{name} is not set"):
        environment.text(name)


def test_start_in_production_with_nothing_set_says_what_is_missing_first(tmp_path):
    assert start(tmp_path, **dict.fromkeys(REQUIRED)).count("SITE_URL is not set. Set it in the environment") == 1


@pytest.mark.parametrize(
    ("read", "name", "value"),
    [
        (environment.read_mode, "COMMUNITY_MODE", "prod"),
        (lambda: environment.secret_key(default=None), "SECRET_KEY", "short"),
        (lambda: environment.secret_key(default=None), "SECRET_KEY", "a" * 60),
        *[
            (lambda: environment.site_url(None), "SITE_URL", url)
            for url in (
                "example.pl",
                "ftp://example.pl",
                "https://",
                "https://a.pl/x",
                "https://a.pl?x",
                "http://[",
                "http://a:x",
            )
        ],
        (lambda: environment.words("ALLOWED_HOSTS"), "ALLOWED_HOSTS", ", ,"),
        *[
            (lambda: environment.database(None), "DATABASE_URL", url)
            for url in ("nonsense", "mysql://a/b", "postgres://[", "postgres://u:p@h:port/x")
        ],
        *[
            (lambda: environment.mail(None), "EMAIL_URL", url)
            for url in (
                "nonsense",
                "http://a",
                "smtp://",
                "smtp://h:port",
                "smtp://[",
                "smtp://h?timeout=long",
                "file://",
            )
        ],
        (lambda: environment.cache("x"), "REDIS_URL", "http://h"),
        (lambda: environment.cache("x"), "REDIS_URL", "redis://["),
        (lambda: environment.number("PORT", 1), "PORT", "osiem"),
        (lambda: environment.number("PORT", 1), "PORT", "-1"),
    ],
)
def test_malformed_value_stops_the_start_with_a_sentence(read, name, value, monkeypatch):
    monkeypatch.setenv(name, value)
    with pytest.raises(ImproperlyConfigured) as refusal:
        read()
    assert str(refusal.value).startswith(name)
    assert str(refusal.value).endswith(".")


@pytest.mark.parametrize(("name", "read"), [("DATABASE_URL", environment.database), ("EMAIL_URL", environment.mail)])
def test_sentence_never_repeats_a_password(name, read, monkeypatch):
    monkeypatch.setenv(name, "wrong://user:tajne-haslo@host:1")
    with pytest.raises(ImproperlyConfigured) as refusal:
        read(None)
    assert str(refusal.value).count("tajne-haslo") == 0


def test_mail_address_without_a_port_takes_the_usual_one(monkeypatch):
    monkeypatch.setenv("EMAIL_URL", "smtp+ssl://a%40b.pl:x%2Fy@host")
    read = environment.mail(None)
    assert (read["EMAIL_PORT"], read["EMAIL_HOST_USER"], read["EMAIL_HOST_PASSWORD"]) == (465, "a@b.pl", "x/y")


def test_production_passes_the_deployment_check(tmp_path):
    kept = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), "DATABASE_URL": f"sqlite:///{tmp_path}/x.sqlite3"}
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    run = subprocess.run(command, env={**FULL, **kept}, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (0, "")
