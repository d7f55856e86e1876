"""The one socket address. Its consumer arrives with the live transport; until then the door says so and closes."""

from typing import Any

from channels.generic.websocket import AsyncWebsocketConsumer
from django.urls import path

NOT_YET_OPEN = 4503


class ClosedDoor(AsyncWebsocketConsumer):
    """Accepts a socket and closes it with 4503 and a reason, so that a client falls back to plain pages."""

    channel_layer_alias = "__none__"

    async def connect(self) -> None:
        """Closes at once; a close code reaches the browser only after the handshake was accepted."""
        await self.accept()
        await self.close(code=NOT_YET_OPEN, reason="live updates are not switched on")

    async def websocket_receive(self, message: Any) -> None:
        """Ignores whatever arrives between accepting and closing."""


websocket_urlpatterns = [path("live/ws", ClosedDoor.as_asgi())]
