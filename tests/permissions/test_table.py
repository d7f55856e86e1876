"""The hand-written table of permissions equals what the rules answer and what the doors do."""

from pathlib import Path

import pytest
from django.db import transaction

from tests.permissions.library_verbs import furnish
from tests.permissions.verbs import VERBS
from tests.permissions.world import ANONYMOUS, PLACES, Ground, World, begun

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]
TABLE = Path(__file__).with_name("table.txt")
REFUSALS = {403, 404, 409, 422}


class _Undo(Exception):
    """Leaves the savepoint of one row, so that the next starts from nothing."""


def read_table():
    lines = (line.split("#")[0].split() for line in TABLE.read_text(encoding="utf-8").splitlines())
    return [tuple(line) for line in lines if line]


ROWS = read_table()
KINDS = sorted({row[1] for row in ROWS} - {"-"} | {"question"})


def outcome(browser, trying):
    """Returns whether the door opened; a refusal must be one of the agreed kinds."""
    response = browser.get(trying.path) if trying.data is None else browser.post(trying.path, trying.data)
    if response.status_code == 302 and response["Location"].startswith("/konto/login/"):
        return False
    if response.status_code in (200, 302):
        return not trying.shows or trying.shows in response.content.decode()
    assert response.status_code in REFUSALS
    return False


@pytest.fixture(scope="module")
def grounds(for_the_module):
    """The places, each with what stands there already."""
    made = [Ground(place) for place in PLACES]
    for ground in made:
        for kind in KINDS:
            ground.keep(kind, begun(ground, ground.other, kind))
        furnish(ground)
    return made


def verdicts(row, as_, grounds):
    """Returns, for each place, what the rule says and what the door does."""
    who, kind, verb = row[:3]
    found = []
    for ground in grounds:
        try:
            with transaction.atomic():
                world = World(ground, "question" if kind == "-" else kind, who)
                rule, trying = VERBS[verb](world)
                browser = as_(None if world.who is ANONYMOUS else world.who)
                found.append((bool(rule), outcome(browser, trying)))
                raise _Undo
        except _Undo:
            pass
    return found


@pytest.mark.parametrize("row", ROWS, ids=" ".join)
def test_table_row_equals_rule_and_door(row, as_, grounds):
    wanted = [word == "yes" for word in row[3:]]
    assert verdicts(row, as_, grounds) == [(may, may) for may in wanted]


def test_table_is_long_enough_and_says_everything_once():
    keys = [row[:3] for row in ROWS]
    assert len(keys) >= 80
    assert len(set(keys)) == len(keys)
    assert {len(row) for row in ROWS} == {7}
    assert {word for row in ROWS for word in row[3:]} == {"yes", "no"}


def test_table_uses_every_verb():
    assert {row[2] for row in ROWS} == set(VERBS)
