"""The registry of what can be reported: the apps above say how to find it, what it is, and how it is hidden and shown.

A subject is named by its kind and a number: "post" 12. A thread is its first post.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from community.base.registry import Registry
from community.people.models import Person
from community.spaces.models import Space
from community.spaces.rules import Viewer

Key = tuple[str, int]


@dataclass(frozen=True)
class Subject:
    """What is reported, as it stands now. `noun` says what it is ("post"), `url` is in the page's language.

    `html` is its text, also while it is hidden: who may read it there, the page decides. It stands in `space` for
    `audience`, perhaps not where it stood when somebody reported it or decided: `rules.may_read` asks anew.
    """

    kind: str
    id: int
    noun: str
    title: str
    url: str
    html: str
    space: Space
    audience: str
    author_id: int | None
    author: str
    author_url: str | None
    at: datetime
    is_gone: bool = False


class Hides(Protocol):
    """Takes something out of sight and records the decision; raises Refused when the rules no longer allow it."""

    def __call__(self, *, by: Person, subject_id: int, fault: str, reason: str, settles: bool) -> None: ...


class Restores(Protocol):
    """Brings something back and records the decision; raises Refused when the rules no longer allow it."""

    def __call__(self, *, by: Person, subject_id: int, reason: str) -> None: ...


@dataclass(frozen=True)
class SubjectKind:
    """How the app that owns a kind of subject answers for it.

    `find` raises Http404 for what the viewer may not read; `facts` returns subjects by id, hidden ones too, in a
    constant number of queries, and leaves out what exists no more. `may_restore` says whether a decision hides the
    subject now and the viewer may show it again.
    """

    find: Callable[[Viewer, int], Subject]
    facts: Callable[[Collection[int]], dict[int, Subject]]
    hide: Hides
    restore: Restores
    may_restore: Callable[[Viewer, int], bool]


subject_kinds: Registry[SubjectKind] = Registry("kind of subject")


def subjects_of(keys: Collection[Key]) -> dict[Key, Subject]:
    """Returns the subjects of these kinds and numbers that exist, hidden ones too; in the queries of each kind."""
    ids: dict[str, list[int]] = {}
    for kind, subject_id in keys:
        ids.setdefault(kind, []).append(subject_id)
    found = {kind: subject_kinds[kind].facts(some) for kind, some in ids.items() if kind in subject_kinds}
    return {(kind, subject_id): subject for kind, some in found.items() for subject_id, subject in some.items()}


def subject_of(kind: str, subject_id: int) -> Subject | None:
    """Returns one subject, a hidden one too; None when it exists no more."""
    return subjects_of([(kind, subject_id)]).get((kind, subject_id))
