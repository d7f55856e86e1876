"""The next digests of somebody as they would be now, and a digest whole: all that it had to tell, not twenty lines."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404
from django.utils.translation import gettext as _

from community.base import clock
from community.base.moments import Moment, moment
from community.following.digests.letters import NEXT, Ready, digests_for
from community.following.digests.saying import Digest, Line
from community.following.digests.scheduling import DAILY, RHYTHMS, next_due, since_of
from community.following.models import Follow
from community.letters.models import Dispatch
from community.people.models import Person


@dataclass(frozen=True, slots=True)
class Preview:
    """A digest to come: when it is due, and what it would tell now (None: nothing, so it would not be sent)."""

    stream: str
    due: Moment
    digest: Digest | None

    @property
    def is_daily(self) -> bool:
        """Returns whether it comes every day."""
        return self.stream == DAILY

    @property
    def subject(self) -> str:
        """Returns its subject, empty for one that says nothing."""
        return self.digest.subject if self.digest else ""

    @property
    def lines(self) -> Sequence[Line]:
        """Returns its lines from top to bottom, what waits for the reader first."""
        if self.digest is None:
            return ()
        asked = [Line(sentence, url) for sentence, url in self.digest.waiting]
        return [*asked, *(line for _heading, some in self.digest.sections for line in some)]

    @property
    def more(self) -> int:
        """Returns how many lines it has besides."""
        return self.digest.more if self.digest else 0


def preview_of(person: Person) -> list[Preview]:
    """Returns the digests that a person will get, the next one first: of the rhythms in which they follow something.

    About twenty queries for each.
    """
    levels = set(Follow.objects.filter(person=person).values_list("level", flat=True).distinct())
    wanted = [stream for stream, rhythm in RHYTHMS.items() if rhythm.level in levels and _wants(person, stream)]
    shown = [(next_due(person, stream), stream) for stream in wanted]
    return [Preview(stream, moment(due), _next(person, stream)) for due, stream in sorted(shown)]


def _wants(person: Person, stream: str) -> bool:
    preference = getattr(person, "preference", None)
    return preference is None or bool(getattr(preference, RHYTHMS[stream].wish))


def _next(person: Person, stream: str) -> Digest | None:
    ready = next_digest(person, stream)
    return ready.digest if ready else None


def next_digest(person: Person, stream: str, *, is_whole: bool = False) -> Ready | None:
    """Returns what the next digest of a stream would tell a person now, None for nothing. About twenty queries."""
    until = clock.now()
    since = since_of([person.pk], stream, until)
    ready = digests_for([person], stream, since=since, until=until, keys={person.pk: NEXT}, is_whole=is_whole)
    return ready.get(person.pk)


def whole_digest(person: Person, stream: str, key: str) -> Digest | None:
    """Returns all that a digest had to tell, as it stands now: what was read since is gone from it; None for nothing.

    `key` is that of the letter, or NEXT. Raises Http404 for a letter that this person never got.
    """
    if stream not in RHYTHMS:
        raise Http404(_("There is no such letter."))
    if key == NEXT:
        ready = next_digest(person, stream, is_whole=True)
        return ready.digest if ready else None
    row = Dispatch.objects.filter(person=person, stream=stream, key=key).first()
    if row is None:
        raise Http404(_("There is no such letter, or it is too old."))
    until = row.sent_at or clock.now()
    since = since_of([person.pk], stream, until, before=row.pk)
    found = digests_for([person], stream, since=since, until=until, keys={person.pk: key}, is_whole=True)
    return found[person.pk].digest if found else None
