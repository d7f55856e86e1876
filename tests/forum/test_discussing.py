"""The discussion of a page: made once, for the same readers, closed with it and opened again, people's acts kept."""

import pytest

from forum.actions import delete_post, lock_thread, unlock_thread
from forum.actions.merging import merge_threads
from forum.models import Thread
from resources.models import ArticlePage, LibraryPage

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]


@pytest.fixture()
def page(anna, zielona):
    """An article of Anna's, published."""
    library = LibraryPage.objects.get(locale__language_code="pl")
    page = ArticlePage(owner=anna, title="Omawiany artykuł", slug="omawiany", summary="O czym.", space=zielona)
    library.add_child(instance=page)
    page.save_revision(user=anna).publish()
    return ArticlePage.objects.get(pk=page.pk)


def threads_of(page):
    return list(Thread.objects.filter(about__kind="article", about__subject_id=page.pk))


def thread_of(page):
    (thread,) = threads_of(page)
    return thread


def published(page, **changes):
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return thread_of(page)


def test_it_is_started_by_the_writer_at_the_first_publication_and_never_again(page, anna):
    first = thread_of(page)
    assert (first.author_id, first.kind, first.title) == (anna.pk, "discussion", "Omawiany artykuł")
    assert (published(page, title="Inny tytuł").pk, thread_of(page).title) == (first.pk, "Omawiany artykuł")


def test_translations_share_it(page):
    from wagtail.models import Locale

    copy = page.copy_for_translation(Locale.objects.get(language_code="en"))
    copy.save_revision().publish()
    page.unpublish()
    assert thread_of(page).locked_at is None
    ArticlePage.objects.get(pk=copy.pk).unpublish()
    assert thread_of(page).locked_at is not None


def test_it_follows_the_readers_and_the_place(page, closed):
    assert published(page, audience="members").audience == "members"
    thread = published(page, space=closed)
    assert (thread.space_id, thread.audience) == (closed.pk, "members")


def test_it_is_closed_with_the_page_and_opened_with_it(page):
    page.unpublish()
    assert (thread_of(page).locked_at is not None, thread_of(page).closed_with_subject) == (True, True)
    thread = published(page)
    assert (thread.locked_at, thread.closed_with_subject) == (None, False)


def test_what_a_facilitator_locked_stays_locked(page, ewa):
    lock_thread(by=ewa, thread=thread_of(page))
    page.unpublish()
    assert published(page).locked_at is not None


def test_what_a_facilitator_opened_and_locked_meanwhile_stays_locked(page, ewa):
    page.unpublish()
    unlock_thread(by=ewa, thread=thread_of(page))
    lock_thread(by=ewa, thread=thread_of(page))
    assert published(page).locked_at is not None


def test_what_is_deleted_stays_deleted(page, ewa):
    delete_post(by=ewa, post=thread_of(page).posts.get(number=1))
    assert published(page, title="Nowy tytuł").deleted_at is not None
    page.unpublish()
    assert published(page).deleted_at is not None


def test_what_was_merged_away_is_not_started_again(page, ewa, question):
    merge_threads(by=ewa, thread=thread_of(page), into=question)
    assert published(page, title="Nowy tytuł").merged_into_id == question.pk
    page.unpublish()
    question.refresh_from_db()
    assert question.locked_at is None


def test_a_page_without_writer_has_none_and_one_that_lost_it_keeps_its_own(page, closed):
    ArticlePage.objects.filter(pk=page.pk).update(owner=None)
    page.refresh_from_db()
    assert published(page, space=closed, audience="members").space_id == closed.pk
