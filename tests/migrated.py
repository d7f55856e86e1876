"""A migrated SQLite database, kept between runs: Wagtail's hundred migrations take longer than most of our tests.

Its name says which migrations and libraries made it, so that another state never finds it. On PostgreSQL, which lives
no longer than a run, one database is migrated and others are copies of it.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TEMPLATE = "migrated"


def kept_file():
    """Returns where the database of this state of the migrations is kept."""
    digest = hashlib.sha256((ROOT / "requirements-dev.lock").read_bytes())
    for path in sorted(ROOT.glob("*/migrations/*.py")) + sorted(ROOT.glob("*/*/migrations/*.py")):
        digest.update(path.name.encode() + path.read_bytes())
    digest.update((ROOT / "resources/actions/setting_up.py").read_bytes())
    return Path(os.environ.get("DATA_DIR", ROOT / "var")) / "migrated" / f"{digest.hexdigest()[:32]}.sqlite3"


def kept():
    """Returns the kept database; it is made first when there is none."""
    file = kept_file()
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        part = file.with_suffix(f".{os.getpid()}")
        _migrate(f"sqlite:///{part}")
        os.replace(part, file)
    return file


def _migrate(url):
    env = {"PATH": os.environ["PATH"], "COMMUNITY_MODE": "test", "DATABASE_URL": url}
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=env, check=True)


def template(url):
    """Returns the name of a migrated database on the PostgreSQL of this address; it is made first when there is none.

    Nothing else stands in it, and nobody stays connected to it, so that others can be made like it.
    """
    import psycopg

    server = url.rpartition("/")[0]
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [TEMPLATE]).fetchone():
            connection.execute(f'CREATE DATABASE "{TEMPLATE}"')
            _migrate(f"{server}/{TEMPLATE}")
    return TEMPLATE


def begin_with(path):
    """Puts a copy of the kept database where a process will look for its own."""
    shutil.copyfile(kept(), path)


def install():
    """Makes test databases begin with what is kept, in memory, or with the template on PostgreSQL."""
    import sqlite3

    import django.core.management
    from django.db import connection

    if connection.vendor == "postgresql" and "TEST_POSTGRES_URL" in os.environ:  # an engine of this run
        connection.settings_dict["TEST"]["TEMPLATE"] = template(os.environ["TEST_POSTGRES_URL"])
    call_command = django.core.management.call_command

    def with_kept(name, *args, **options):
        if name == "migrate" and connection.vendor == "sqlite" and connection.is_in_memory_db():
            source = sqlite3.connect(kept())
            connection.ensure_connection()
            source.backup(connection.connection)
            source.close()
        return call_command(name, *args, **options)

    django.core.management.call_command = with_kept
