"""Lists for who reads English: a page that was translated is called and found there as in English, others say so."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from community.catalogue.actions.relating import relate_now
from community.catalogue.models import Bookmark, Entry, Related
from community.catalogue.queries.around import around
from community.catalogue.queries.results import result_rows
from community.catalogue.queries.search import Narrowing, search
from community.catalogue.queries.suggesting import suggestions
from community.catalogue.snippets import marker
from community.catalogue.typed import read_query
from community.following.actions import follow
from community.following.queries import follows_of
from community.spaces.models import City
from resources.actions.following_up import adopt
from resources.actions.listing import relist_page
from resources.models import ArticlePage
from resources.queries.following_up import followed_by
from resources.queries.library import feed_of_library, library_shelf
from resources.queries.pages import page_view
from tests.catalogue.reading import page_of
from tests.resources.shelving import article

pytestmark = pytest.mark.django_db
ADDRESS = "/biblioteka/rain-garden/"


@pytest.fixture()
def polish():
    return ArticlePage.objects.get(slug="ogrod", locale__language_code="pl")


@pytest.fixture()
def english():
    """The English version of the same page, at an address of its own."""
    page = ArticlePage.objects.get(slug="ogrod", locale__language_code="en")
    page.slug = "rain-garden"
    page.save_revision().publish()
    return ArticlePage.objects.get(pk=page.pk)


@pytest.fixture()
def alone():
    """A page that is there in Polish only."""
    return ArticlePage.objects.get(slug="ppp", locale__language_code="pl")


@pytest.fixture()
def entry(english):
    return Entry.objects.get(kind="article", other_url=ADDRESS)


def plain(html):
    return html.replace("\u00a0", " ").replace("&nbsp;", " ")


def links_in(html, address):
    """Returns language and words of each title that leads to an address; the language stands around it or on it."""
    found = re.findall(rf'<(?:h2|h3|li)(?: class="[^"]*")?( lang="\w+")?><a href="{address}"[^>]*>(.*?)</a>', html)
    return [(language[7:-1], plain(words)) for language, words in found]


def test_entry_knows_both_languages(entry, polish, english):
    told = (entry.language, entry.title, entry.url), (entry.other_language, entry.other_title, entry.other_url)
    assert told == (("pl", polish.title, "/biblioteka/ogrod/"), ("en", english.title, ADDRESS))
    assert entry.other_summary == english.summary


def test_entry_of_a_page_in_one_language_knows_one(alone):
    entry = Entry.objects.get(kind="article", url="/biblioteka/ppp/")
    assert (entry.other_language, entry.other_title, entry.other_url, entry.other_summary) == ("", "", "", "")


def test_translation_taken_back_or_closed_is_told_no_more(entry, english):
    of_it = ArticlePage.objects.filter(pk=english.pk)
    for changed in ({"audience": "members"}, {"audience": "public"}, {"live": False}):
        of_it.update(**changed)
        relist_page(of_it.get())
        entry.refresh_from_db()
        assert (entry.other_title != "") is (changed == {"audience": "public"})


def test_library_shows_each_page_in_the_readers_language(as_, entry, polish, english, alone):
    english_html, polish_html = (page_of(as_().get(path)) for path in ("/en/biblioteka/", "/biblioteka/"))
    assert links_in(english_html, f"/en{ADDRESS}") == [("", english.title)]
    assert english.summary in plain(english_html)
    assert links_in(english_html, "/en/biblioteka/ppp/") == [("pl", alone.title)]
    assert links_in(polish_html, "/biblioteka/ogrod/") == [("", polish.title)]
    assert links_in(polish_html, "/biblioteka/ppp/") == [("", alone.title)]


def test_home_network_and_topic_show_it_so(as_, entry, english, alone):
    Entry.objects.filter(pk=entry.pk).update(published_at=alone.last_published_at)
    Entry.objects.filter(kind__in=("recommendation", "improvement_plan", "action_plan")).delete()
    tag = english.tags.first()
    for path in ("/en/", f"/en{english.space.url}", f"/en{tag.url}"):
        assert links_in(page_of(as_().get(path)), f"/en{ADDRESS}") == [("", english.title)], path


def test_feed_names_it_in_english_and_others_in_polish(entry, english, alone):
    with override("en"):
        items = {item.url: item for item in feed_of_library().items}
    assert (items[f"/en{ADDRESS}"].title, items[f"/en{ADDRESS}"].language) == (english.title, "en")
    assert items["/en/biblioteka/ppp/"].language == "pl"


def test_found_page_is_told_in_the_readers_language(entry, polish, english):
    query = read_query("ogrody deszczowe")
    for language, url, page in (("pl", "/biblioteka/ogrod/", polish), ("en", f"/en{ADDRESS}", english)):
        with override(language):
            found = search(None, query, Narrowing(kind="article"))
            rows = {row.url.partition("#")[0]: row for row in result_rows(found, marker(query.clauses()))}
        assert plain("".join(words for words, _marked in rows[url].title)) == page.title
        assert (rows[url].lang, rows[url].snippet_lang) == ("", "")


def test_passage_of_the_other_language_has_no_place_on_the_page(entry, english):
    """“mulch” stands in the English text alone."""
    passage = entry.passages.filter(language="en").order_by("-number").first()
    word = max(re.findall(r"[a-z]{8,}", passage.text), key=len)
    query = read_query(word)
    for language, lang in (("pl", "en"), ("en", "")):
        with override(language):
            found = search(None, query, Narrowing(kind="article"))
            (row,) = [row for row in result_rows(found, marker(query.clauses())) if row.url.partition("#")[0].endswith(
                "/biblioteka/ogrod/" if language == "pl" else ADDRESS)]  # fmt: skip
        assert (row.snippet_lang, "#" in row.url and language == "pl") == (lang, False)


def test_suggestions_relatives_follows_bookmarks_and_cities_say_the_same(entry, english, alone, anna, as_):
    other = Entry.objects.get(kind="article", url="/biblioteka/ppp/")
    Related.objects.update_or_create(entry=other, other=entry, defaults={"score": 99.0})
    Bookmark.objects.create(person=anna, entry=entry)
    follow(person=anna, target="entry", target_id=other.pk)
    seat = anna.seats.filter(until=None).first()
    if seat is not None:
        adopt(by=anna, page=english, city=seat.city, state="considering", note="")
    with override("en"):
        rows = around(anna, other.pk).related
        assert (f"/en{ADDRESS}", english.title, "") in [(row.url, row.title, row.lang) for row in rows]
        assert [(row.title, row.lang) for row in follows_of(anna).rows if row.target_id == other.pk] == [
            (alone.title, "pl")
        ]
        words = suggestions(anna, polish_word(entry), tag_label="topic")
        assert f"/en{ADDRESS}" in [row.url for row in words if row.label == english.title]
        if seat is not None:
            told = followed_by(anna, City.objects.get(pk=seat.city_id)).practices
            assert (f"/en{ADDRESS}", english.title, "") in [(row.url, row.title, row.lang) for row in told]
    html = page_of(as_(anna).get("/en/zakladki/"))
    assert links_in(html, f"/en{ADDRESS}") == [("", english.title)]


def polish_word(entry):
    return entry.title.partition(" ")[0]


def test_page_names_others_in_the_readers_language(anna, zielona, entry, english):
    naming = [("practice", {"page": english.pk, "why": ""})]
    page = article(anna, zielona, "Zielone podwórko", body=naming)
    relate_now(Entry.objects.get(kind="article", subject_id=page.pk).pk)
    with override("en"):
        named = list(page_view(anna, page).named.values())
        used = page_view(anna, english).used_in
    assert [(one.title, one.url, one.lang) for one in named] == [(english.title, f"/en{ADDRESS}", "")]
    assert ("Zielone podwórko", "pl") in [(one.title, one.lang) for one in used]


def test_it_costs_no_query_more(entry, anna):
    def cost(language):
        with override(language), CaptureQueriesContext(connection) as captured:
            library_shelf(anna, {})
        return len(captured)

    library_shelf(anna, {})  # knows the viewer
    assert (cost("pl"), cost("en")) == (4, 4)
