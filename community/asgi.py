"""The ASGI entry: `http` goes through a2wsgi to the WSGI application, `websocket` to Channels.

Django's own ASGI handler is bypassed on purpose: it costs a short request many times what the WSGI handler does.
"""

import os
from typing import Any, cast

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "community.settings")

from a2wsgi import WSGIMiddleware
from channels.routing import ProtocolTypeRouter, URLRouter

# isort: split
from community.wsgi import application as pages  # sets Django up; consumers may be imported only from here on

# isort: split
from community.base.walking import Beside
from community.live import process
from community.live.routing import websocket_urlpatterns


async def lifespan(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Starts and stops the hub with the server, and what is done by the clock, where no process of its own does it."""
    rounds = Beside()
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            process.start()
            rounds.start()
        else:
            process.stop()
            rounds.stop()
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
