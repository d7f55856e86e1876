"""Every variable that the settings read stands in the README's table."""

import re

from tests.architecture.sources import ROOT

READ_ELSEWHERE = {"COMMUNITY_MODE", "DATABASE_URL", "REDIS_URL", "EMAIL_URL", "SECRET_KEY", "SITE_URL"}


def variables():
    code = "".join(
        (ROOT / "community" / f).read_text(encoding="utf-8") for f in ("settings.py", "environment.py", "serve.py")
    )
    called = re.findall(r'(?:text|choice|words|number)\(\s*"([A-Z_]+)"', code)
    return set(called) | READ_ELSEWHERE


def test_every_variable_is_in_the_table():
    table = {word for line in (ROOT / "README.md").read_text(encoding="utf-8").splitlines() if line.startswith("|")
             for word in re.findall(r"`([A-Z_]+)`", line)}  # fmt: skip
    assert sorted(variables() - table) == []
