"""What pages of the library have to do with each other: named, used in, about the same, found by words."""

import re

import pytest

from community.catalogue.actions.relating import relate_now
from community.catalogue.models import Entry
from community.tags.models import Tag
from resources.models import ArticlePage
from resources.queries.pages import page_view
from tests.catalogue.reading import asked, facets_of, page_of, rows_of
from tests.resources.shelving import article, publish, recommendation

pytestmark = pytest.mark.django_db


@pytest.fixture()
def committed(django_capture_on_commit_callbacks):
    """Returns a function: publishes by another, and does what follows after the commit."""

    def after(verb, *args, **given):
        with django_capture_on_commit_callbacks(execute=True):
            return verb(*args, **given)

    return after


def used_in(browser, page):
    """Returns the titles under “Used in” on a page."""
    html = page_of(browser.get(f"/en{page.get_url_parts()[2].removeprefix('/en')}"))
    inside = re.search(r"<h2>Used in</h2>(.*?)</section>", html, re.S)
    return re.findall(r"<li><a[^>]*>(.*?)</a>", inside[1]) if inside else []


class TestUsedIn:
    def test_recommendation_names_its_practice_and_the_practice_where_it_is_used(self, committed, as_, anna, zielona):
        practice = committed(article, anna, zielona, "Donice zamiast betonu")
        page = committed(recommendation, anna, zielona, "Prościej uzgadniać zieleń", practices=[practice])
        assert used_in(as_(), practice) == ["Prościej uzgadniać zieleń"]
        assert [one.title for one in page_view(anna, page).named.values()] == ["Donice zamiast betonu"]

    def test_block_names_a_page_and_that_page_where_it_is_used(self, committed, as_, anna, zielona):
        practice = committed(article, anna, zielona, "Donice zamiast betonu")
        naming = [("practice", {"page": practice.pk, "why": "Bo taniej."})]
        page = committed(article, anna, zielona, "Zielone podwórko", body=naming)
        assert used_in(as_(), practice) == ["Zielone podwórko"]
        html = page_of(as_().get(page.url))
        assert (html.count("Donice zamiast betonu"), html.count("Bo taniej.")) == (1, 1)

    def test_outsiders_learn_of_no_closed_page_either_way(self, committed, as_, anna, olaf, zielona):
        closed = committed(article, anna, zielona, "Donice tylko dla swoich", audience="members")
        naming = [("practice", {"page": closed.pk, "why": "Bo taniej."})]
        page = committed(article, anna, zielona, "Zielone podwórko", body=naming)
        back = [("practice", {"page": page.pk, "why": ""})]
        committed(article, anna, zielona, "Podwórko tylko dla swoich", body=back, audience="members")
        for who, titles in ((None, []), (olaf, []), (anna, ["Podwórko tylko dla swoich"])):
            browser = as_(who)
            html = page_of(browser.get(page.url))
            assert html.count("Donice tylko dla swoich") == (1 if who == anna else 0)
            assert html.count("Bo taniej.") == (1 if who == anna else 0)
            assert used_in(browser, page) == titles

    def test_translation_is_used_where_its_source_is(self, committed, as_, anna, zielona):
        practice = ArticlePage.objects.get(slug="ogrod", locale__language_code="pl")
        committed(recommendation, anna, zielona, "Prościej uzgadniać zieleń", practices=[practice])
        english = ArticlePage.objects.get(translation_key=practice.translation_key, locale__language_code="en")
        found = [[one.title for one in page_view(anna, page).used_in] for page in (practice, english)]
        assert "Prościej uzgadniać zieleń" in found[0]
        assert found[0] == found[1]

    def test_page_taken_back_is_named_nowhere(self, committed, as_, anna, zielona):
        practice = committed(article, anna, zielona, "Donice zamiast betonu")
        naming = [("practice", {"page": practice.pk, "why": "Bo taniej."})]
        page = committed(article, anna, zielona, "Zielone podwórko", body=naming)
        committed(practice.unpublish)
        assert page_of(as_().get(page.url)).count("Donice zamiast betonu") == 0
        committed(publish, practice)
        committed(page.unpublish)
        assert used_in(as_(), practice) == []


class TestAboutTheSame:
    def test_question_and_article_with_shared_tags_stand_beside_each_other(self, as_, anna, jan, zielona):
        tags = [Tag.objects.create(name=f"Donice {number}") for number in (1, 2)]
        question = asked(jan, zielona, "Kto stawia donice zamiast betonu?", tags=tags)
        page = article(anna, zielona, "Donice zamiast betonu", tags=tags)
        relate_now(Entry.objects.get(kind="article", subject_id=page.pk).pk)
        for browser in (as_(), as_(jan)):
            assert question.title in page_of(browser.get(page.url)).replace("\xa0", " ")
            assert page.title in page_of(browser.get(question.url)).replace("\xa0", " ")

    def test_closed_article_stands_beside_nothing_outsiders_read(self, as_, anna, jan, olaf, zielona):
        tags = [Tag.objects.create(name=f"Donice {number}") for number in (1, 2)]
        question = asked(jan, zielona, "Kto stawia donice zamiast betonu?", tags=tags)
        page = article(anna, zielona, "Donice tylko dla swoich", tags=tags, audience="members")
        relate_now(Entry.objects.get(kind="article", subject_id=page.pk).pk)
        shown = [page_of(as_(who).get(question.url)).replace("\xa0", " ").count(page.title) for who in
                 (None, olaf, anna)]  # fmt: skip
        assert shown == [0, 0, 1]


class TestSearching:
    @pytest.mark.parametrize("query", ["ogrody deszczowe", "ogrodów deszczowych", "ogrodow deszczowych"])
    def test_article_is_found_by_inflected_words(self, query, as_):
        paths = [row.url.partition("#")[0] for row in rows_of(as_().get("/szukaj/", {"q": query, "rodzaj": "article"}))]
        assert "/biblioteka/ogrod/" in paths

    def test_found_chapter_is_a_place_on_the_page(self, as_, anna, zielona):
        body = [
            ("heading", {"text": "Wstęp", "level": "2"}), ("text", "<p>Najpierw słowo o wodzie.</p>"),
            ("heading", {"text": "Pielęgnacja", "level": "2"}), ("text", "<p>Kosimy krasnale ogrodowe.</p>"),
        ]  # fmt: skip
        page = article(anna, zielona, "Mokradło przy szkole", body=body)
        (row,) = rows_of(as_().get("/szukaj/", {"q": "krasnalami ogrodowymi"}))
        path, _hash, anchor = row.url.partition("#")
        assert path == page.get_url_parts()[2]
        (chapter,) = re.findall(rf'<h2 id="{anchor}">(.*?)</h2>', page_of(as_().get(path)))
        assert chapter == "Pielęgnacja"

    def test_facets_name_the_kinds_of_the_library(self, as_, anna, zielona):
        article(anna, zielona, "Krasnale na rondzie")
        recommendation(anna, zielona, "Uprościć uzgadnianie krasnali")
        asked(anna, zielona, "Kto ma krasnale w parku?")
        labels = {option.label for option in facets_of(as_().get("/en/szukaj/", {"q": "krasnale"}))["Kind"]}
        assert {"Articles", "Recommendations", "Questions"} <= labels

    def test_closed_article_is_found_by_those_who_may_read_it(self, as_, anna, olaf, zielona):
        article(anna, zielona, "Krasnale dla swoich", audience="members")
        found = [len(rows_of(as_(who).get("/szukaj/", {"q": "krasnali", "rodzaj": "article"})))
                 if who == anna else page_of(as_(who).get("/szukaj/", {"q": "krasnali"})).count("dla swoich")
                 for who in (None, olaf, anna)]  # fmt: skip
        assert found == [0, 0, 1]
