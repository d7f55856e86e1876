"""The service tests exist only where `python -m tests.services` has started the engines and names them."""

import os

import pytest

from tests.migrated import template

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
def migrated(postgres_url):
    """The name of a database with all tables and nothing in them, of which others are copies: that takes a moment."""
    return template(postgres_url)
