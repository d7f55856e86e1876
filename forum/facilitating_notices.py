"""What authors are told when facilitators put their threads in order: who did it, where things stand now, and why.

Two queries a kind, three for what was moved.
"""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from community.notifications.kinds import Told
from community.notifications.models import Notification
from community.people.models import Person
from forum.models import Thread, thread_url
from forum.rules import threads_visible_to

_OWN_THREADS = "/watki/?stan=moje"


def tell_moved(person: Person, thread_ids: Sequence[int]) -> dict[int, Told]:
    """Somebody moved the person's thread; also where they cannot follow, which is said without its words."""
    names = _actors(person, "forum.moved", thread_ids)
    here = {
        thread.pk: Told(
            _with_reason(
                _("%(name)s moved your thread “%(title)s” to %(space)s")
                % {"name": names[thread.pk], "title": thread.title, "space": thread.space.name},
                thread.note,
            ),
            thread.url,
            about=f"{thread.kind}:{thread.pk}",
        )
        for thread in threads_visible_to(person).filter(pk__in=thread_ids).select_related("space")
    }
    away = Thread.objects.live().filter(pk__in=thread_ids, author=person).exclude(pk__in=list(here))
    gone = _("%(name)s moved a thread of yours to a place that only its members read")
    return here | {
        thread_id: Told(gone % {"name": names[thread_id]}, _OWN_THREADS)
        for thread_id in away.values_list("pk", flat=True)
    }


def tell_split(person: Person, thread_ids: Sequence[int]) -> dict[int, Told]:
    """Somebody made a new thread out of posts of the person's, or of their thread."""
    sentence = _("%(name)s put posts into a thread of their own: “%(title)s”")
    names = _actors(person, "forum.split", thread_ids)
    return {
        thread.pk: Told(
            _with_reason(sentence % {"name": names[thread.pk], "title": thread.title}, thread.note), thread.url
        )
        for thread in threads_visible_to(person).filter(pk__in=thread_ids)
    }


def tell_merged(person: Person, thread_ids: Sequence[int]) -> dict[int, Told]:
    """Somebody put a thread in which the person wrote into another one."""
    sentence = _("%(name)s merged a thread in which you wrote into “%(title)s”")
    names = _actors(person, "forum.merged", thread_ids)
    targets = threads_visible_to(person).filter(merged__in=thread_ids)
    rows = targets.values_list("merged__pk", "merged__deleted_reason", "pk", "title")
    return {
        shell: Told(
            _with_reason(sentence % {"name": names[shell], "title": title}, reason), thread_url(thread_id, title)
        )
        for shell, reason, thread_id, title in rows
        if shell in names
    }


def tell_duplicate(person: Person, thread_ids: Sequence[int]) -> dict[int, Told]:
    """Somebody said that the person's thread is answered in another one."""
    sentence = _("%(name)s says that “%(title)s” is answered elsewhere")
    names = _actors(person, "forum.duplicate", thread_ids)
    rows = threads_visible_to(person).filter(pk__in=thread_ids, duplicate_of__isnull=False)
    return {
        thread.pk: Told(
            _with_reason(sentence % {"name": names[thread.pk], "title": thread.title}, thread.duplicate_note),
            thread.url,
        )
        for thread in rows
    }


def _actors(person: Person, kind: str, object_ids: Sequence[int]) -> dict[int, str]:
    """Returns by object id who did it. One query."""
    rows = Notification.objects.filter(person=person, kind=kind, object_id__in=object_ids)
    names = dict(rows.values_list("object_id", "actor__name"))
    return {object_id: names.get(object_id) or _("A former member") for object_id in object_ids}


def _with_reason(sentence: str, reason: str) -> str:
    return _("%(sentence)s. Reason: %(reason)s") % {"sentence": sentence, "reason": reason} if reason else sentence
