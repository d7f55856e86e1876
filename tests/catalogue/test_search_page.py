"""The results page: what is found and in which order, its pages, bad input, and what it costs."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.translation import override

from community.base import clock
from community.spaces.models import City
from community.spaces.queries.cities import size_words
from community.tags.models import Tag
from forum.actions import reply
from tests.catalogue.reading import (
    asked,
    page_of,
    parameters,
    place_of,
    plain,
    queries_of,
    rows_of,
    searched,
    titles_of,
    total_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]
WORD = "hydrofornia"  # no text of the demo has it


def english(words, *given):
    with override("en"):
        return str(words(*given))


class TestResults:
    def test_results_lead_to_the_post_that_was_found(self, as_, jan, question):
        reply(author=jan, thread=question, text="Mamy dwie hydrofornie.", key="first-of-jan")
        found = rows_of(searched(as_(), path="/szukaj/"))
        assert [(row.url, row.title, row.marked) for row in found] == [
            (f"{question.url}#p2", "Kto podlewa drzewa w upały?", ["hydrofornie"])
        ]

    def test_result_of_the_opening_leads_to_the_thread_in_the_language_of_the_page(self, as_, anna, zielona):
        thread = asked(anna, zielona, "Czyszczenie hydroforni")
        assert [row.url for row in rows_of(searched(as_()))] == [f"/en{thread.url}"]
        assert [row.url for row in rows_of(searched(as_(), path="/szukaj/"))] == [thread.url]

    @pytest.mark.parametrize("query", ["HYDROFORNIĄ", "hydroforniami", "hydrofornie drzew", '"dwie hydrofornie"'])
    def test_any_form_finds_any_other(self, query, as_, jan, question):
        reply(author=jan, thread=question, text="Mamy dwie hydrofornie.", key="first-of-jan")
        assert titles_of(searched(as_(), query)) == ["Kto podlewa drzewa w upały?"]

    @pytest.mark.parametrize("query", ['"hydrofornie dwie"', "hydrofornia kosodrzewina"])
    def test_all_words_must_be_there_and_quoted_ones_in_their_order(self, query, as_, jan, question):
        reply(author=jan, thread=question, text="Mamy dwie hydrofornie.", key="first-of-jan")
        assert total_of(searched(as_(), query)) == 0

    def test_people_cities_and_networks_are_found_too(self, as_, anna):
        urls = {query: [row.url for row in rows_of(searched(as_(anna), query, rodzaj=kind))] for query, kind in
                (("Raciborzowi", "city"), ("borowik anna", "person"), ("Sieć Zielona", "space"))}  # fmt: skip
        assert urls == {
            "Raciborzowi": ["/en/miasta/raciborz/"],
            "borowik anna": ["/en/ludzie/anna-borowik/"],
            "Sieć Zielona": ["/en/s/zielona/"],
        }

    def test_rows_say_of_which_city_they_are(self, as_, anna, ewa, zielona):
        asked(anna, zielona, "Hydrofornia Anny")
        asked(ewa, zielona, "Hydrofornia Ewy")
        html = page_of(searched(as_()))
        rows = {title: "<span>Racibórz</span>" in part for part in html.split('<li class="row result')[1:]
                for title in ("Anny", "Ewy") if title in part}  # fmt: skip
        assert rows == {"Anny": True, "Ewy": False}

    def test_city_says_where_it_lies_and_how_large_it_is(self, as_):
        (row,) = rows_of(searched(as_(), "Racibórz", rodzaj="city"))
        city = City.objects.get(slug="raciborz")
        assert row.snippet == f"{city.voivodeship} voivodeship, {english(size_words, city.size_class)}"

    def test_orders_are_named_and_the_present_one_is_no_link(self, as_, question):
        def order(**given):
            html = page_of(searched(as_(), "drzewa", **given))
            (line,) = re.findall(r'<p class="meta sorting">(.*?)</p>', html, re.S)
            return [(name, plain(label)) for name, label in re.findall(r"<(b|a|span)\b[^>]*>(.*?)</\1>", line, re.S)][
                1:
            ]

        sort, best, newest = ("span", "Sort:"), "Best first", "Newest first"
        assert [order(), order(kolejnosc="nowe")] == [
            [sort, ("b", best), ("a", newest)], [sort, ("a", best), ("b", newest)],
        ]  # fmt: skip

    def test_newest_first_is_in_the_order_of_asking(self, as_, anna, zielona):
        for days, title in ((3, "Hydrofornia sprzed trzech dni"), (9, "Hydrofornia, hydrofornia"), (1, "Wczoraj")):
            with clock.replaying(timezone.now() - timedelta(days=days)):
                asked(anna, zielona, title, "Nasza hydrofornia.")
        response = searched(as_(), kolejnosc="nowe")
        assert titles_of(response) == ["Wczoraj", "Hydrofornia sprzed trzech dni", "Hydrofornia, hydrofornia"]
        assert sorted(titles_of(searched(as_()))) == sorted(titles_of(response))

    def test_page_says_that_only_the_first_words_count(self, as_, anna, zielona):
        asked(anna, zielona, "Hydrofornia")
        of_words = {number: " ".join(f"hydrofornia{n}" for n in range(number)) for number in (16, 17)}
        for words in of_words.values():
            asked(anna, zielona, "Wiele słów", words)
        notice = '<p class="notice notice--info">'
        again = " ".join(["hydrofornia"] * 17)
        queries = (WORD, of_words[16], of_words[17], again, again.title())
        assert [page_of(searched(as_(), query)).count(notice) for query in queries] == [0, 0, 1, 0, 0]

    def test_results_are_not_for_search_engines(self, as_, question):
        assert page_of(searched(as_(), "drzewa")).count('<meta name="robots" content="noindex">') == 1


class TestPages:
    @pytest.fixture()
    def many(self, anna, zielona):
        return [asked(anna, zielona, f"Hydrofornia numer {number}") for number in range(1, 46)]

    def test_pages_hold_every_result_once(self, as_, many):
        pages = [searched(as_(), strona=number) for number in (1, 2, 3)]
        assert [len(rows_of(page)) for page in pages] == [20, 20, 5]
        assert {row.url for page in pages for row in rows_of(page)} == {f"/en{thread.url}" for thread in many}
        assert {total_of(page) for page in pages} == {45}

    def test_pager_keeps_words_choices_and_order(self, as_, many):
        html = page_of(searched(as_(), siec="zielona", kolejnosc="nowe", strona=2))
        links = re.findall(r'<a class="pager__page" href="([^"]*)"', html)
        kept = {"q": WORD, "siec": "zielona", "kolejnosc": "nowe"}
        assert [parameters(link) for link in links] == [kept, {**kept, "strona": "2"}, {**kept, "strona": "3"}]

    @pytest.mark.parametrize("number", ["4", "10000", "999999", "9999999", "0", "-1", "abc", "1.5", "٣", "", "\x00"])
    @pytest.mark.parametrize("path", ["/szukaj/", "/en/szukaj/"])
    def test_page_that_does_not_exist_is_told_in_words(self, number, path, as_, many):
        response = searched(as_(), path=path, strona=number)
        assert response.status_code == 404
        html = response.content.decode()
        is_beyond = number in ("4", "10000", "999999")
        said = re.search(rf'<p class="{"empty__title" if is_beyond else "lede"}">(.*?)</p>', html, re.S)
        assert len(plain(said[1])) > 20
        if is_beyond:
            (first,) = re.findall(r'<a class="button" href="([^"]*)"', html)
            assert (first.partition("?")[0], parameters(first)) == (path, {"q": WORD})

    def test_page_beyond_the_last_keeps_words_choices_and_order(self, as_, many):
        kept = {"q": WORD, "siec": "zielona", "kolejnosc": "nowe"}
        response = as_().get("/en/szukaj/", {**kept, "strona": "4"})
        assert response.status_code == 404
        (first,) = re.findall(r'<a class="button" href="([^"]*)"', response.content.decode())
        assert parameters(first) == kept
        assert len(rows_of(as_().get(first.replace("&amp;", "&")))) == 20
        assert as_().get("/en/szukaj/", {"q": "kosodrzewina", "strona": "2"}).status_code == 404


BAD = [
    '"',
    "'",
    "*",
    "(",
    ")",
    "AND",
    "OR",
    "NOT",
    "NEAR",
    "NEAR(",
    "a NEAR/3 b",
    "drzewa AND",
    "drzewa NOT",
    "NOT drzewa",
    "{title}:",
    "{title} : drzewa",
    "title:drzewa",
    "^drzewa",
    "drzewa*",
    '"drzewa',
    "'; DROP TABLE catalogue_entry; --",
    "\\",
    "%",
    "_",
    "-",
    "--",
    ":*",
    "drzewa:*A",
    "a & b | !c",
    "<->",
    "()",
    "\x00",
    "drz\x00ewa",
    "🌳",
    "🌳 drzewa 👨‍👩‍👧",
    "שלום עולם",
    "\u202eawezrd",
    "\u200b",
    "ﷺ",
    "½",
    "𞤀𞤁",
    "ſ",
    "İ",
    "\ud7ff",
    "\ufffe",
    "٣",
    "ʹ",
    "e\u0301",
    "l" * 300,
    "drzewa " * 1_400,
    "x" * 10_000,
    '"' * 10_000,
    "(" * 10_000,
    " ".join(f"slowo{n}" for n in range(900)),
    "\t\n\r ",
    "t_1",
    "p_drzew",
    "n_drzewa",
    "%(a)s",
    "{{ 7*7 }}",
    "<script>alert(1)</script>",
]


class TestBadInput:
    @pytest.mark.parametrize("query", BAD, ids=range(len(BAD)))
    def test_anything_typed_gets_words(self, query, as_, anna, question):
        browsers = [as_(), as_(anna)]
        for prefix in ("", "/en"):
            for browser in browsers:
                html = page_of(searched(browser, query, path=f"{prefix}/szukaj/"))
                assert html.count("<h1") == 1
                assert html.count("<script>alert(1)") == 0
        entry = place_of(question)
        pages = [
            browsers[0].get("/szukaj/", {"q": query, "wpis": entry}),
            browsers[0].get("/szukaj/podpowiedzi/", {"q": query}),
            browsers[1].get("/szukaj/podobne/", {"title": query}),
            browsers[1].get("/s/zielona/zapytaj/", {"tytul": query}),
        ]
        assert [page.status_code for page in pages] == [200] * 4

    @pytest.mark.parametrize("query", ["", "   ", "\x00", "🌳", "*", "()"])
    def test_nothing_to_look_for_leads_to_the_start(self, query, as_):
        html = page_of(searched(as_(), query))
        assert plain(re.search(r"<h1>(.*?)</h1>", html)[1]) == "Search"
        assert html.count("There are no words in this") == (1 if query.strip("\x00 ") else 0)

    def test_start_needs_no_query_at_all(self, as_):
        assert page_of(as_().get("/szukaj/")).count('name="q"') == 1

    def test_query_is_shown_escaped(self, as_):
        html = page_of(searched(as_(), '"><img src=x onerror=alert(1)>'))
        assert html.count("<img src=x") == 0
        assert html.count("&#34;&gt;&lt;img src=x onerror=alert(1)&gt;") >= 1


class TestCost:
    def costs(self, browser, query=WORD, **narrowing):
        return queries_of(browser, "/szukaj/", {"q": query, **narrowing})

    @pytest.mark.parametrize("who", ["visitor", "member"])
    def test_page_costs_the_same_with_one_result_and_with_twenty(self, who, as_, anna, jan, zielona):
        browser = as_(anna if who == "member" else None)
        tag = Tag.objects.create(name="Temat wyników")
        costs = []
        for size in (1, 20):
            for number in range(size):
                thread = asked((anna, jan)[number % 2], zielona, f"Hydrofornia {size} {number}", tags=[tag])
                reply(author=jan, thread=thread, text="Nasza hydrofornia.", key=f"cost-{size}-{number:03}")
            costs.append(
                [self.costs(browser), self.costs(browser, siec="zielona", temat="temat-wynikow", stan="otwarte")]
            )
        assert costs[0] == costs[1]
        assert costs[0][0] <= (10 if who == "member" else 6)  # members: whether they have saved this search
        assert costs[0][1] == costs[0][0] + 1  # a topic is asked what it is called today

    def test_words_that_find_nothing_cost_the_same_few(self, as_, anna, zielona):
        costs = [self.costs(as_(), "qwertyuiop asdfghjkl")]
        for number in range(20):
            asked(anna, zielona, f"Hydrofornia {number}", "Kosodrzewina, latarnik, wiatromierz, krasnal.")
        assert [self.costs(as_(), "qwertyuiop asdfghjkl")] == costs
        assert costs[0] <= 14

    def test_searching_within_a_long_thread_costs_the_same(self, as_, jan, question):
        place, costs = place_of(question), []
        for size in (1, 30):
            for number in range(size):
                reply(author=jan, thread=question, text="Nasza hydrofornia.", key=f"within-{size}-{number:03}")
            costs.append(self.costs(as_(), wpis=place))
        assert costs[0] == costs[1] <= 6
