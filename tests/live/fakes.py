"""A small world for the hub: a room with posts, members and a log, and browsers that behave as ours do."""

import asyncio
import json
from datetime import UTC, datetime, timedelta

from community.live.hub import Socket
from community.live.kinds import Happening, Readers, Shown
from community.live.tickets import Ticket

ROOM = "room:1"
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


class World:
    """The database: what happened, what posts look like now, who may read. It is also the hub's store."""

    def __init__(self, members=()):
        self.members, self.open_to_visitors = set(members), True
        self.log, self.posts, self.fails = [], {}, 0
        self.first = 1  # events before this number were pruned
        self.signed_out = set()
        self.asked = []

    @property
    def head(self):
        return len(self.log)

    def write(self, post, text, kind="post.edited"):
        """Changes a post (None deletes it) and returns the event, as a commit would."""
        self.posts[post] = text
        self.log.append(Happening(self.head + 1, kind, post, None, LONG_AGO))
        return self.log[-1]

    def page(self):
        """Returns what a fresh page shows, and the head that was read before."""
        return self.head, {f"post-{post}": text or "" for post, text in self.posts.items()}

    async def heads(self, keys):
        await self._think("heads")
        return {key: self.head if key == ROOM else 0 for key in keys}

    async def events(self, key, after, limit):
        await self._think("events")
        return [event for event in self.log if event.seq > after and event.seq >= self.first][:limit]

    async def readers(self, key, person_ids):
        await self._think("readers")
        if key != ROOM:
            return Readers()
        return Readers(self.open_to_visitors, frozenset(self.members & set(person_ids)))

    async def show(self, key, happenings, view):
        await self._think("show")
        last = {event.object_id: event.seq for event in happenings}
        return [
            Shown({f"post-{e.object_id}": self.posts[e.object_id] or ""} if last[e.object_id] == e.seq else {})
            for e in happenings
        ]

    async def parts(self, name, person_ids, language):
        await self._think("parts")
        return {person_id: {name: f"{language} {person_id}"} for person_id in person_ids}

    async def tickets(self, session_keys):
        await self._think("tickets")
        return {key: ticket(int(key[1:])) for key in session_keys if key not in self.signed_out}

    async def prune(self):
        return 0

    def close(self):
        pass

    async def _think(self, question):
        self.asked.append(question)
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        if self.fails:
            self.fails -= 1
            raise ConnectionError("the database is away")


def ticket(person_id):
    return Ticket(f"s{person_id}", person_id, f"Osoba {person_id}", datetime.now(UTC) + timedelta(days=1))


class Browser:
    """A browser on one page: it applies frames as live-stream.js does, and remembers all that it was sent."""

    def __init__(self, hub, world, person_id=None):
        self.hub, self.world, self.person_id = hub, world, person_id
        self.frames, self.closed, self.dropped = [], None, False
        self.last, self.shown = world.page()
        self.socket, self.jumps = None, 0

    def connect(self, hub=None):
        """Opens a socket, to another hub after a restart."""
        self.hub, self.closed = hub or self.hub, None
        self.socket = Socket(self._get, ticket=ticket(self.person_id) if self.person_id else None)
        assert self.hub.enter(self.socket)
        self.socket.writer = self.hub.spawn(self.socket.write())

    def disconnect(self):
        """Loses the connection."""
        if self.socket:
            self.hub.exit(self.socket)
            self.socket.writer.cancel()
        self.socket = None

    async def follow(self, since=None, key=ROOM):
        """Follows the room from what it has, or from another number."""
        if self.socket:
            await self.hub.follow(self.socket, {key: self.last if since is None else since}, "pl")

    async def _ask_again(self):
        """Follows anew by itself. The consumer closes a socket whose question fails, and the browser comes back."""
        try:
            await self.follow()
        except ConnectionError:
            self.disconnect()

    def kinds(self):
        """Returns what sorts of frames came of streams; a person's own counters come beside them when they like."""
        return [frame["t"] for frame in self.frames if frame["t"] != "person"]

    def numbers(self):
        """Returns the numbers of the events that came."""
        return [frame["n"] for frame in self.frames if frame["t"] == "event"]

    async def _get(self, message):
        if message["type"] == "websocket.close":
            self.closed = message["code"]
            return
        for line in message["text"].split("\n"):
            frame = json.loads(line)
            self.frames.append(frame)
            await self._take(frame)

    async def _take(self, frame):
        if frame["t"] == "event":
            self.jumps += frame["n"] > self.last + 1
            if frame["n"] == self.last + 1:
                self.last = frame["n"]
                self.shown.update(frame.get("parts", {}))
                if frame.get("facts", {}).get("refresh"):
                    self.last, self.shown = self.world.page()
            elif frame["n"] > self.last + 1:
                self.hub.spawn(self._ask_again())
        elif frame["t"] == "reset":
            self.last, self.shown = self.world.page()
        elif frame["t"] == "resync":
            self.hub.spawn(self._ask_again())
        elif frame["t"] in ("dropped", "refused"):
            self.dropped = True


async def quiet(turns=60):
    """Lets everything that waits for nothing but its turn come to its end."""
    for _ in range(turns):
        await asyncio.sleep(0)


async def until(happened, seconds=10):
    """Waits until something has happened; what does not happen is left for the test to say."""
    end = asyncio.get_running_loop().time() + seconds
    while not happened() and asyncio.get_running_loop().time() < end:
        await asyncio.sleep(0.005)


def hint_of(event, at=1):
    """Returns the body of a hint about an event."""
    return {"do": "events", "events": [[event.seq, event.kind, event.object_id]], "by": None, "at": at}
