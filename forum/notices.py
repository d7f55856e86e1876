"""What the forum's notifications say, told from current rows through the rules. One query a kind."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from community.base.plain_text import summary
from community.notifications.kinds import Told, about_several
from community.people.models import Person
from community.spaces.rules import standing_of
from forum.models import AskedPerson, place_of, thread_url
from forum.rules import drafts_of, held_visible_to, posts_shown_to, posts_visible_to

_QUOTED = 300  # characters of a post that a letter quotes
_COLUMNS = ("pk", "number", "thread_id", "thread__title", "thread__kind", "author__name")


def tell_reply(person: Person, post_ids: Sequence[int]) -> dict[int, Told]:
    """Someone replied in a thread the person watches."""
    several = _("%(names)s replied in “%(title)s”")
    return _tell(person, post_ids, _("%(name)s replied in “%(title)s”"), several)


def tell_mention(person: Person, post_ids: Sequence[int]) -> dict[int, Told]:
    """Someone mentioned the person."""
    several = _("%(names)s mentioned you in “%(title)s”")
    return _tell(person, post_ids, _("%(name)s mentioned you in “%(title)s”"), several)


def tell_asked(person: Person, post_ids: Sequence[int]) -> dict[int, Told]:
    """Someone started a thread in a space the person follows; several there are one line, which leads to the list."""
    one, several = _("%(name)s started “%(title)s”"), _("%(names)s started new threads in %(space)s")
    columns = (*_COLUMNS, "thread__space_id", "thread__space__name", "thread__space__slug")
    return {
        pk: Told(
            one % {"name": name or _("A former member"), "title": title}, thread_url(thread_id, title),
            about=f"space:{space_id}", several=about_several(several, space=space), place=f"/s/{slug}/watki/",
            who=_who(name), subject=f"{kind}:{thread_id}",
        )
        for pk, _number, thread_id, title, kind, name, space_id, space, slug in _posts(person, post_ids, *columns)
    }  # fmt: skip


def tell_accepted(person: Person, post_ids: Sequence[int]) -> dict[int, Told]:
    """The person's answer was accepted."""
    return _tell(person, post_ids, _("Your answer was accepted in “%(title)s”"))


def tell_please(person: Person, post_ids: Sequence[int]) -> dict[int, Told]:
    """Someone asks the person, by name, to answer a question."""
    asked = AskedPerson.objects.filter(thread=OuterRef("thread"), person=person).values("by__name")[:1]
    rows = posts_visible_to(person).filter(pk__in=post_ids).annotate(by=Subquery(asked))
    sentence = _("%(name)s asks you to answer “%(title)s”")
    columns = rows.values_list("pk", "thread_id", "thread__title", "thread__kind", "by")
    return {
        pk: Told(
            sentence % {"name": name or _("A former member"), "title": title}, thread_url(thread_id, title),
            about=f"{kind}:{thread_id}",
        )
        for pk, thread_id, title, kind, name in columns
    }  # fmt: skip


def quote_post(person: Person, post_ids: Sequence[int]) -> dict[int, str]:
    """Returns the beginnings of posts that the person may read."""
    rows = posts_shown_to(person).filter(pk__in=post_ids).values_list("pk", "html")
    return {pk: summary(html, _QUOTED) for pk, html in rows}


def quote_question(person: Person, post_ids: Sequence[int]) -> dict[int, str]:
    """Returns the beginnings of questions with who asks: somebody else may have thought of the person."""
    rows = posts_visible_to(person).filter(pk__in=post_ids).values_list("pk", "html", "author__name")
    return {pk: f"{_who(name)}: {summary(html, _QUOTED)}" for pk, html, name in rows}


def hint_please() -> str:
    """Returns what to know before one answers."""
    return _("A few sentences help. If it is not for you, leave it: nobody will be told.")


def tell_waits(person: Person, post_ids: Sequence[int]) -> dict[int, Told]:
    """A question in a space that the person facilitates has no reply; it leads to whom one could ask."""
    standing = standing_of(person)
    rows = posts_visible_to(person).filter(pk__in=post_ids)
    sentence = _("Nobody has replied to “%(title)s” for five days. Whom could one ask?")
    return {
        pk: Told(sentence % {"title": title}, f"/kogo-zapytac/{thread_id}/", about=f"question:{thread_id}")
        for pk, thread_id, title, space_id in rows.values_list("pk", "thread_id", "thread__title", "thread__space_id")
        if standing.leads(space_id)
    }


def _tell(person: Person, post_ids: Sequence[int], sentence: str, several: str = "") -> dict[int, Told]:
    return {
        pk: Told(
            sentence % {"name": name or _("A former member"), "title": title},
            thread_url(thread_id, title) + place_of(number),
            about=f"{kind}:{thread_id}", several=several and about_several(several, title=title), who=_who(name),
        )
        for pk, number, thread_id, title, kind, name in _posts(person, post_ids, *_COLUMNS)
    }  # fmt: skip


def _posts(person: Person, post_ids: Sequence[int], *columns: str) -> Iterable[Any]:
    return posts_shown_to(person).filter(pk__in=post_ids).values_list(*columns)


def _who(name: str | None) -> str:
    return name or pgettext("person", "former member")


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
