"""Whatever happens in whatever order, with a bus that loses, doubles, delays and shuffles: all see the database."""

import asyncio
import random

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from community.live.hints import PEOPLE, Hint
from community.live.hub import Hub
from community.live.hub.rounds import Rounds
from tests.live.fakes import ROOM, Browser, World, hint_of, quiet

PEOPLE_IN_IT = 4
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("send"), st.integers(1, 9)),
        st.tuples(st.just("edit"), st.integers(1, 9)),
        st.tuples(st.just("delete"), st.integers(1, 9)),
        st.tuples(st.just("revoke"), st.integers(1, PEOPLE_IN_IT)),
        st.tuples(st.just("admit"), st.integers(1, PEOPLE_IN_IT)),
        st.tuples(st.just("disconnect"), st.integers(1, PEOPLE_IN_IT)),
        st.tuples(st.just("return"), st.integers(1, PEOPLE_IN_IT)),
        st.tuples(st.just("restart"), st.just(0)),
        st.tuples(st.just("prune"), st.just(0)),
        st.tuples(st.just("fail"), st.just(0)),
        st.tuples(st.just("rest"), st.integers(0, 5)),
    ),
    max_size=60,
)


class BadBus:
    """Loses a fifth of the hints, doubles a fifth, and delivers the rest late and in any order."""

    def __init__(self, dice):
        self.dice, self.waiting = dice, []

    def publish(self, hint):
        copies = self.dice.choices([0, 1, 2], [1, 3, 1])[0]
        self.waiting += [hint] * copies
        self.dice.shuffle(self.waiting)

    def deliver(self, hub, share=0.5):
        now = [hint for hint in self.waiting if self.dice.random() < share]
        self.waiting = [hint for hint in self.waiting if hint not in now]
        for hint in now:
            hub.receive(hint)


class Play:
    """One run: a world, a hub that may be restarted, and browsers."""

    def __init__(self, seed):
        self.dice = random.Random(seed)
        self.world = World(members=range(1, PEOPLE_IN_IT + 1))
        self.hub, self.bus = Hub(self.world), BadBus(self.dice)
        self.browsers = {n: Browser(self.hub, self.world, person_id=n) for n in range(1, PEOPLE_IN_IT + 1)}
        self.texts = 0

    async def begin(self):
        for browser in self.browsers.values():
            browser.connect()
            await browser.follow()

    async def step(self, do, which):
        await getattr(self, do)(which)
        self.bus.deliver(self.hub)
        await quiet(self.dice.randrange(4))

    async def send(self, post):
        self.texts += 1
        self._commit(self.world.write(post, f"tekst {self.texts}", "post.added"))

    edit = send

    async def delete(self, post):
        if post in self.world.posts:
            self._commit(self.world.write(post, None, "post.deleted"))

    async def revoke(self, person):
        self.world.members.discard(person)
        self.hub.receive(Hint(PEOPLE, {"do": "recheck", "people": [person]}))
        self.browsers[person].frames_when_revoked = len(self.browsers[person].numbers())

    async def admit(self, person):
        self.world.members.add(person)
        if self.browsers[person].dropped:
            self.browsers[person].dropped = False
            await self.browsers[person].follow()

    async def disconnect(self, person):
        self.browsers[person].disconnect()

    async def rejoin(self, person):
        browser = self.browsers[person]
        if browser.socket is None:
            browser.connect(self.hub)
            await browser.follow()

    async def restart(self, _):
        online = [browser for browser in self.browsers.values() if browser.socket]
        for browser in online:
            browser.disconnect()
        self.hub.stop()
        self.hub = Hub(self.world)
        for browser in online:
            browser.connect(self.hub)
            await browser.follow()

    async def prune(self, _):
        self.world.first = max(self.world.first, self.world.head - 2)

    async def fail(self, _):
        self.world.fails = 1

    async def rest(self, turns):
        await quiet(turns)

    async def end(self):
        """The database is back, everybody is online, and the clock has struck ten seconds a few times."""
        self.world.fails = 0
        await quiet()  # who was told to go while being let in again has heard of it
        for person, browser in self.browsers.items():
            await self.rejoin(person)
            if browser.dropped and person in self.world.members:
                await self.admit(person)
        for _ in range(4):
            await quiet()
            await Rounds(self.hub).read_heads()
            await Rounds(self.hub).check_rights()
            Rounds(self.hub).ping()
        await quiet()

    def _commit(self, event):
        self.bus.publish(Hint(ROOM, hint_of(event)))


setattr(Play, "return", Play.rejoin)


async def played(steps, seed):
    play = Play(seed)
    await play.begin()
    for do, which in steps:
        try:
            await play.step(do, which)
        except ConnectionError:  # the consumer closes the socket then, and the browser comes back
            for browser in play.browsers.values():
                browser.disconnect()
    await play.end()
    return play


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps=STEPS, seed=st.integers(0, 10_000))
@example([("revoke", 4), ("fail", 0), ("send", 1), ("admit", 4), ("fail", 0)], 1)  # fails twice: when it is proved, too
def test_every_browser_ends_with_what_the_database_holds(steps, seed):
    play = asyncio.run(played(steps, seed))
    head, page = play.world.page()
    for person, browser in play.browsers.items():
        if person in play.world.members:
            assert (browser.last, browser.shown) == (head, page), person


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps=STEPS, seed=st.integers(0, 10_000))
def test_nobody_is_sent_an_event_before_the_one_that_precedes_it(steps, seed):
    play = asyncio.run(played(steps, seed))
    for browser in play.browsers.values():
        assert browser.jumps == 0


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps=STEPS, seed=st.integers(0, 10_000))
def test_who_was_removed_gets_nothing_from_then_on(steps, seed):
    async def removed():
        play = await played(steps, seed)
        for person in list(play.world.members):
            await play.revoke(person)
            before = len(play.browsers[person].numbers())
            await play.send(1)
            play.bus.deliver(play.hub, share=1)
            await quiet()
            await Rounds(play.hub).read_heads()
            await quiet()
            assert len(play.browsers[person].numbers()) == before, person
        return play

    play = asyncio.run(removed())
    assert play.world.head > 0
