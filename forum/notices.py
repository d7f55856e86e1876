"""What the forum's notifications say, told from current rows through the rules. Four kinds, one query each."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from community.notifications.kinds import Told
from community.people.models import Person
from forum.models import page_of, thread_url
from forum.rules import posts_visible_to


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


def _tell(person: Person, post_ids: Sequence[int], sentence: str) -> dict[int, Told]:
    rows = posts_visible_to(person).filter(pk__in=post_ids)
    columns = rows.values_list("pk", "number", "thread_id", "thread__title", "author__name")
    return {
        post_id: Told(sentence % {"name": name or _("A former member"), "title": title}, _url(thread_id, title, number))
        for post_id, number, thread_id, title, name in columns
    }


def _url(thread_id: int, title: str, number: int) -> str:
    page = page_of(number)
    return f"{thread_url(thread_id, title)}{f'?strona={page}' if page > 1 else ''}#p{number}"
