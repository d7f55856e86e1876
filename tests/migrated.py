"""A migrated SQLite database, kept between runs: Wagtail's hundred migrations take longer than most of our tests.

Its name says which migrations and which libraries made it, so that another state never finds it.
"""

import hashlib
import os
import sqlite3
from pathlib import Path

import django.core.management
from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parents[1]
_call_command = django.core.management.call_command


def install():
    """Makes `migrate` begin with what was kept, wherever Django makes a test database in memory."""
    django.core.management.call_command = _with_kept


def kept_file():
    """Returns where the database of this state of the migrations is kept."""
    digest = hashlib.sha256((ROOT / "requirements-dev.lock").read_bytes())
    for path in sorted(ROOT.glob("*/migrations/*.py")) + sorted(ROOT.glob("*/*/migrations/*.py")):
        digest.update(path.name.encode() + path.read_bytes())
    digest.update((ROOT / "resources/actions/setting_up.py").read_bytes())
    return Path(settings.DATA_DIR) / "migrated" / f"{digest.hexdigest()[:32]}.sqlite3"


def _with_kept(name, *args, **options):
    if name != "migrate" or connection.vendor != "sqlite" or not connection.is_in_memory_db():
        return _call_command(name, *args, **options)
    file = kept_file()
    if file.exists():
        _copy(sqlite3.connect(file), _own())
    answer = _call_command(name, *args, **options)
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        part = file.with_suffix(f".{os.getpid()}")
        _copy(_own(), sqlite3.connect(part))
        os.replace(part, file)
    return answer


def _own():
    connection.ensure_connection()
    return connection.connection


def _copy(source, target):
    source.backup(target)
    for one in (source, target):
        if one is not connection.connection:
            one.close()
