"""Starting and stopping programs: nothing is left behind, and an early end is a sentence."""

import socket
import sys
import time
from pathlib import Path

import pytest

from community.programs import ProgramEnded, crew, find_program, free_port, is_free

PARENT_WITH_CHILD = """
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
open(sys.argv[1], "w").write(str(child.pid))
time.sleep(60)
"""


def test_port_in_use_is_not_free():
    with socket.create_server(("127.0.0.1", 0)) as server:
        assert not is_free(server.getsockname()[1])


def test_free_port_is_free():
    assert is_free(free_port())


def test_program_that_does_not_exist_is_not_found():
    assert find_program("no-such-program-anywhere") is None


def test_crew_leaves_no_grandchildren(tmp_path):
    note = tmp_path / "child"
    with crew() as team:
        team.start("parent", sys.executable, "-c", PARENT_WITH_CHILD, note)
        while not (note.exists() and note.read_text()):
            time.sleep(0.02)
    state = Path(f"/proc/{note.read_text()}/stat")
    time.sleep(0.2)
    assert not state.exists() or state.read_text().rpartition(")")[2].split()[0] == "Z"


def test_program_that_ends_by_itself_is_told_in_a_sentence():
    with crew() as team:
        team.start("the worker", sys.executable, "-c", "raise SystemExit(3)")
        with pytest.raises(ProgramEnded, match=r"^the worker has ended with status 3\.$"):
            team.watch()


def test_programs_stop_the_last_started_first_unless_one_goes_before_them(tmp_path):
    notes = tmp_path / "ended"
    code = """
import signal, sys, time
signal.signal(signal.SIGTERM, lambda *_: (open(sys.argv[1], "a").write(sys.argv[2]), sys.exit()))
open(sys.argv[1] + sys.argv[2], "w").close()
time.sleep(60)
"""
    with crew() as team:
        for name in "abc":
            team.start(name, sys.executable, "-c", code, notes, name)
        while not all((tmp_path / f"ended{name}").exists() for name in "abc"):
            time.sleep(0.02)
        team.stops_first("b")
    assert notes.read_text() == "bca"
