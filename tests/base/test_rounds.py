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
from community.base.rounds import MAIL, MAIN, Round, ending, lanes, rounds
from community.base.walking import Beside, Lanes, Walker, run_round
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


def test_every_round_goes_in_one_lane_and_mail_in_its_own():
    found = lanes()
    assert (list(found), list(found[MAIL])) == ([MAIN, MAIL], ["letters.deliver"])
    assert sorted(name for some in found.values() for name in some) == sorted(rounds)


def test_slow_lane_holds_up_no_other(monkeypatch):
    is_slow, goes_on, log = threading.Event(), threading.Event(), []

    def wait():
        is_slow.set()
        goes_on.wait(10)
        return 1

    kept = {"slow": Round(timedelta(hours=1), wait, lane=MAIL), "quick": counted(log, "quick", 0.01)}
    monkeypatch.setattr(rounds, "_things", kept)
    both = Lanes([MAIN, MAIL])
    both.start()
    assert is_slow.wait(10)
    seen, end = len(log), time.monotonic() + 10
    while len(log) < seen + 3 and time.monotonic() < end:
        time.sleep(0.01)
    goes_on.set()
    both.stop(10)
    assert (len(log) >= seen + 3, ending.is_set()) == (True, False)


def test_lane_that_is_told_to_stop_finishes_what_it_is_at(monkeypatch):
    begun, log = threading.Event(), []

    def one_after_another():
        while not ending.is_set():
            log.append("begun")
            begun.set()
            time.sleep(0.05)
            log.append("done")
        return len(log)

    monkeypatch.setattr(rounds, "_things", {"long": Round(timedelta(hours=1), one_after_another, lane=MAIL)})
    one = Lanes([MAIL])
    one.start()
    assert begun.wait(10)
    one.stop(10)
    assert log == ["begun", "done"] * (len(log) // 2)


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
@pytest.mark.parametrize(
    ("command", "number"), [("rounds", signal.SIGTERM), ("rounds", signal.SIGINT), ("worker", signal.SIGTERM)]
)
def test_process_ends_when_it_is_told(command, number, env):
    """The real command on a database of its own: told in the midst of its work or sleep, it leaves with status 0."""
    tasks = {"TASKS": "database"}
    line = [sys.executable, "manage.py", command]
    with subprocess.Popen(line, cwd=ROOT, env=env | tasks, stderr=subprocess.PIPE, stdout=subprocess.PIPE) as one:
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
