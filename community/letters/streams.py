"""The registry of streams: kinds of letters that people get until they say no. Apps above register theirs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from community.base.registry import Registry
from community.letters.models import Dispatch
from community.people.models import Person

AT_ONCE = 50  # letters composed at once: what they say is current, and they go out long before their lease ends


@dataclass(frozen=True, slots=True)
class Composed:
    """A letter as it goes out now: subject, text and HTML, in the person's language.

    `thread`: what mail programs gather it under, together with others of the same (“entry:7”); empty: under nothing.
    `facts`: what its stream wants back when it is sent.
    """

    subject: str
    text: str
    html: str
    thread: str = ""
    facts: object = field(default=None, compare=False)


# From letters that are due, with their people, to what they say now, by id. None: there is nothing to say.
Composer = Callable[[Sequence[Dispatch]], dict[int, Composed | None]]


@dataclass(frozen=True)
class Stream:
    """One stream: its name for people, its List-Id, what composes its letters and what follows when one is sent.

    Of several letters of a stream that wait for a person only the latest goes out: it tells all. `compose` that raises
    for many is asked for one at a time. `sent` is called in the transaction that records a letter; `stop` ends the
    stream for a person and `restart` begins it again; `is_on` says whether a person gets it; `settings_url` is where
    one chooses more finely, without a language. `rest`: what follows when somebody pauses it. `batch`: how many are
    composed at once; the more, the longer the last of them waits to be handed over.
    """

    label: Callable[[], str]
    list_id: str
    compose: Composer
    sent: Callable[[Dispatch, Composed], None]
    is_on: Callable[[Person], bool]
    stop: Callable[[Person], None]
    restart: Callable[[Person], None]
    settings_url: str
    rest: Callable[[Person], None] = lambda _person: None
    batch: int = AT_ONCE


streams: Registry[Stream] = Registry("stream of letters")
