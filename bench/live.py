"""`./dev bench live`: many sockets in one room, beside a plain uvicorn set and a stock Channels consumer.

Two set-ups: embedded (one process, SQLite) and spread (PostgreSQL, Redis, two processes for sockets, others for
pages). Replies are real POSTs of members; only where the source must not be the bottleneck, `bench.live_site` makes
the events. What the figures are measured against is in `live_report`.
"""

import http.client
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.live_crowd import AHEAD, Remote, crowd
from bench.live_plain import STREAM
from bench.live_posts import write
from bench.pages import environment
from bench.processes import Watch, highest, memory
from bench.sockets import raise_file_limit
from community.programs import Crew, crew, free_port
from community.serve import ROOT, granian, uvicorn

ORIGIN = "http://127.0.0.1"
RATES = (5, 20)
RATE_SECONDS, SATURATED_SECONDS, ROUNDS = 8.0, 3.0, 3
WRITERS, STALLED, FIRST = 20, 20, 20
TOO_BUSY = 15  # per cent of the machine that others had: then a figure says little, and is measured once more
FLOOD = 400  # events of 16 KB that nobody who is stalled reads: more than the kernel keeps for them
Row = dict[str, Any]


@dataclass
class Setup:
    """A running site: where pages and sockets are, and the processes that hold the sockets."""

    name: str
    pages: int
    sockets: list[int]
    pids: list[int]
    people: list[tuple[int, str]]
    threads: list[int]
    rows: list[Row] = field(default_factory=list)
    frame: int = 2_000

    @property
    def writers(self) -> list[str]:
        """Returns the cookies of those who write."""
        return [cookie for _id, cookie in self.people[:WRITERS]]

    @property
    def listeners(self) -> list[str]:
        """Returns the cookies of those who only listen."""
        return [cookie for _id, cookie in self.people[WRITERS + STALLED :]]

    @property
    def stalled(self) -> list[str]:
        """Returns the cookies of those who stop reading."""
        return [cookie for _id, cookie in self.people[WRITERS : WRITERS + STALLED]]


def prepare(env: dict[str, str], people: int, rooms: int, members: int = 0) -> dict[str, Any]:
    """Brings the database and the static files up to date; returns what bench.live_people made."""
    for command in (["migrate"], ["collectstatic", "--noinput", "--ignore", "ext"]):
        subprocess.run([sys.executable, "manage.py", *command, "--verbosity", "0"], cwd=ROOT, env=env, check=True)
    describe = [sys.executable, "-m", "bench.live_people", str(people), str(rooms), str(members)]
    said = subprocess.run(describe, cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE, text=True).stdout
    described: dict[str, Any] = json.loads(said)
    return described


@contextmanager
def embedded(folder: Path, database: str, sockets: int) -> Iterator[tuple[Setup, Crew]]:
    """Yields the whole site in one process, as in the demo."""
    env = environment(folder, database, "production")
    described = prepare(env, sockets + WRITERS + STALLED, 4)
    port = free_port()
    with crew() as team:
        team.start("the site", *uvicorn("bench.live_site:application", port=port), cwd=ROOT, env=env)
        team.wait_for(port)
        yield Setup("embedded", port, [port], [team.members["the site"].pid], **described), team


@contextmanager
def spread(folder: Path, database: str, redis: str, sockets: int) -> Iterator[tuple[Setup, Crew]]:
    """Yields pages by granian and two processes for sockets, as in production."""
    env = {**environment(folder, database, "production"), "REDIS_URL": redis}
    described = prepare(env, sockets + WRITERS + STALLED, 4)
    pages, ports = free_port(), [free_port(), free_port()]
    with crew() as team:
        team.start("granian", *granian("community.served:application", port=pages), cwd=ROOT, env=env)
        for port in ports:
            team.start(f"uvicorn {port}", *uvicorn("bench.live_site:application", port=port), cwd=ROOT, env=env)
        team.wait_for(pages, *ports)
        pids = [team.members[f"uvicorn {port}"].pid for port in ports]
        yield Setup("spread", pages, ports, pids, **described), team


def head_of(site: Setup, stream: str) -> int:
    """Returns the number of a stream's newest event, as the page side says it."""
    connection = http.client.HTTPConnection("127.0.0.1", site.pages, timeout=30)
    headers = {"Host": "127.0.0.1", "Cookie": site.writers[0]}
    connection.request("GET", f"/live/{stream}?since={AHEAD}", headers=headers)
    head: int = json.loads(connection.getresponse().read())["n"]
    connection.close()
    return head


def open_room(site: Setup, remote: Remote, stream: str, count: int) -> None:
    """Brings so many sockets into a room."""
    remote.ask("open", ports=site.sockets, cookies=site.listeners, count=count, stream=stream, origin=ORIGIN)


def memory_of_sockets(site: Setup, remote: Remote, count: int) -> float:
    """Returns what one idle socket takes, in KiB; the first ones, which warm the process up, are not counted."""
    open_room(site, remote, f"thread:{site.threads[0]}", FIRST)
    time.sleep(1)
    before = memory(site.pids)
    open_room(site, remote, f"thread:{site.threads[0]}", count)
    time.sleep(1)
    taken = (memory(site.pids) - before) / (count - FIRST)
    remote.ask("close")
    return round(taken, 1)


def at_rate(site: Setup, remote: Remote, thread: int, *, rate: int, seconds: float = RATE_SECONDS) -> Row:
    """Returns what the room saw while members replied so often."""
    watch, begin = Watch(site.pids), time.perf_counter()
    remote.ask("begin")
    posted = write(site.pages, thread, site.writers, rate=rate, seconds=seconds)
    head = head_of(site, f"thread:{thread}")
    remote.ask("settle", head=head)
    passed = time.perf_counter() - begin
    seen: Row = remote.ask("report", head=head)
    seen |= {"rate": round(seen["delivered"] / passed), **watch.shares()}
    return seen | {"post_p95": posted.p95(), "problems": posted.problems[:3], "refused": len(posted.problems)}


def in_calm(site: Setup, remote: Remote, thread: int, *, rate: int) -> Row:
    """Returns the calmer of two tries where others were busy during the first; what either lost counts."""
    row = at_rate(site, remote, thread, rate=rate)
    if row["elsewhere"] <= TOO_BUSY:
        return row
    again = at_rate(site, remote, thread, rate=rate)
    calmer = min(row, again, key=lambda one: int(one["elsewhere"]))
    return calmer | {name: row[name] + again[name] for name in ("lost", "doubled", "refused")}


def rates(site: Setup, remote: Remote, count: int, thread: int) -> None:
    """Measures every rate with so many sockets in a room."""
    open_room(site, remote, f"thread:{thread}", count)
    write(site.pages, thread, site.writers, rate=4, seconds=1)  # the dictionary and the templates are read by now
    remote.ask("settle", head=head_of(site, f"thread:{thread}"))
    for rate in RATES:
        row = in_calm(site, remote, thread, rate=rate)
        site.frame = row["bytes"] or site.frame
        add(site, f"{rate}/s", count, row)


def add(site: Setup, load: str, count: int, row: Row) -> None:
    """Keeps a row and prints how far we are."""
    site.rows.append({"setup": site.name, "load": load, "sockets": count, **row})
    said = f"{row['rate']:,} delivered/s, p95 {row['p95']} ms, {row['lost']} lost"
    print(f"  {site.name}, {count} sockets, {load}: {said}", flush=True)


def saturated(site: Setup, remote: Remote, count: int) -> Row:
    """Returns what the room got when events came as fast as it took them."""
    open_room(site, remote, STREAM, count)
    watch = Watch(site.pids)
    batch = 2 if site.name == "stock" else 8  # a slow one would take long to work off what is under way
    size = site.frame
    row: Row = remote.ask("saturate", port=site.sockets[0], size=size, seconds=SATURATED_SECONDS, batch=batch)
    remote.ask("close")
    return row | watch.shares()


def emit(site: Setup, stream: str, count: int) -> None:
    """Makes events in a stream of the bench."""
    connection = http.client.HTTPConnection("127.0.0.1", site.sockets[0], timeout=60)
    connection.request("POST", f"/bench/emit?count={count}&size=16000&stream={stream}", headers={"Host": "127.0.0.1"})
    connection.getresponse().read()
    connection.close()


def with_stalled_readers(site: Setup, remote: Remote, count: int, thread: int) -> Row:
    """Returns what the others saw while some never read, and what each of these took (KiB) at most."""
    stream = "bench:2"
    remote.ask("watch", port=site.sockets[0], cookie=site.listeners[0], stream=stream)
    emit(site, stream, FLOOD)  # the frames that are kept for those who come back take their room from here on
    time.sleep(1)
    before = memory(site.pids)
    remote.ask("stall", port=site.sockets[0], cookies=site.stalled, stream=stream)
    with highest(lambda: memory(site.pids)) as peak:
        emit(site, stream, FLOOD)
        time.sleep(1)
    row = in_calm(site, remote, thread, rate=RATES[0])
    return row | {"stalled_kib": round((peak[0] - before) / STALLED, 1), "too_slow": remote.ask("wake")}


def measure_embedded(folder: Path, counts: list[int]) -> tuple[list[Row], float]:
    """Measures the embedded site beside the two others; returns the rows and KiB a socket."""
    most = counts[-1]
    database = f"sqlite:///{folder / 'live.sqlite3'}"
    with embedded(folder, database, most) as (site, team), crowd() as remote:
        taken = memory_of_sockets(site, remote, most)
        for count, thread in zip(counts, site.threads[1:], strict=False):
            rates(site, remote, count, thread)
            if count == most:
                add(site, "stalled", count, with_stalled_readers(site, remote, count, thread))
            remote.ask("close")
        others = _start_others(site, team)
        for count in counts:
            for _round in range(ROUNDS):
                for one in (site, *others):
                    add(one, "saturated", count, saturated(one, remote, count))
        return [*site.rows, *(row for one in others for row in one.rows)], taken


def _start_others(site: Setup, team: Crew) -> list[Setup]:
    """Starts the two that ours is compared with; their sockets need no cookie."""
    others = []
    for name in ("plain", "stock"):
        port = free_port()
        team.start(name, *uvicorn(f"bench.live_{name}:application", port=port), cwd=ROOT)
        team.wait_for(port)
        others.append(Setup(name, port, [port], [team.members[name].pid], [], [], frame=site.frame))
    return others


def measure_spread(folder: Path, counts: list[int]) -> list[Row]:
    """Measures with PostgreSQL, Redis, and several processes; returns the rows."""
    from tests.services import engines

    with (
        engines.postgres() as database,
        engines.redis() as redis,
        spread(folder, database, redis, counts[-1]) as (site, _team),
        crowd() as remote,
    ):
        for count, thread in zip(counts, site.threads, strict=False):
            rates(site, remote, count, thread)
            remote.ask("close")
            add(site, "saturated", count, saturated(site, remote, count))
        return site.rows


def run(folder: Path, *, quick: bool) -> dict[str, Any]:
    """Measures both set-ups and returns every figure."""
    raise_file_limit()
    counts = [200] if quick else [200, 1_000]
    rows, taken = measure_embedded(folder, counts)
    return {"rows": [*rows, *measure_spread(folder, counts)], "kib_a_socket": taken, "sockets": counts[-1]}
