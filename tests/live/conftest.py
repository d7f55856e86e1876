"""The real consumer and hub on an event loop of the test, asking the test's own database connection."""

import asyncio
import json

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import DEFAULT_DB_ALIAS, connections

from community.live import process
from community.live.bus import local
from community.live.consumer import LiveConsumer
from community.live.hub import Hub
from community.live.store import Database
from community.people.sessions import SessionStore

HERE = "http://127.0.0.1:8000"


def session_of(person):
    """Returns the key of a new session in which this person is signed in."""
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return session.session_key


@pytest.fixture(autouse=True)
def _without_a_pause(monkeypatch):
    """Deliveries follow each other at once, so that tests can wait for them without a clock."""
    monkeypatch.setattr("community.live.hub.channel.PACE", 0)


class Line:
    """A browser's socket as the server sees it: what it sends, what comes back."""

    def __init__(self, *, cookie="", origin=HERE, query="", address="192.0.2.1"):
        headers = [(b"host", b"127.0.0.1:8000"), (b"cookie", cookie.encode("latin-1"))]
        headers += [(b"origin", origin.encode())] if origin else []
        self.scope = {
            "type": "websocket", "scheme": "ws", "path": "/live/ws", "headers": headers, "client": (address, 1),
            "query_string": query.encode(),
        }  # fmt: skip
        self.inbox, self.frames, self.code = asyncio.Queue(), [], None
        self.inbox.put_nowait({"type": "websocket.connect"})
        self.task = asyncio.create_task(LiveConsumer.as_asgi()(self.scope, self.inbox.get, self._sent))

    async def says(self, frame, turns=12):
        """Sends a frame (an object, text or bytes) and returns what came meanwhile."""
        before = len(self.frames)
        if isinstance(frame, bytes):
            self.inbox.put_nowait({"type": "websocket.receive", "bytes": frame})
        else:
            text = frame if isinstance(frame, str) else json.dumps(frame)
            self.inbox.put_nowait({"type": "websocket.receive", "text": text})
        await settled(turns)
        return self.frames[before:]

    async def answer(self, frame):
        """Sends a frame and returns the last one that came back; a person's counters come when they like."""
        return [said for said in await self.says(frame) if said["t"] != "person"][-1]

    async def hangs_up(self):
        self.inbox.put_nowait({"type": "websocket.disconnect", "code": 1001})
        await self.task

    def of(self, sort):
        """Returns the frames of one sort."""
        return [frame for frame in self.frames if frame["t"] == sort]

    async def _sent(self, message):
        if message["type"] == "websocket.send":
            self.frames += map(json.loads, message["text"].split("\n"))
        elif message["type"] == "websocket.close":
            self.code = message["code"]


async def settled(turns=12):
    """Lets everything run that needs no clock."""
    for _ in range(turns * 6):
        await asyncio.sleep(0)


@pytest.fixture()
def stage(monkeypatch, db):
    """Returns a function that runs a scene (async) with a hub; the scene opens Lines."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

    async def ask(_self, question, *arguments):
        await asyncio.sleep(0)
        return question(*arguments)

    monkeypatch.setattr(Database, "_ask", ask)
    monkeypatch.setattr(Database, "_draw", ask)

    tests_own = connections[DEFAULT_DB_ALIAS]

    def run(scene):
        async def play():
            connections[DEFAULT_DB_ALIAS] = tests_own  # a loop has connections of its own; here it has the test's

            class Process:
                hub, is_draining = Hub(Database()), False

            monkeypatch.setattr(process, "_running", Process)
            local.listen(Process.hub.receive)
            try:
                await scene(Process.hub)
            finally:
                local.forget(Process.hub.receive)
                Process.hub.stop()

        asyncio.run(play())

    return run
