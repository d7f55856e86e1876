"""The ASGI entry: `http` goes through a2wsgi to the WSGI application, `websocket` to Channels.

Django's own ASGI handler is bypassed on purpose: it costs a short request many times what the WSGI handler does.
"""

import os
from typing import Any, cast

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "community.settings")

from a2wsgi import WSGIMiddleware
from channels.routing import ProtocolTypeRouter, URLRouter

# Importing `pages` has set Django up; consumers may be imported only from here on.
from community.live.routing import websocket_urlpatterns
from community.wsgi import application as pages


async def lifespan(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Answers the server's start and stop messages; nothing here needs preparing."""
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return


application = ProtocolTypeRouter(
    {
        "http": WSGIMiddleware(cast(Any, pages), workers=8, send_queue_size=32),
        "websocket": URLRouter(websocket_urlpatterns),
        "lifespan": lifespan,
    }
)
