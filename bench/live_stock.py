"""What our fan-out is compared with: a stock Channels consumer and `group_send` over the layer in memory.

`uvicorn bench.live_stock:application`. The frames are as large as ours.
"""

from typing import Any

from channels.generic.websocket import AsyncWebsocketConsumer
from channels.layers import get_channel_layer
from django.conf import settings

from bench import live_plain
from bench.live_plain import Receive, Send, answer, asked_for, followed, frame

settings.configure(
    SECRET_KEY="stock-only",
    CHANNEL_LAYERS={"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}},
)


class Consumer(AsyncWebsocketConsumer):
    """As in Channels' tutorial."""

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Joins the room."""
        await self.channel_layer.group_add("room", self.channel_name)
        await self.send(text_data=followed())

    async def disconnect(self, code: int) -> None:
        """Leaves the room."""
        await self.channel_layer.group_discard("room", self.channel_name)

    async def happened(self, event: dict[str, Any]) -> None:
        """Passes an event on to the browser."""
        await self.send(text_data=event["text"])


_consumer = Consumer.as_asgi()


async def application(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    """Serves sockets, and POST /bench/emit?count=8&size=2000."""
    if scope["type"] == "websocket":
        await _consumer(scope, receive, send)
    elif scope["type"] == "http":
        count, size = asked_for(scope)
        layer = get_channel_layer()
        for _event in range(count):
            live_plain.head += 1
            await layer.group_send("room", {"type": "happened", "text": frame(live_plain.head, size)})
        await answer(send, live_plain.head)
