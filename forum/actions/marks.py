"""What people have read, when a thread moves to another space or into another thread.

A mark is one number per person and thread, or a moment for a whole space (`forum.queries.unread` has the words), so not
every state can be said. In doubt a post stays unread: nothing that was new to somebody counts as read.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from community.catalogue.actions import raise_seen
from community.catalogue.models import Entry, Seen, SeenSpace
from community.following.models import FOLLOWED, Follow, Target
from community.spaces.models import Membership
from forum.models import Post, Thread


class Marks:
    """What people have read of one thread as it stands now. Five queries, however many people."""

    def __init__(self, thread: Thread, entry: Entry) -> None:
        there = Post.objects.filter(thread=thread, deleted_at=None).order_by("number")
        self.posts = list(there.values_list("number", "created_at", "author_id"))
        self.rows = dict(Seen.objects.filter(entry=entry).values_list("person_id", "upto"))
        in_space = Membership.objects.filter(space_id=thread.space_id)
        self.joined = dict(in_space.values_list("person_id", "joined_at"))
        follows = Follow.objects.filter(target=Target.ENTRY, target_id=entry.pk, level__in=FOLLOWED)
        self.watched = dict(follows.values_list("person_id", "created_at"))
        self.spaces = dict(SeenSpace.objects.filter(space_id=thread.space_id).values_list("person_id", "at"))

    @property
    def concerned(self) -> set[int]:
        """Returns the people (ids) for whom anything here counts as new or as read."""
        return self.rows.keys() | self.joined.keys() | self.watched.keys()

    def since(self, person_id: int) -> datetime | None:
        """Returns from which moment on posts are new to a person without a row; None: from the first."""
        began = self.joined.get(person_id) or self.watched.get(person_id)
        return max((at for at in (began, self.spaces.get(person_id)) if at), default=None)

    def count_read(self, person_id: int, numbers: Sequence[int]) -> int:
        """Returns how many of these posts (ascending numbers) a person has read before the first that they have not."""
        wanted, since = set(numbers), self.since(person_id)
        upto = self.rows.get(person_id)
        new = {
            number
            for number, at, author_id in self.posts
            if number in wanted and author_id != person_id
            and (number > upto if upto is not None else since is None or at > since)
        }  # fmt: skip
        return next((place for place, number in enumerate(numbers) if number in new), len(numbers))


def keep_marks(thread: Thread, entry: Entry, *, newcomers: Iterable[int]) -> None:
    """Writes down what people have read of a thread only by moment, before it leaves its space.

    Only for who will be concerned afterwards: who follows it, or belongs to the space that it goes to (`newcomers`).
    """
    marks = Marks(thread, entry)
    numbers = [number for number, _at, _author in marks.posts]
    afterwards = marks.watched.keys() | set(newcomers)
    by_moment = {person for person in marks.concerned & afterwards if person not in marks.rows}
    read = {person: marks.count_read(person, numbers) for person in by_moment}
    raise_seen(entry=entry, upto={person: numbers[count - 1] if count else 0 for person, count in read.items()})


def join_marks(source: Thread, target: Thread, entries: tuple[Entry, Entry], *, appended: Sequence[int]) -> None:
    """Makes what people have read hold when these posts of the source are appended to the target, before they are.

    Who has read the target to its end has read on as far as they had read the source; for others a number cannot say
    it, and what is appended is new to them.
    """
    of_source, of_target = (Marks(thread, entry) for thread, entry in zip((source, target), entries, strict=True))
    numbers = [number for number, _at, _author in of_target.posts]
    upto = {}
    for person in of_source.concerned | of_target.concerned:
        if _holds_by_moment(person, of_source, of_target):
            continue
        here = of_target.count_read(person, numbers)
        is_through = here == len(numbers)
        reached = numbers[here - 1] if here else 0
        upto[person] = target.last_number + of_source.count_read(person, appended) if is_through else reached
    raise_seen(entry=entries[1], upto=upto)


def _holds_by_moment(person: int, of_source: Marks, of_target: Marks) -> bool:
    """Returns whether one moment says what a person has read of both, so that no row is needed."""
    has_row = person in of_source.rows or person in of_target.rows
    return not has_row and of_source.since(person) == of_target.since(person)
