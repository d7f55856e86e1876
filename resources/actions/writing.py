"""Writing on the site: beginning an article, saving it as one goes, deleting what was never published.

Everything typed is a revision of Wagtail's; what readers see stays as it is until an editor approves.
"""

import uuid
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.actions.delete_page import DeletePageAction
from wagtail.models import Locale, Page, Revision, TaskState

from community.base.letters import fold
from community.people.models import Person
from community.spaces.models import Space
from community.tags.models import Tag
from resources.actions.errors import AlreadyPublished, PageChanged, PageLocked
from resources.models import ArticlePage, LibraryPage, Picture, ReviewNote
from resources.rules import lock_on, reads_drafts

GOES_ON_FOR = timedelta(minutes=5)  # what one person saves within this time is one revision
_LONGEST_SLUG = 80
_BEGUN = uuid.UUID("3c6b5b0e-5f0d-4d0b-8f39-6a1d2f7c90c4")


@dataclass(frozen=True)
class Written:
    """What an article says, as far as it is written on the site. `body` is raw stream data."""

    title: str
    space: Space | None
    audience: str
    fields: dict[str, Any] = field(default_factory=dict)
    tags: tuple[Tag, ...] = ()
    cover: Picture | None = None
    cover_alt: str = ""
    body: list[dict[str, Any]] | None = None


@transaction.atomic
def begin_article(*, by: Person, title: str, space: Space, language: str, key: str = "") -> ArticlePage:
    """Returns a new article that only its writer and the editors see, in the library of a language.

    The same `key` with the same title and place returns the article that is there already.
    """
    library = LibraryPage.objects.select_for_update(of=("self",), no_key=True).get(locale=_locale(language))
    name = uuid.uuid5(_BEGUN, f"{by.pk} {key} {space.pk} {title}") if key else uuid.uuid4()
    if key and (begun := ArticlePage.objects.filter(translation_key=name, locale=library.locale).first()):
        return begun
    page = ArticlePage(
        title=title, slug=_free_slug(title, library), owner=by, space=space, audience=space.audience, live=False,
        has_unpublished_changes=True, translation_key=name,
    )  # fmt: skip
    library.add_child(instance=page)
    page.save_revision(user=by, clean=False, log_action=True)
    return page


def _locale(language: str) -> Locale:
    return Locale.objects.filter(language_code=language).first() or Locale.get_default()


def _free_slug(title: str, parent: Page) -> str:
    """Returns an address for a title that no other page beside it has."""
    base = slugify(fold(title))[:_LONGEST_SLUG].strip("-") or "artykul"
    slug, number = base, 1
    while not Page._slug_is_available(slug, parent):
        number += 1
        slug = f"{base}-{number}"
    return slug


def version_of(revision: Revision | None) -> str:
    """Returns what names a revision as it stands now: one that is written on becomes another version."""
    return f"{revision.pk}-{int(revision.created_at.timestamp() * 1_000_000)}" if revision else "0"


@transaction.atomic
def save_article(
    *, by: Person, page: ArticlePage, written: Written, version: str, apart: bool = False
) -> Revision:  # fmt: skip
    """Keeps what was written, and returns the revision that holds it; what says the same as before is no new one.

    `version` is that of the revision the form began from; `apart`: in a revision of its own, because the last one is
    another window's. Raises PageLocked and PageChanged.
    """
    latest = lock_page(page, by=by)
    if why := lock_on(by, page):
        raise PageLocked(why)
    if version_of(latest) != version:
        raise PageChanged(latest)
    assert latest is not None
    draft = latest.as_object()
    before = draft.serializable_data()
    _write(draft, written)
    if draft.serializable_data() == before:
        return latest
    if not page.live:
        draft.save(clean=False)  # so that it is known which pictures it uses
    goes_on = None if apart or not _goes_on(latest, by, page) else latest
    revision: Revision = draft.save_revision(user=by, clean=False, log_action=True, overwrite_revision=goes_on)
    return revision


def lock_page(page: Any, *, by: Person) -> Revision | None:
    """Locks a page's row, brings it up to date and returns its latest revision.

    Raises Http404 for one that is gone, or no longer of those whose drafts a person reads.
    """
    is_there = Page.objects.select_for_update(of=("self",), no_key=True).filter(pk=page.pk).first()
    if is_there:
        page.refresh_from_db()
    if not is_there or not reads_drafts(by, page):
        raise Http404(_("There is no such text of yours: perhaps it was deleted."))
    latest: Revision | None = page.get_latest_revision()
    return latest


def _write(draft: Any, written: Written) -> None:
    draft.title = written.title
    draft.space, draft.audience, draft.tags = written.space, written.audience, list(written.tags)
    draft.cover, draft.cover_alt = written.cover, written.cover_alt
    for name, words in written.fields.items():
        setattr(draft, name, words)
    if written.body is not None:
        draft.body = ArticlePage.body.field.stream_block.to_python(written.body)


def _goes_on(latest: Revision, by: Person, page: ArticlePage) -> bool:
    """Returns whether a revision is still being written: fresh, by the same person, and nobody was shown it."""
    if latest.user_id != by.pk or latest.pk == page.live_revision_id:
        return False
    if timezone.now() - latest.created_at > GOES_ON_FOR:
        return False
    return not (
        TaskState.objects.filter(revision=latest).exists() or ReviewNote.objects.filter(revision=latest).exists()
    )


@transaction.atomic
def delete_article(*, by: Person, page: ArticlePage) -> None:
    """Deletes an article that was never published. Raises AlreadyPublished and PageLocked."""
    lock_page(page, by=by)
    if page.live or page.first_published_at:
        raise AlreadyPublished
    if why := lock_on(by, page):
        raise PageLocked(why)
    DeletePageAction(page, user=by).execute(skip_permission_checks=True)
