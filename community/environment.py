"""Reading the environment strictly: a missing or malformed value stops the start with one sentence."""

import os
from typing import Any
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

MODES = ("production", "demo", "development", "test")
_MAIL_PORTS = {"smtp": 25, "smtp+tls": 587, "smtp+ssl": 465}


def read_mode() -> str:
    """Returns COMMUNITY_MODE, production when unset; raises ImproperlyConfigured on any other word."""
    return choice("COMMUNITY_MODE", MODES, default="production")


def text(name: str, default: str | None = None) -> str:
    """Returns the variable, or the default; raises ImproperlyConfigured when it is missing without one."""
    value = os.environ.get(name, "").strip()
    if value:
        return value
    if default is None:
        raise ImproperlyConfigured(f"{name} is not set. Set it in the environment; the README's table says how.")
    return default


def choice(name: str, allowed: tuple[str, ...], default: str) -> str:
    """Returns one of the allowed words; raises ImproperlyConfigured for any other."""
    value = text(name, default)
    if value not in allowed:
        raise ImproperlyConfigured(f"{name} is “{value}”, but it must be one of: {', '.join(allowed)}.")
    return value


def words(name: str, default: str | None = None) -> list[str]:
    """Returns a comma-separated list without blanks; raises ImproperlyConfigured when nothing is in it."""
    found = [word.strip() for word in text(name, default).split(",") if word.strip()]
    if not found:
        raise ImproperlyConfigured(f"{name} is only commas, but it must name at least one.")
    return found


def number(name: str, default: int) -> int:
    """Returns a whole number ≥ 0; raises ImproperlyConfigured for anything else."""
    value = text(name, str(default))
    if not value.isdecimal():
        raise ImproperlyConfigured(f"{name} is “{value}”, but it must be a whole number.")
    return int(value)


def secret_key(*, default: str | None) -> str:
    """Returns SECRET_KEY; raises ImproperlyConfigured when missing in production or shorter than 50 signs."""
    value = text("SECRET_KEY", default)
    if default is None and (len(value) < 50 or len(set(value)) < 5):
        raise ImproperlyConfigured("SECRET_KEY is too weak: it needs at least 50 random characters.")
    return value


def site_url(default: str | None) -> str:
    """Returns SITE_URL without its final slash; raises ImproperlyConfigured unless it is scheme://host."""
    value = text("SITE_URL", default).rstrip("/")
    parts = _split(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path or parts.query or parts.fragment:
        raise ImproperlyConfigured(f"SITE_URL is “{value}”, but it must look like https://spolecznosc.example.pl.")
    return value


def _split(address: str) -> SplitResult:
    """Returns the parts of an address, all empty for one that cannot be taken apart (brackets, a port of letters)."""
    try:
        parts = urlsplit(address)
        return parts if parts.port is None or parts.port else SplitResult("", "", "", "", "")
    except ValueError:
        return SplitResult("", "", "", "", "")


def database(default: str | None) -> dict[str, Any]:
    """Returns Django's settings for DATABASE_URL: SQLite in WAL mode, or PostgreSQL with kept connections.

    Raises ImproperlyConfigured when the address is missing, malformed or of another engine.
    """
    address = text("DATABASE_URL", default)
    try:
        settings: dict[str, Any] = dict(dj_database_url.parse(address))
    except (ValueError, KeyError, dj_database_url.UnknownSchemeError) as problem:
        raise ImproperlyConfigured(
            "DATABASE_URL cannot be understood: it must look like postgres://user:password@host:5432/name "
            "or sqlite:////folder/file.sqlite3."
        ) from problem
    engine = settings["ENGINE"]
    if engine.endswith("sqlite3"):
        settings["ENGINE"] = "community.base.sqlite"
        settings["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-32000;",
        }
        settings["CONN_MAX_AGE"] = None
    elif engine.endswith("postgresql"):
        settings["ENGINE"] = "community.base.postgresql"
        settings["CONN_MAX_AGE"] = 300
        settings["CONN_HEALTH_CHECKS"] = True
        # Planning a query of a thread's page takes PostgreSQL longer than answering it; compiling it, longer still.
        planned_once = {"server_side_binding": True, "prepare_threshold": 5, "options": "-c jit=off"}
        settings["OPTIONS"] = planned_once | settings.get("OPTIONS", {})
    else:
        raise ImproperlyConfigured("DATABASE_URL must name SQLite or PostgreSQL.")
    return settings


def mail(default: str | None) -> dict[str, Any]:
    """Returns Django's EMAIL_* settings for EMAIL_URL.

    Schemes: file:///folder, smtp://, smtp+tls:// (STARTTLS), smtp+ssl://. Raises ImproperlyConfigured otherwise;
    its sentence does not repeat the address, which holds a password.
    """
    parts = _split(text("EMAIL_URL", default))
    if parts.scheme == "file" and parts.path:
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": parts.path,
        }
    timeout = parse_qs(parts.query).get("timeout", ["15"])[0]
    if parts.scheme not in _MAIL_PORTS or not parts.hostname or not timeout.isdecimal():
        raise ImproperlyConfigured(
            "EMAIL_URL cannot be understood: it must look like smtp+tls://user:password@host:587."
        )
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or _MAIL_PORTS[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtp+ssl",
        "EMAIL_TIMEOUT": int(timeout),
    }


def cache(prefix: str) -> dict[str, Any]:
    """Returns Django's cache settings: Redis at REDIS_URL, or this process's memory without it."""
    address = text("REDIS_URL", "")
    if not address:
        return {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "OPTIONS": {"MAX_ENTRIES": 10_000},
        }
    if _split(address).scheme not in ("redis", "rediss", "unix"):
        raise ImproperlyConfigured("REDIS_URL cannot be understood: it must look like redis://host:6379/0.")
    options = {"socket_connect_timeout": 2, "socket_timeout": 2}
    return {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": address,
        "KEY_PREFIX": prefix,
        "OPTIONS": options,
    }
