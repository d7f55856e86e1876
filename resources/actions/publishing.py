"""What follows when a page is published, taken back, moved or deleted: the catalogue and its discussion."""

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import Page

from community.catalogue.actions import rename_subject, withdraw_entry
from community.people.models import Person
from forum.actions.discussing import close_discussion, keep_discussion, lock_discussion
from forum.rules import audiences_within
from resources.actions.lifting import name_at_answer
from resources.actions.listing import relist_page, subject_id_of
from resources.models import OldAddress, ResourcePage, StandardPage
from resources.queries.addresses import address_of
from resources.rendering import shown
from resources.rules.reading import below_root


@transaction.atomic
def page_published(page: ResourcePage) -> None:
    """Lists a page, and opens its discussion: at the first publication it is made, later it follows the page.

    Its translations are for whom the oldest published one is, and never for more than its place lets read: they are
    one thing to the catalogue, and no forgotten translation shows what was closed.
    """
    _agree_on_readers(page)
    lock_discussion(kind=page.kind, subject_id=subject_id_of(page))
    entry = relist_page(page)
    shown(page.cover, "")  # makes its sizes, so that no reader waits for them
    if entry is None or isinstance(page, StandardPage):
        return
    with translation.override(page.language):
        text = _("%(summary)s\n\n[Read it in the library](%(address)s)") % {
            "summary": page.summary,
            "address": settings.SITE_URL + address_of(page),
        }
    name_at_answer(page)
    keep_discussion(
        entry=entry,
        author=Person.objects.filter(pk=page.owner_id).first(),
        title=page.title[:300],
        text=text.strip(),
        key=f"p-{page.translation_key.hex}",
    )


def _agree_on_readers(page: ResourcePage) -> None:
    same = type(page)._default_manager.filter(translation_key=page.translation_key)
    source: ResourcePage = same.filter(live=True).select_related("space").order_by("pk").first() or page
    audience = source.audience
    if source.space and audience not in audiences_within(source.space):
        audience = source.space.audience
    same.exclude(audience=audience, space=source.space).update(audience=audience, space=source.space)
    page.audience, page.space = audience, source.space


@transaction.atomic
def page_unpublished(page: ResourcePage) -> None:
    """Takes a page off the catalogue; its discussion is closed, not deleted. Other translations keep both."""
    lock_discussion(kind=page.kind, subject_id=subject_id_of(page))
    entry = relist_page(page)
    if entry is None:
        name_at_answer(page)
        close_discussion(kind=page.kind, subject_id=subject_id_of(page))


@transaction.atomic
def page_deleted(page: ResourcePage) -> None:
    """Takes a deleted page off the catalogue, and closes its discussion.

    Translations that stay keep both, with whoever follows them, under the number of the oldest.
    """
    rest = type(page)._default_manager.filter(translation_key=page.translation_key).order_by("pk").first()
    if rest is None:
        name_at_answer(page)
        lock_discussion(kind=page.kind, subject_id=page.pk)
        withdraw_entry(page.kind, page.pk)
        close_discussion(kind=page.kind, subject_id=page.pk)
        return
    if rest.pk > page.pk:
        rename_subject(page.kind, page.pk, to=rest.pk)
    page_unpublished(rest)


@transaction.atomic
def address_changed(page: Page, *, path_before: str) -> None:
    """Lists a page and what stands below it at their new addresses, and remembers the old ones."""
    for one in Page.objects.get(pk=page.pk).get_descendants(inclusive=True).specific():
        if not isinstance(one, ResourcePage):
            continue
        _remember(one, path_before + one.url_path.removeprefix(page.url_path))
        if one.live:
            relist_page(one)
            name_at_answer(one)


def _remember(page: ResourcePage, old_path: str) -> None:
    old, new = below_root(old_path), below_root(page.url_path)
    OldAddress.objects.filter(path=new, page=page).delete()
    if old != new:
        OldAddress.objects.update_or_create(path=old, locale=page.locale, defaults={"page": page})
