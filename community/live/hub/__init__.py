"""The hub: what one process knows of open sockets, of what they follow, and of what happened there last."""

from community.live.hub.hub import Hub
from community.live.hub.socket import Socket

__all__ = ["Hub", "Socket"]
