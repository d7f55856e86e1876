"""How the catalogue hears of things whose apps stand below it: people, spaces and cities say that they changed.

Their actions call `changed` at the end of their transaction; the app that lists registers itself from its `plugs`.
One listener a kind of subject: this is a telephone line, not a loudspeaker.
"""

from collections.abc import Callable, Iterable

from community.base.registry import Registry

Listener = Callable[[list[int]], None]
subject_listeners: Registry[Listener] = Registry("listener to a kind of subject")


def changed(kind: str, ids: Iterable[int]) -> None:
    """Tells who lists this kind of subject that these (ids) are new or different now; nobody may be listening."""
    if kind in subject_listeners:
        subject_listeners[kind](list(ids))
