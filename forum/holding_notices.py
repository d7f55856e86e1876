"""What people are asked about answers that are there: whether they still hold, and whether they worked."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from community.notifications.kinds import Told
from community.people.models import Person
from forum.rules import posts_visible_to


def tell_review(person: Person, post_ids: Sequence[int]) -> dict[int, Told]:
    """An answer's review is due; it leads to the page with the two buttons."""
    return _ask(person, post_ids, _("Is the answer in “%(title)s” still current?"), "aktualnosc")


def tell_worked(person: Person, post_ids: Sequence[int]) -> dict[int, Told]:
    """An accepted answer is some months old; it leads to the report of the person's city."""
    return _ask(person, post_ids, _("Did the answer in “%(title)s” work in your city?"), "wdrozenie")


def _ask(person: Person, post_ids: Sequence[int], sentence: str, page: str) -> dict[int, Told]:
    rows = posts_visible_to(person).filter(pk__in=post_ids)
    columns = rows.values_list("pk", "thread_id", "thread__title", "thread__kind")
    return {
        pk: Told(sentence % {"title": title}, f"/wpisy/{pk}/{page}/", about=f"{kind}:{thread_id}")
        for pk, thread_id, title, kind in columns
    }


def hint_review() -> str:
    """Returns what to know before one looks at an answer again."""
    return _(
        "One click is enough when nothing has changed. Unanswered, it will be marked as possibly out of date in thirty "
        "days."
    )


def hint_worked() -> str:
    """Returns what to know before one says how it went."""
    return "\n".join(
        (
            _("Say so in a minute, also when it failed: cities with the same question will read it."),
            _("You are asked about an answer twice at most: after two months and after half a year."),
        )
    )
