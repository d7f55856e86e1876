"""The rounds: each when it is due, whatever happens in another one, until the process is told to end."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from community.base.registry import Registry
from community.base.rounds import Round, rounds
from community.base.walking import Beside, Walker, run_round
from tests.architecture.sources import ROOT
from tests.migrated import begin_with

pytestmark = pytest.mark.django_db


class Watch:
    """A clock that the test moves."""

    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now


def counted(log, name, every, *, fails=False):
    def run():
        log.append(name)
        if fails:
            raise ValueError("broken")
        return 1

    return Round(timedelta(seconds=every), run)


def walker_of(log, watch, **rounds_by_name):
    return Walker(all_rounds=rounds_by_name, clock=watch)


def test_every_round_runs_when_it_is_due():
    log, watch = [], Watch()
    walker = walker_of(log, watch, often=counted(log, "often", 10), seldom=counted(log, "seldom", 25))
    for _second in range(31):
        walker.walk()
        watch.now += 1
    assert (log.count("often"), log.count("seldom")) == (4, 2)


def test_failing_round_is_logged_and_the_others_go_on(caplog):
    log, watch = [], Watch()
    walker = walker_of(log, watch, broken=counted(log, "broken", 10, fails=True), whole=counted(log, "whole", 10))
    assert walker.walk() == {"whole": 1}
    watch.now += 10
    assert walker.walk() == {"whole": 1}
    assert log == ["broken", "whole", "broken", "whole"]
    assert caplog.text.count("The round broken failed") == 2


def test_late_rounds_do_not_pile_up():
    log, watch = [], Watch()
    walker = walker_of(log, watch, often=counted(log, "often", 10))
    walker.walk()
    watch.now += 1000
    walker.walk()
    walker.walk()
    assert log == ["often", "often"]
    assert walker.until_due() == 1.0


def test_nothing_registered_is_no_fault():
    walker = Walker(all_rounds=Registry("round"))
    assert (walker.walk(), round(walker.until_due())) == ({}, 1)


def test_walking_ends_when_told():
    told, log = threading.Event(), []
    walker = Walker(all_rounds={"often": counted(log, "often", 0.01)})
    thread = threading.Thread(target=walker.walk_until, args=(told,))
    thread.start()
    end = time.monotonic() + 10
    while len(log) < 2 and time.monotonic() < end:
        time.sleep(0.01)
    told.set()
    thread.join(10)
    assert (thread.is_alive(), len(log) > 1) == (False, True)


def test_beside_walks_only_where_the_settings_say_so(settings):
    settings.ROUNDS = "apart"
    beside = Beside()
    beside.start()
    assert "rounds" not in {thread.name for thread in threading.enumerate()}
    settings.ROUNDS = "inside"
    beside.start()
    assert "rounds" in {thread.name for thread in threading.enumerate()}
    beside.stop()
    assert "rounds" not in {thread.name for thread in threading.enumerate()}


def test_once_runs_every_round_and_says_what_it_did():
    said = StringIO()
    call_command("rounds", "--once", stdout=said)
    assert [line.split(":")[0].strip() for line in said.getvalue().splitlines()] == list(rounds)
    assert "failed" not in said.getvalue()


def test_once_ends_with_an_error_when_a_round_fails(monkeypatch):
    monkeypatch.setitem(rounds._things, "test.broken", counted([], "broken", 1, fails=True))
    for name in list(rounds):
        if name != "test.broken":
            monkeypatch.delitem(rounds._things, name)
    with pytest.raises(SystemExit) as ended:
        call_command("rounds", "--once", stdout=StringIO())
    assert ended.value.code == 1


def test_a_round_that_fails_counts_as_nothing():
    assert run_round("broken", counted([], "broken", 1, fails=True)) is None


@pytest.fixture(scope="module")
def env(tmp_path_factory):
    """The environment of a process with a database of its own, made once."""
    folder = tmp_path_factory.mktemp("rounds")
    begin_with(folder / "test.sqlite3")
    return {"PATH": os.environ["PATH"], "COMMUNITY_MODE": "test", "DATA_DIR": str(folder), "LOG_LEVEL": "INFO"}


@pytest.mark.same_everywhere
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_process_ends_when_it_is_told(number, env):
    """The real command on a database of its own: told in the midst of its work or sleep, it leaves with status 0."""
    with subprocess.Popen([sys.executable, "manage.py", "rounds"], cwd=ROOT, env=env, stderr=subprocess.PIPE) as one:
        while not hears(one.pid, signal.SIGTERM):
            assert one.poll() is None
            time.sleep(0.1)
        time.sleep(1)
        one.send_signal(number)
        assert one.wait(30) == 0
        assert b"Traceback" not in one.stderr.read()


def hears(pid, number):
    """Returns whether a process has got so far that it handles a signal itself."""
    caught = re.search(r"SigCgt:\s*([0-9a-f]+)", Path(f"/proc/{pid}/status").read_text())
    return bool(int(caught[1], 16) >> (number - 1) & 1)
