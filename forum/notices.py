"""What the forum's notifications say, told from current rows through the rules. One query a kind."""

from collections.abc import Sequence

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from community.notifications.kinds import Told
from community.people.models import Person
from community.spaces.rules import standing_of
from forum.models import AskedPerson, place_of, thread_url
from forum.rules import drafts_of, held_visible_to, posts_shown_to, posts_visible_to


def tell_reply(person: Person, post_ids: Sequence[int]) -> dict[int, Told]:
    """Someone replied in a thread the person watches."""
    return _tell(person, post_ids, _("%(name)s replied in “%(title)s”"))


def tell_mention(person: Person, post_ids: Sequence[int]) -> dict[int, Told]:
    """Someone mentioned the person."""
    return _tell(person, post_ids, _("%(name)s mentioned you in “%(title)s”"))


def tell_asked(person: Person, post_ids: Sequence[int]) -> dict[int, Told]:
    """Someone started a thread in a space the person follows."""
    return _tell(person, post_ids, _("%(name)s started “%(title)s”"))


def tell_accepted(person: Person, post_ids: Sequence[int]) -> dict[int, Told]:
    """The person's answer was accepted."""
    return _tell(person, post_ids, _("Your answer was accepted in “%(title)s”"))


def tell_please(person: Person, post_ids: Sequence[int]) -> dict[int, Told]:
    """Someone asks the person, by name, to answer a question."""
    asked = AskedPerson.objects.filter(thread=OuterRef("thread"), person=person).values("by__name")[:1]
    rows = posts_visible_to(person).filter(pk__in=post_ids).annotate(by=Subquery(asked))
    sentence = _("%(name)s asks you to answer “%(title)s”")
    return {
        pk: Told(sentence % {"name": name or _("A former member"), "title": title}, thread_url(thread_id, title))
        for pk, thread_id, title, name in rows.values_list("pk", "thread_id", "thread__title", "by")
    }


def tell_waits(person: Person, post_ids: Sequence[int]) -> dict[int, Told]:
    """A question in a space that the person facilitates has no reply; it leads to whom one could ask."""
    standing = standing_of(person)
    rows = posts_visible_to(person).filter(pk__in=post_ids)
    sentence = _("Nobody has replied to “%(title)s” for five days. Whom could one ask?")
    return {
        pk: Told(sentence % {"title": title}, f"/kogo-zapytac/{thread_id}/")
        for pk, thread_id, title, space_id in rows.values_list("pk", "thread_id", "thread__title", "thread__space_id")
        if standing.leads(space_id)
    }


def _tell(person: Person, post_ids: Sequence[int], sentence: str) -> dict[int, Told]:
    rows = posts_shown_to(person).filter(pk__in=post_ids)
    columns = rows.values_list("pk", "number", "thread_id", "thread__title", "author__name")
    return {
        post_id: Told(
            sentence % {"name": name or _("A former member"), "title": title},
            thread_url(thread_id, title) + place_of(number),
        )
        for post_id, number, thread_id, title, name in columns
    }


def tell_held(person: Person, draft_ids: Sequence[int]) -> dict[int, Told]:
    """A first post waits for the person's word as a facilitator."""
    rows = held_visible_to(person).filter(pk__in=draft_ids).values_list("pk", "author__name", "space__name")
    said = _("%(name)s wrote for the first time; it waits for your decision in “%(space)s”")
    return {
        draft_id: Told(said % {"name": name, "space": space}, f"/szkice/{draft_id}/decyzja/")
        for draft_id, name, space in rows
    }


def tell_refused_draft(person: Person, draft_ids: Sequence[int]) -> dict[int, Told]:
    """A text of the person's own came back unpublished, with the reason."""
    rows = drafts_of(person).filter(pk__in=draft_ids, refused_at__isnull=False).values_list("pk", "title")
    said, unnamed = _("“%(title)s” was not published: see why"), _("Your reply was not published: see why")
    return {
        draft_id: Told(said % {"title": title} if title else unnamed, f"/szkice/{draft_id}/")
        for draft_id, title in rows
    }


def tell_published(person: Person, post_ids: Sequence[int]) -> dict[int, Told]:
    """A text of the person's own that waited for a facilitator is there."""
    return _tell(person, post_ids, _("Your text in “%(title)s” is published"))
