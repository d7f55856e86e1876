"""`./dev bench chaos`: readers and writers while web processes and Redis are killed; nothing may be lost or doubled.

PostgreSQL, Redis and two web processes of its own, each with pages and sockets. At the end every reader's list is
compared with the database, and every acknowledged reply is looked for there.
"""

import asyncio
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.chaos_reader import Reader
from bench.chaos_writer import Writer
from bench.live import prepare
from bench.pages import environment
from bench.sockets import raise_file_limit
from community.programs import Crew, ProgramEnded, answers, crew, find_program, free_port
from community.serve import ROOT, uvicorn

HEALING = 60.0  # seconds after the last write within which everybody must have everything


@dataclass(frozen=True)
class Blow:
    """What happens to a program (`web 0`, `web 1`, `redis`), when, and after how many seconds it is back."""

    at: float
    name: str
    by: signal.Signals
    back_after: float = 1.0


KILL, TERM = signal.SIGKILL, signal.SIGTERM
BLOWS = [Blow(12, "web 0", KILL), Blow(27, "web 1", TERM), Blow(40, "redis", KILL, 6), Blow(56, "web 0", KILL)]


@dataclass(frozen=True)
class Plan:
    """How many take part, for how long, and what is done to the servers."""

    clients: int = 200
    threads: int = 4
    seconds: float = 72.0
    pause: float = 20.0
    blows: list[Blow] = field(default_factory=lambda: list(BLOWS))


class Servers:
    """Two web processes and a Redis that can be killed and come back where they were."""

    def __init__(self, team: Crew, env: dict[str, str], folder: Path) -> None:
        self._team, self._folder = team, folder
        self.ports = {"web 0": free_port(), "web 1": free_port(), "redis": free_port()}
        redis = f"redis://127.0.0.1:{self.ports['redis']}/0"
        self.env = {**env, "REDIS_URL": redis, "LOG_LEVEL": "ERROR"}  # that Redis is gone is no news here
        self.living: set[str] = set()

    def web_ports(self) -> list[int]:
        """Returns the ports of the web processes that answer just now, as a proxy in front would know them."""
        return [self.ports[name] for name in ("web 0", "web 1") if name in self.living]

    def start(self, *names: str) -> None:
        """Starts programs and waits until they answer."""
        for name in names:
            self._team.start(name, *self._command(name), cwd=ROOT, env=self.env)
        self._team.wait_for(*(self.ports[name] for name in names))
        self.living.update(names)

    def _command(self, name: str) -> list[str]:
        port = self.ports[name]
        if name != "redis":
            return uvicorn("community.asgi:application", port=port)
        program = find_program("redis-server")
        if not program:
            raise ProgramEnded("redis-server is not installed: `./dev test --services` installs it on Debian as root.")
        memory_only = ["--save", "", "--appendonly", "no", "--logfile", "redis.log", "--dir", str(self._folder)]
        return [program, "--bind", "127.0.0.1", "--port", str(port), *memory_only]

    def end(self, name: str, by: signal.Signals) -> None:
        """Sends a program the signal and waits until it is gone."""
        process = self._team.members.pop(name)
        self.living.discard(name)
        process.send_signal(by)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        while answers(self.ports[name]):
            time.sleep(0.05)


@contextmanager
def servers(folder: Path, database: str) -> Iterator[Servers]:
    """Yields running servers on that database."""
    with crew() as team:
        made = Servers(team, environment(folder, database, "production"), folder)
        made.start("redis")
        yield made
        for name in made.living - {"redis"}:
            made.end(name, KILL)  # nobody is left who would have to be sent away gently


def _way_of(number: int, reader: Reader, seconds: float) -> Coroutine[Any, Any, None]:
    """Returns how a reader reads: most over a socket from the beginning, one in ten by asking, three come late."""
    if number % 10 == 0:
        return reader.poll()
    if number % 10 < 4:
        return reader.come_late(random.random() * seconds * 0.7)
    return reader.live()


async def _play(plan: Plan, site: Servers, readers: list[Reader], writers: list[Writer]) -> float:
    """Lets everybody read and write while the blows fall; returns how long the last reader needed to have it all."""
    reading = [asyncio.create_task(_way_of(n, one, plan.seconds)) for n, one in enumerate(readers)]
    await asyncio.sleep(3)
    writing = [asyncio.create_task(one.write(plan.pause)) for one in writers]
    begin = time.monotonic()
    for blow in plan.blows:
        await asyncio.sleep(max(0.0, begin + blow.at - time.monotonic()))
        print(f"  {blow.at:3.0f} s: {blow.name} gets {blow.by.name}", flush=True)
        await asyncio.to_thread(site.end, blow.name, blow.by)
        await asyncio.sleep(blow.back_after)
        await asyncio.to_thread(site.start, blow.name)
        print(f"  {time.monotonic() - begin:3.0f} s: {blow.name} is back", flush=True)
    await asyncio.sleep(max(0.0, begin + plan.seconds - time.monotonic()))
    for writer in writers:
        writer.is_over.set()
    await asyncio.gather(*writing)
    healed = await _wait_for_quiet(site, readers)
    for reader in readers:
        reader.is_over = True
    for task in reading:
        task.cancel()
    await asyncio.gather(*reading, return_exceptions=True)
    return healed


async def _wait_for_quiet(site: Servers, readers: list[Reader]) -> float:
    threads = sorted({int(stream.partition(":")[2]) for reader in readers for stream in reader.views})
    heads = {stream: len(held["events"]) for stream, held in (await asyncio.to_thread(truth, site, threads)).items()}
    begin = time.monotonic()
    while time.monotonic() < begin + HEALING:
        if all(view.last >= heads[stream] for reader in readers for stream, view in reader.views.items()):
            break
        await asyncio.sleep(0.1)
    return time.monotonic() - begin


def truth(site: Servers, threads: list[int]) -> dict[str, Any]:
    """Returns what the database holds of these threads (bench.chaos_truth)."""
    command = [sys.executable, "-m", "bench.chaos_truth", *map(str, threads)]
    said = subprocess.run(command, cwd=ROOT, env=site.env, check=True, stdout=subprocess.PIPE, text=True).stdout
    held: dict[str, Any] = json.loads(said)
    return held


def compare(readers: list[Reader], held: dict[str, Any]) -> dict[str, int]:
    """Returns what readers miss, have twice, in another order, or in an outdated text."""
    found = dict.fromkeys(("lost", "doubled", "reordered", "outdated"), 0)
    for reader in readers:
        for stream, view in reader.views.items():
            events = [tuple(event) for event in held[stream]["events"] if event[0] > view.begin]
            posts = {pk: mark for pk, number, _key, mark, gone in held[stream]["posts"] if number > 1 and not gone}
            seen = view.seen()
            there = [pk for pk, _mark in seen]
            found["lost"] += len(set(events) - set(view.log)) + len(posts.keys() - set(there))
            found["doubled"] += len(view.log) - len(set(view.log)) + len(there) - len(set(there))
            in_common = [pk for pk in there if pk in posts]
            is_same = view.log == events and in_common == sorted(in_common, key=list(posts).index)
            found["reordered"] += not is_same
            found["outdated"] += sum(posts.get(pk) != mark for pk, mark in seen)
    return found


def look_for(writers: list[Writer], held: dict[str, Any]) -> dict[str, int]:
    """Returns how many acknowledged replies are not in the database, and how many are there twice."""
    posts = [post for thread in held.values() for post in thread["posts"]]
    marks: dict[str, list[str]] = {}
    for _pk, number, key, mark, _gone in posts:
        if number > 1:
            marks.setdefault(key, []).append(mark.partition("v")[0])
    sent = [one for writer in writers for one in writer.sent]
    begun = [mark for _key, found in marks.items() for mark in found]
    return {
        "acknowledged": len(sent),
        "acknowledged, not there": sum(one.key not in marks for one in sent),
        "there twice": len(begun) - len(set(begun)),
    }


def run(folder: Path, database: str, plan: Plan) -> dict[str, Any]:
    """Plays the plan on that database and returns every figure."""
    raise_file_limit()
    with servers(folder, database) as site:
        described = prepare(site.env, plan.clients, plan.threads)
        site.start("web 0", "web 1")
        return play(site, plan, described["people"], described["threads"])


def play(site: Servers, plan: Plan, people: list[tuple[int, str]], threads: list[int]) -> dict[str, Any]:
    """Plays the plan on running servers, with these people in these new threads, and returns every figure."""
    rnd = random.Random(4)
    readers = [Reader(one, rnd.sample(threads, rnd.randint(1, min(3, len(threads)))), site.web_ports) for one in people]
    writers = [Writer(one, threads, site.web_ports) for one in people]
    healed = asyncio.run(_play(plan, site, readers, writers))
    held = truth(site, threads)
    return {**compare(readers, held), **look_for(writers, held), **_counted(readers, writers, held, healed)}


def _counted(readers: list[Reader], writers: list[Writer], held: dict[str, Any], healed: float) -> dict[str, Any]:
    views = [view for reader in readers for view in reader.views.values()]
    trouble = [said for reader in readers for said in reader.trouble]
    trouble += [said for writer in writers for said in writer.trouble]
    return {
        "seconds until everybody had all": round(healed, 1),
        "events": sum(len(thread["events"]) for thread in held.values()),
        "deliveries": sum(len(view.log) for view in views),
        "edited": sum(writer.edited for writer in writers),
        "deleted": sum(writer.deleted for writer in writers),
        "retried sends": sum(writer.retried for writer in writers),
        "connections": sum(reader.connections for reader in readers),
        "gaps noticed": sum(view.gaps for view in views),
        "frames that came again": sum(view.again for view in views),
        "whole pages read": sum(view.resets for view in views),
        "trouble": len(trouble),
        "first of the trouble": trouble[:5],
    }


MUST_BE_NONE = ("lost", "doubled", "reordered", "outdated", "acknowledged, not there", "there twice", "trouble")


def faults(figures: dict[str, Any]) -> int:
    """Returns the sum of what must be none."""
    return sum(int(figures[name]) for name in MUST_BE_NONE)


def report(figures: dict[str, Any], target: Path) -> float:
    """Prints the figures and writes them as JSON; returns 1 when nothing is wrong, otherwise 0."""
    print()
    for name, figure in figures.items():
        said = "; ".join(figure) or "–" if isinstance(figure, list) else f"{figure:,}"
        print(f"{name:32} {said:>8}{'   wrong' if name in MUST_BE_NONE and figure else ''}")
    target.write_text(json.dumps(figures, indent=1, ensure_ascii=False), "utf-8")
    return 0.0 if faults(figures) else 1.0
