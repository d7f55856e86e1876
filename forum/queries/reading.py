"""How far a person has read one thread: asked along with the thread's row. Counts of many are in `unread`."""

from typing import Any

from django.db.models import IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.expressions import RawSQL

from community.catalogue.models import Entry, Seen
from community.following.models import FOLLOWED, Follow, Target
from community.people.models import Person
from community.spaces.rules import standing_of, without_ignored
from community.spaces.standing import Standing
from forum.models import Post, Thread
from forum.queries.unread import FOLLOWED_LEVELS, by_others

# From which moment on the thread concerns a person who has no Seen row for it (the words of `unread`); whoever does not
# belong here, follows nothing and never read the space has read nothing.
_SINCE = f"""
    SELECT COALESCE(CASE WHEN r.at > j.began_at THEN r.at ELSE j.began_at END, r.at, '1970-01-01')
    FROM (SELECT COALESCE(
        (SELECT m.joined_at FROM spaces_membership m WHERE m.person_id = %s AND m.space_id = forum_thread.space_id),
        (SELECT w.created_at FROM following_follow w
         WHERE w.person_id = %s AND w.target = 'entry' AND w.target_id = e.id AND w.level IN ({FOLLOWED_LEVELS}))
    ) AS began_at) j
    LEFT JOIN catalogue_seenspace r ON r.person_id = %s AND r.space_id = forum_thread.space_id
"""
# `least` is min(+p.number) where rows are chosen by their moment: the plus keeps SQLite from walking all of them in the
# order of their numbers, text by text, instead of asking the index of moments.
_OF_OTHERS = "SELECT {least} FROM catalogue_passage p WHERE p.entry_id = e.id AND {is_by_others} AND"
_FIRST_NEW = """
    SELECT CASE WHEN s.upto IS NULL THEN ({newer} p.at > ({since})) ELSE ({further} p.number > s.upto) END
    FROM catalogue_entry e LEFT JOIN catalogue_seen s ON s.entry_id = e.id AND s.person_id = %s
    WHERE e.kind = forum_thread.kind AND e.subject_id = forum_thread.id
"""


def with_reading(rows: QuerySet[Thread], standing: Standing) -> QuerySet[Thread]:
    """Returns threads (with `entry_id`) with what is known of a person's reading, for `seen_in`.

    `first_new` is the number of the first post that they have not read, by somebody else whom they do not ignore; None
    when there is none.
    """
    me = standing.person_id or 0
    is_by_others, others = by_others(standing)
    newer = _OF_OTHERS.format(least="min(+p.number)", is_by_others=is_by_others)
    further = _OF_OTHERS.format(least="min(p.number)", is_by_others=is_by_others)
    sql = _FIRST_NEW.format(newer=newer, further=further, since=_SINCE)
    upto = Seen.objects.filter(person_id=me, entry=OuterRef("entry_id")).values("upto")[:1]
    first_new = RawSQL(sql, [*others, me, me, me, *others, me], output_field=IntegerField(null=True))
    return rows.annotate(first_new=first_new, upto=Subquery(upto))


def seen_in(thread: Any) -> int:
    """Returns the number up to which a person has read a thread that comes from `with_reading`; 0 for not at all."""
    if thread.upto is not None:
        return int(thread.upto)
    return int(thread.first_new - 1 if thread.first_new else thread.last_number)


def how_far(person: Person, thread: Thread) -> tuple[int, int] | None:
    """Returns a thread's entry and the number up to which a person has read it; None when it is not listed.

    One query.
    """
    entry = Entry.objects.filter(kind=OuterRef("kind"), subject_id=OuterRef("pk"), is_listed=True).values("pk")[:1]
    listed = Thread.objects.filter(pk=thread.pk).annotate(entry_id=Subquery(entry))
    rows: Any = with_reading(listed, standing_of(person))
    found = rows.exclude(entry_id=None).first()
    return (found.entry_id, seen_in(found)) if found else None


def last_of_others(person: Person, thread: Thread) -> int | None:
    """Returns the number of the last post in a thread that somebody else wrote, whom the person does not ignore; None
    without one. One query.
    """
    there = Post.objects.filter(thread=thread, deleted_at=None, thread__deleted_at=None)
    others = there.filter(without_ignored(person, space="thread__space_id")).exclude(author=person)
    return others.order_by("-number").values_list("number", flat=True).first()


def is_counted(person: Person, thread: Thread) -> bool:
    """Returns whether what is unread in a thread counts for a person: in their spaces or followed, not muted, and not
    begun by somebody whom they ignore.
    """
    entries = Entry.objects.filter(kind=thread.kind, subject_id=thread.pk).values("pk")
    wishes = Follow.objects.filter(person=person, target=Target.ENTRY, target_id__in=entries)
    return counts(standing_of(person), thread, wishes.values_list("level", flat=True).first() or "")


def counts(standing: Standing, thread: Thread, level: str) -> bool:
    """Returns whether what is unread in a thread counts for who stands so and follows it so closely."""
    if standing.ignores(thread.author_id, space_id=thread.space_id):
        return False
    return level in FOLLOWED or (not level and standing.role_in(thread.space_id) is not None)
