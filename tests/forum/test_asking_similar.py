"""Similar threads before publishing: while one types, and once without JavaScript, with nothing that was typed lost."""

import re
from html import unescape

import pytest

from community.tags.models import Tag
from forum.models import Thread
from tests.catalogue.reading import asked, page_of, plain, queries_of
from tests.pages import fields

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]
TITLE = "Czy hydrofornia szkodzi kosodrzewinie?"
ASK = "/s/zielona/zapytaj/"


@pytest.fixture()
def near(jan, zielona):
    """A thread that asks about the same."""
    return asked(jan, zielona, "Kosodrzewina, której szkodzi hydrofornia")


def typed(**changed):
    return {
        "kind": "question", "audience": "members", "title": TITLE,
        "text": "**Treść** z @jan-wierzba\n\ni <b>znakami</b>.", "key": "similar-1234", "tags": "", "similar_seen": "0",
    } | changed  # fmt: skip


def shown(response):
    """Returns the addresses of the similar threads that a page or a fragment shows."""
    return [unescape(url) for url in re.findall(r'<p class="row__title"><a href="([^"]*)"', page_of(response))]


def seen_by_form(response):
    return fields(response)["similar_seen"]


def started():
    return list(Thread.objects.filter(title__startswith="Czy hydrofornia szkodzi").values_list("title", "audience"))


class TestWhileTyping:
    def test_fragment_shows_threads_about_the_same_and_that_they_were_seen(self, as_, anna, near):
        for title in (
            TITLE,
            "kosodrzewinom hydrofornie",
            "szkodzic hydrofornia",
            "czy hydrofornia szkodzi kosodrzewinie",
        ):
            response = as_(anna).get("/szukaj/podobne/", {"title": title})
            assert shown(response) == [near.url]
            assert (seen_by_form(response), page_of(response).count("<html")) == ("1", 0)

    def test_fragment_without_any_says_only_that_it_looked(self, as_, anna):
        for title in ("", "Kosodrzewina", "🌳", "czy jest to", "\x00", "Hydrofornia, latarnik"):
            assert page_of(as_(anna).get("/szukaj/podobne/", {"title": title})).split() == [
                "<input", 'type="hidden"', 'name="similar_seen"', 'value="1">',
            ]  # fmt: skip

    def test_fragment_is_in_the_language_of_the_page(self, as_, anna, near):
        assert shown(as_(anna).get("/en/szukaj/podobne/", {"title": TITLE})) == [f"/en{near.url}"]

    def test_word_in_common_with_many_is_not_enough(self, as_, anna, near):
        assert shown(as_(anna).get("/szukaj/podobne/", {"title": "Hydrofornia, latarnik, krasnal, osmoza"})) == []

    def test_most_alike_come_first_and_at_most_five(self, as_, anna, zielona, near):
        every = [asked(anna, zielona, f"Hydrofornia i kosodrzewina {number}") for number in range(6)]
        found = shown(as_(anna).get("/szukaj/podobne/", {"title": TITLE}))
        assert (found[0], len(found)) == (near.url, 5)
        assert set(found[1:]) <= {thread.url for thread in every}

    def test_closed_threads_are_shown_to_their_readers_only(self, as_, anna, olaf, closed, person):
        insider = person("leszek-czyzyk")
        thread = asked(insider, closed, "Kosodrzewina, której szkodzi hydrofornia")
        found = [shown(as_(who).get("/szukaj/podobne/", {"title": TITLE})) for who in (olaf, anna, insider)]
        assert found == [[], [], [thread.url]]

    def test_titles_are_escaped(self, as_, anna, zielona):
        asked(anna, zielona, "Hydrofornia <img src=x onerror=alert(1)>")
        response = as_(anna).get("/szukaj/podobne/", {"title": "hydrofornia img"})
        assert (len(shown(response)), page_of(response).count("<img")) == (1, 0)

    def test_cost_is_the_same_with_one_and_with_many(self, as_, anna, zielona):
        costs = []
        for size in (1, 15):
            for number in range(size):
                asked(anna, zielona, f"Hydrofornia i kosodrzewina {size} {number}")
            costs.append(queries_of(as_(anna), "/szukaj/podobne/", {"title": TITLE}))
        assert costs[0] == costs[1] <= 8


class TestWithoutJavaScript:
    def test_form_comes_back_once_with_similar_threads_and_everything_typed(self, as_, anna, near, zielona):
        tag = Tag.objects.create(name="Temat pytania", space=zielona)
        browser, sent = as_(anna), typed(tags=tag.name)
        back = browser.post(ASK, sent)
        assert (back.status_code, shown(back), started()) == (200, [near.url], [])
        html = page_of(back)
        assert html.count('role="status" tabindex="-1" data-focus') == 1
        filled = fields(back)
        assert {name: filled[name] for name in ("kind", "audience", "title", "text", "key", "similar_seen")} == {
            **{name: sent[name] for name in ("kind", "audience", "title", "text", "key")}, "similar_seen": "1",
        }  # fmt: skip
        assert "Temat pytania" in plain(html) or "Temat pytania" in filled.values()
        published = browser.post(ASK, {name: value for name, value in filled.items() if name != "q"})
        assert published.status_code == 302
        assert started() == [(TITLE, "members")]
        assert list(Thread.objects.filter(title=TITLE).values_list("tagged__tag__name", flat=True)) == ["Temat pytania"]

    def test_title_like_no_other_is_published_at_once(self, as_, anna):
        assert as_(anna).post(ASK, typed()).status_code == 302
        assert started() == [(TITLE, "members")]

    def test_what_was_seen_while_typing_is_not_shown_again(self, as_, anna, near):
        assert as_(anna).post(ASK, typed(similar_seen="1")).status_code == 302
        assert started() == [(TITLE, "members")]

    def test_form_without_the_field_is_published(self, as_, anna, near):
        sent = typed()
        del sent["similar_seen"]
        assert as_(anna).post(ASK, sent).status_code == 302

    def test_form_with_errors_says_so_first_and_asks_afterwards(self, as_, anna, near):
        browser = as_(anna)
        wrong = browser.post(ASK, typed(text=""))
        assert (wrong.status_code, seen_by_form(wrong), started()) == (422, "0", [])
        again = browser.post(ASK, typed())
        assert (shown(again), started()) == ([near.url], [])

    def test_preview_shows_the_text_and_publishes_nothing(self, as_, anna, near):
        browser = as_(anna)
        preview = browser.post(ASK, typed(preview="1"))
        assert (page_of(preview).count("<strong>Treść</strong>"), seen_by_form(preview), started()) == (1, "0", [])
        kept = browser.post(ASK, typed(preview="1", similar_seen="1"))
        assert (shown(kept), seen_by_form(kept), started()) == ([near.url], "1", [])

    def test_empty_form_shows_none(self, as_, anna, near):
        response = as_(anna).get(ASK)
        assert (shown(response), seen_by_form(response)) == ([], "0")


class TestPrefilled:
    def test_title_of_a_link_stands_in_the_form_with_its_similar_threads(self, as_, anna, near):
        response = as_(anna).get(ASK, {"tytul": TITLE})
        assert (fields(response)["title"], shown(response), seen_by_form(response)) == (TITLE, [near.url], "1")

    @pytest.mark.parametrize(
        ("given", "title"),
        [("x" * 5000, "x" * 300), ('"><script>', '"><script>'), ("a\x00b\n c", "a b c"), ("", ""), ("  ", "")],
    )
    def test_title_of_a_link_is_one_clean_line(self, given, title, as_, anna):
        response = as_(anna).get(ASK, {"tytul": given})
        assert fields(response)["title"] == title
        assert page_of(response).count("\x00") == 0

    def test_what_waited_for_signing_in_goes_before_the_link(self, as_, anna, near):
        browser = as_()
        assert browser.post(ASK, typed()).status_code == 302
        browser.force_login(anna)
        filled = fields(browser.get(ASK, {"tytul": "Coś innego zupełnie"}))
        assert (filled["title"], filled["key"], filled["similar_seen"]) == (TITLE, "similar-1234", "1")
