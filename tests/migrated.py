"""A migrated SQLite database, kept between runs: Wagtail's hundred migrations take longer than most of our tests.

Its name says which migrations and libraries made it, so that another state never finds it.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


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
        env = {"PATH": os.environ["PATH"], "COMMUNITY_MODE": "test", "DATABASE_URL": f"sqlite:///{part}"}
        subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=env, check=True)
        os.replace(part, file)
    return file


def begin_with(path):
    """Puts a copy of the kept database where a process will look for its own."""
    shutil.copyfile(kept(), path)


def install():
    """Makes `migrate` begin with what is kept, wherever Django makes a test database in memory."""
    import sqlite3

    import django.core.management
    from django.db import connection

    call_command = django.core.management.call_command

    def with_kept(name, *args, **options):
        if name == "migrate" and connection.vendor == "sqlite" and connection.is_in_memory_db():
            source = sqlite3.connect(kept())
            connection.ensure_connection()
            source.backup(connection.connection)
            source.close()
        return call_command(name, *args, **options)

    django.core.management.call_command = with_kept
