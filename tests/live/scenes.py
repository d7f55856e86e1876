"""Scenes with a hub: a world, the hub, and a function that lets somebody in who follows the room."""

import asyncio

from community.live.hints import Hint
from community.live.hub import Hub
from tests.live.fakes import ROOM, Browser, World, hint_of, quiet


def played(scene, members=(1, 2)):
    """Runs a scene with a world, a hub, and a function that lets somebody in who follows the room."""

    async def play():
        world = World(members)
        hub = Hub(world)

        async def enter(person_id=None, since=None):
            browser = Browser(hub, world, person_id)
            browser.connect()
            await browser.follow(since)
            await quiet()
            return browser

        await scene(world, hub, enter)
        hub.stop()

    asyncio.run(play())


def write(world, hub, post=1, text="tekst"):
    event = world.write(post, text)
    hub.receive(Hint(ROOM, hint_of(event)))
    return event
