"""Where an article comes from: the question and the accepted answer it was begun from, and the way to it from there."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from community.base.languages import localised
from community.base.moments import Moment, moment
from community.base.prepared import Prepared
from community.spaces.rules import Viewer
from community.spaces.standing import rows_for
from forum.models import Post
from forum.queries.acts import Act
from forum.rules import posts_visible_to
from resources.queries.addresses import url_of
from resources.rules import find_lifted_article, may_lift, may_read, reads_drafts


@dataclass(frozen=True, slots=True)
class Origin:
    """The answer an article was begun from: who asked, who answered, under which title, when, and where it stands."""

    asker: str
    answerer: str
    title: str
    url: str
    at: Moment


def origin_of(viewer: Viewer, page: Any) -> Origin | None:
    """Returns the answer that an article was begun from, if it is there and the viewer may read it.

    No query for a page that was not begun from an answer, else one.
    """
    if getattr(page, "answer_id", None) is None:
        return None
    post = next(iter(rows_for(viewer, _ORIGIN, answer=page.answer_id)), None)
    if post is None:
        return None
    title, asker, answerer, at = post
    nobody = pgettext("person", "former member")
    return Origin(asker or nobody, answerer or nobody, title, localised(f"/wpisy/{page.answer_id}/"), moment(at))


def _origin_rows(viewer: Viewer, *, answer: Any) -> "QuerySet[Post, tuple[str, str | None, str | None, datetime]]":
    rows = posts_visible_to(viewer).filter(pk=answer, deleted_at=None)
    return rows.values_list("thread__title", "thread__author__name", "author__name", "created_at")


_ORIGIN = Prepared(_origin_rows)


def acts_of_answer(viewer: Viewer, post: Post) -> list[Act]:
    """Returns the way from an accepted answer to an article: to begin one, or to the one that was begun."""
    if not may_lift(viewer, post):
        return []
    page = find_lifted_article(post)
    if page is None:
        address = localised(f"/artykul-z-odpowiedzi/{post.pk}/")
        hint = _("A draft begins with these words and says whose they are.")
        return [Act(_("Make an article of it"), address, "book-open", hint=hint)]
    if reads_drafts(viewer, page):
        return [Act(_("Go on with the article made of it"), localised(f"/pisz/{page.pk}/"), "book-open")]
    if may_read(viewer, page):
        return [Act(_("See the article made of it"), url_of(page), "book-open")]
    return []
