"""Pages in two languages: which one a reader gets, what is said of it, and what translations share."""

import re

import pytest
from django.conf import settings

from community.catalogue.models import Bookmark, Entry, EntryTrait, Passage
from community.following.actions import follow
from community.following.models import Follow
from forum.models import Thread
from resources.actions.listing import relist_page, subject_id_of
from resources.models import ArticlePage

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]
SITE = settings.SITE_URL


@pytest.fixture()
def polish():
    return ArticlePage.objects.get(slug="ogrod", locale__language_code="pl")


@pytest.fixture()
def english():
    return ArticlePage.objects.get(slug="ogrod", locale__language_code="en")


@pytest.fixture()
def alone():
    """An article that is there in Polish only."""
    page = ArticlePage.objects.get(slug="ppp", locale__language_code="pl")
    page.get_translations().delete()
    return page


def published(page):
    page.save_revision().publish()
    return type(page).objects.get(pk=page.pk)


def entry_of(page):
    return Entry.objects.get(kind=page.kind, subject_id=subject_id_of(page))


def head_of(response):
    """Returns the address of a page as its head says it, and the pairs of its languages."""
    html = response.content.decode()
    canonical = re.search(r'<link rel="canonical" href="([^"]+)"', html)
    return canonical[1], re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)"', html)


def article_tag(response):
    return re.search(r'<article class="resource"[^>]*>', response.content.decode())[0]


# Reading


@pytest.mark.parametrize(("before", "title"), [("", "polish"), ("/en", "english")])
def test_reader_gets_the_page_in_their_language(client, request, before, title):
    page = request.getfixturevalue(title)
    response = client.get(f"{before}/biblioteka/ogrod/")
    assert page.title in response.content.decode().replace("\u00a0", " ")
    assert "lang=" not in article_tag(response)
    assert head_of(response) == (
        f"{SITE}{before}/biblioteka/ogrod/",
        [
            ("pl", f"{SITE}/biblioteka/ogrod/"),
            ("en", f"{SITE}/en/biblioteka/ogrod/"),
            ("x-default", f"{SITE}/biblioteka/ogrod/"),
        ],
    )


def test_page_that_is_not_translated_says_so_and_names_one_address(client, alone):
    response = client.get("/en/biblioteka/ppp/")
    html = response.content.decode()
    assert article_tag(response) == '<article class="resource" lang="pl">'
    assert '<p lang="en">This page is not translated yet.' in html
    assert '<p class="eyebrow" lang="en">' in html
    assert '<h2 id="sheet" lang="en">' in html
    assert head_of(response) == (f"{SITE}/biblioteka/ppp/", [])
    assert '<meta property="og:locale" content="pl_PL">' in html
    assert "og:locale:alternate" not in html


def test_translation_with_an_address_of_its_own_is_led_to(client, polish, english):
    english.slug = "rain-garden"
    published(english)
    answers = [client.get(path) for path in ("/en/biblioteka/ogrod/", "/biblioteka/rain-garden/")]
    assert [(one.status_code, one["Location"]) for one in answers] == [
        (302, "/en/biblioteka/rain-garden/"),
        (302, "/biblioteka/ogrod/"),
    ]
    assert head_of(client.get("/biblioteka/ogrod/"))[1][1] == ("en", f"{SITE}/en/biblioteka/rain-garden/")


def test_translation_is_for_whom_its_source_is(client, polish, english):
    english.audience = "community"
    published(english)
    english.refresh_from_db()
    assert english.audience == "public"
    assert client.get("/en/biblioteka/ogrod/").status_code == 200


def close(page, audience):
    """Narrows a page beside its translations, as no action does, and lists it."""
    type(page).objects.filter(pk=page.pk).update(audience=audience)
    relist_page(page)


def test_closed_translation_is_neither_shown_nor_named(client, as_, anna, polish, english):
    close(english, "community")
    assert article_tag(client.get("/biblioteka/ogrod/")) == '<article class="resource">'
    assert head_of(client.get("/biblioteka/ogrod/")) == (f"{SITE}/biblioteka/ogrod/", [])
    assert client.get("/en/biblioteka/ogrod/").status_code == 404
    assert as_(anna).get("/en/biblioteka/ogrod/").status_code == 200


def test_draft_translation_is_not_named(client, polish, english):
    english.unpublish()
    assert head_of(client.get("/biblioteka/ogrod/"))[1] == []
    assert 'lang="pl"' in article_tag(client.get("/en/biblioteka/ogrod/"))


def test_translation_older_than_its_source_says_so(client, polish):
    said = "This translation is older than its source"
    assert said not in client.get("/en/biblioteka/ogrod/").content.decode()
    published(polish)
    assert said in client.get("/en/biblioteka/ogrod/").content.decode()
    assert "notice--warning" not in client.get("/biblioteka/ogrod/").content.decode()


def test_translation_brought_up_to_date_says_nothing(client, polish, english):
    published(polish)
    published(english)
    assert "older than its source" not in client.get("/en/biblioteka/ogrod/").content.decode()


# What they share


def test_translations_share_entry_discussion_follows_and_bookmarks(as_, anna, polish, english):
    entry = entry_of(polish)
    assert entry_of(english) == entry
    assert Thread.objects.filter(about=entry).count() == 1
    follow(person=anna, target="entry", target_id=entry.pk)
    Bookmark.objects.create(person=anna, entry=entry)
    thread = Thread.objects.get(about=entry)
    for path in ("/biblioteka/ogrod/", "/en/biblioteka/ogrod/"):
        html = as_(anna).get(path).content.decode()
        assert f"/sledzenie/entry/{entry.pk}/" in html
        assert thread.url in html


def test_words_of_both_languages_lead_to_the_one_entry(polish, english):
    entry = entry_of(polish)
    assert set(Passage.objects.filter(entry=entry).values_list("language", flat=True)) == {"pl", "en"}
    assert set(EntryTrait.objects.filter(entry=entry, facet="language").values_list("value", flat=True)) == {"pl", "en"}


def test_words_of_a_closed_translation_are_not_found(polish, english):
    close(english, "members")
    entry = entry_of(polish)
    assert set(Passage.objects.filter(entry=entry).values_list("language", flat=True)) == {"pl"}
    assert list(EntryTrait.objects.filter(entry=entry, facet="language").values_list("value", flat=True)) == ["pl"]


def test_source_taken_back_leaves_the_translation_with_everything(client, anna, polish, english):
    entry = entry_of(polish)
    polish.unpublish()
    entry.refresh_from_db()
    assert (entry.is_listed, entry.title, entry.language) == (True, english.title, "en")
    assert Thread.objects.get(about=entry).locked_at is None
    html = client.get("/biblioteka/ogrod/").content.decode()
    assert '<article class="resource" lang="en">' in html


def test_both_taken_back_close_the_discussion(polish, english):
    entry = entry_of(polish)
    for page in (polish, english):
        page.unpublish()
    entry.refresh_from_db()
    assert entry.is_listed is False
    assert Thread.objects.get(about=entry).locked_at is not None


def test_deleted_source_hands_everything_to_its_translation(client, as_, anna, polish, english):
    entry, thread = entry_of(polish), Thread.objects.get(about=entry_of(polish))
    follow(person=anna, target="entry", target_id=entry.pk)
    Bookmark.objects.create(person=anna, entry=entry)
    polish.delete()
    entry.refresh_from_db()
    thread.refresh_from_db()
    assert (entry.subject_id, entry.is_listed, entry.title) == (english.pk, True, english.title)
    assert (thread.about_id, thread.locked_at) == (entry.pk, None)
    assert Follow.objects.filter(person=anna, target="entry", target_id=entry.pk).exists()
    assert set(Passage.objects.filter(entry=entry).values_list("language", flat=True)) == {"en"}
    assert thread.url in as_(anna).get("/en/biblioteka/ogrod/").content.decode()


def test_deleted_translation_leaves_the_source(polish, english):
    entry = entry_of(polish)
    english.delete()
    entry.refresh_from_db()
    assert (entry.subject_id, entry.is_listed, entry.title) == (polish.pk, True, polish.title)
    assert set(Passage.objects.filter(entry=entry).values_list("language", flat=True)) == {"pl"}
    assert Thread.objects.get(about=entry).locked_at is None


def test_both_deleted_leave_nothing_to_find(polish, english):
    entry = entry_of(polish)
    polish.delete()
    english.delete()
    entry.refresh_from_db()
    assert entry.is_listed is False
    assert Thread.objects.get(about=entry).locked_at is not None
    assert not Entry.objects.filter(kind="article", subject_id__in=(polish.pk, english.pk), is_listed=True).exists()


def test_deleted_source_of_a_draft_is_found_again_when_that_is_published(polish, english):
    entry = entry_of(polish)
    english.unpublish()
    polish.delete()
    entry.refresh_from_db()
    assert (entry.subject_id, entry.is_listed) == (english.pk, False)
    assert Thread.objects.get(about=entry).locked_at is not None
    published(ArticlePage.objects.get(pk=english.pk))
    entry.refresh_from_db()
    assert (entry.is_listed, Thread.objects.get(about=entry).locked_at) == (True, None)
