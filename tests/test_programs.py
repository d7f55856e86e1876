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
