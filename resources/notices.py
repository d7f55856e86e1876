"""What notifications about following up say, told from current rows through the rules. One query a kind."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from community.notifications.kinds import Told, about_several
from community.people.models import Person
from forum.rules import posts_visible_to
from resources.models import (
    AdoptionState,
    AdoptionStep,
    ArticlePage,
    RecommendationPage,
    RecommendationStatus,
    RecommendationStep,
)
from resources.queries.addresses import address_of
from resources.queries.following_up import entry_column
from resources.rules import may_read


def tell_step(person: Person, step_ids: Sequence[int]) -> dict[int, Told]:
    """Something became of a recommendation that the person follows, or whose barrier they confirmed."""
    rows = RecommendationStep.objects.filter(pk__in=step_ids)
    said = _("“%(title)s”: %(status)s")
    return {
        pk: Told(
            said % {"title": title, "status": RecommendationStatus(status).label},
            url,
            about=f"{RecommendationPage.kind}:{page_id}",
        )
        for pk, title, url, page_id, status in _columns(person, rows, RecommendationPage.kind, "key", "status")
    }


def tell_adopted(person: Person, step_ids: Sequence[int]) -> dict[int, Told]:
    """A city says how far it is with a practice that the person wrote about."""
    rows = AdoptionStep.objects.filter(pk__in=step_ids)
    said = _("%(city)s on your practice “%(title)s”: %(state)s")
    several = _("Several cities on your practice “%(title)s”")
    columns = _columns(person, rows, ArticlePage.kind, "adoption__key", "state", "adoption__city__name")
    return {
        pk: Told(
            said % {"title": title, "city": city, "state": AdoptionState(state).label}, f"{url}#adoptions",
            about=f"{ArticlePage.kind}:{page_id}", several=about_several(several, title=title),
        )
        for pk, title, url, page_id, state, city in columns
    }  # fmt: skip


def tell_lifted(person: Person, page_ids: Sequence[int]) -> dict[int, Told]:
    """Somebody begins an article from the person's answer."""
    said = _("%(name)s is making an article of your answer in “%(title)s”")
    return {
        page.pk: Told(
            said % {"name": _name(page.owner), "title": post.thread.title}, f"/wpisy/{post.pk}/", about=_thread(post)
        )
        for page, post in _begun_from_answers(person, page_ids)
        if post.author_id == person.pk
    }


def tell_came_of(person: Person, page_ids: Sequence[int]) -> dict[int, Told]:
    """An article was published that was begun from the person's answer, or from the answer to their question."""
    own, asked = _("Your answer became an article: “%(title)s”"), _("Your question led to an article: “%(title)s”")
    return {
        page.pk: Told(
            (own if post.author_id == person.pk else asked) % {"title": page.title},
            address_of(page),
            about=_thread(post),
        )
        for page, post in _begun_from_answers(person, page_ids)
        if may_read(person, page)
    }


def _begun_from_answers(person: Person, page_ids: Sequence[int]) -> list[tuple[ArticlePage, Any]]:
    """Returns articles with the answers they were begun from, as far as the person reads these."""
    answers = posts_visible_to(person).filter(deleted_at=None)
    rows = ArticlePage.objects.filter(pk__in=page_ids, answer__in=answers.values("pk"))
    return [(page, page.answer) for page in rows.select_related("owner", "answer__thread", "locale")]


def _thread(post: Any) -> str:
    return f"{post.thread.kind}:{post.thread_id}"


def _name(person: Any) -> str:
    return person.name if person else pgettext("person", "former member")


def _columns(person: Person, rows: Any, kind: str, key: str, *columns: str) -> Any:
    """Returns the rows' numbers, with title, stored address and number of their page, and these columns."""
    found = rows.annotate(
        title=entry_column(person, "title", kind=kind, key=key), url=entry_column(person, "url", kind=kind, key=key),
        page=entry_column(person, "subject_id", kind=kind, key=key),
    )  # fmt: skip
    return found.filter(url__isnull=False).values_list("pk", "title", "url", "page", *columns)
