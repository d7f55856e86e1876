"""The service tests exist only where `python -m tests.services` has started the engines and names them."""

import os
import subprocess
import sys

import pytest

from tests.services import site
from tests.services.engines import another_database

ENGINES = ("TEST_POSTGRES_URL", "TEST_REDIS_URL")

if not all(os.environ.get(name) for name in ENGINES):
    collect_ignore_glob = ["test_*.py"]


@pytest.fixture(scope="session")
def postgres_url():
    return os.environ["TEST_POSTGRES_URL"]


@pytest.fixture(scope="session")
def redis_url():
    return os.environ["TEST_REDIS_URL"]


@pytest.fixture(scope="session")
def migrated(tmp_path_factory, postgres_url, redis_url):
    """The name of a database with all tables and nothing in them, of which others are copies: that takes a moment."""
    with another_database(postgres_url, "migrated") as database:
        data = tmp_path_factory.mktemp("migrated")
        env = site.environment(port=1, data=data, database=database, redis=redis_url)
        subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity", "0"], cwd=site.ROOT, env=env, check=True)
        yield "migrated"
