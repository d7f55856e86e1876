"""What follows when a page is published, taken back, moved or deleted: the catalogue and its discussion."""

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import Page

from community.catalogue.actions import rename_subject, withdraw_entry
from community.people.models import Person
from forum.actions.discussing import close_discussion, keep_discussion
from resources.actions.listing import relist_page, subject_id_of
from resources.models import ResourcePage, StandardPage
from resources.queries.addresses import address_of
from resources.rendering import shown


@transaction.atomic
def page_published(page: ResourcePage) -> None:
    """Lists a page, and opens its discussion: at the first publication it is made, later it follows the page."""
    entry = relist_page(page)
    shown(page.cover, "")  # makes its sizes, so that no reader waits for them
    if entry is None or isinstance(page, StandardPage) or page.space_id is None or page.owner_id is None:
        return
    with translation.override(page.language):
        text = _("%(summary)s\n\n[Read it in the library](%(address)s)") % {
            "summary": page.summary,
            "address": settings.SITE_URL + address_of(page),
        }
    keep_discussion(
        entry=entry,
        author=Person.objects.get(pk=page.owner_id),
        title=page.title[:300],
        text=text.strip(),
        key=f"p-{page.translation_key.hex}",
    )


@transaction.atomic
def page_unpublished(page: ResourcePage) -> None:
    """Takes a page off the catalogue; its discussion is closed, not deleted. Other translations keep both."""
    entry = relist_page(page)
    if entry is None:
        close_discussion(kind=page.kind, subject_id=subject_id_of(page))


@transaction.atomic
def page_deleted(page: ResourcePage) -> None:
    """Takes a deleted page off the catalogue, and closes its discussion.

    Translations that stay keep both, with whoever follows them, under the number of the oldest.
    """
    rest = type(page)._default_manager.filter(translation_key=page.translation_key).order_by("pk").first()
    if rest is None:
        withdraw_entry(page.kind, page.pk)
        close_discussion(kind=page.kind, subject_id=page.pk)
        return
    if rest.pk > page.pk:
        rename_subject(page.kind, page.pk, to=rest.pk)
    if relist_page(rest) is None:
        close_discussion(kind=page.kind, subject_id=rest.pk)


@transaction.atomic
def address_changed(page: Page) -> None:
    """Lists a page and what stands below it at their new addresses."""
    for one in Page.objects.get(pk=page.pk).get_descendants(inclusive=True).live().specific():
        if isinstance(one, ResourcePage):
            relist_page(one)
