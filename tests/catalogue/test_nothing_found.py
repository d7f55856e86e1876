"""When nothing is found: the word that was meant, asking instead, and counting what was looked for in vain."""

import re
from html import unescape
from urllib.parse import urlencode

import pytest

from community.catalogue.actions import count_miss
from community.catalogue.models import Miss
from community.people.models import Person
from community.spaces.actions import join
from forum.actions import reply
from tests.catalogue.reading import (
    asked,
    meant_by,
    page_of,
    parameters,
    searched,
    titles_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]


class TestMeant:
    @pytest.mark.parametrize(
        ("typed", "meant"),
        [
            ("hydrofornai", "hydrofornia"),
            ("hydroforma", "hydrofornia"),
            ("hydrfornia", "hydrofornia"),
            ("drzewa hydrofornai", "drzewa hydrofornia"),
        ],
    )
    def test_typing_error_is_put_right(self, typed, meant, as_, anna, zielona):
        asked(anna, zielona, "Hydrofornia i drzewa")
        response = searched(as_(), typed)
        assert meant_by(response) == meant
        assert titles_of(searched(as_(), meant)) == ["Hydrofornia i drzewa"]

    def test_letter_typed_twice_means_the_word_without_it(self, as_, anna, zielona):
        asked(anna, zielona, "Drzewko i drzewo")
        assert meant_by(searched(as_(), "drzewoo")) == "drzewo"

    def test_only_whole_words_are_put_right(self, as_, anna, zielona):
        asked(anna, zielona, "Wiatromierze i mierzeja")
        assert meant_by(searched(as_(), "wiatromierze mierz mierzejja")) in ("", "wiatromierze mierz mierzeja")

    @pytest.mark.parametrize("typed", ["hydrofornia kosodrzewina", "qwertyuiop", "kosodrzewina"])
    def test_words_without_an_error_are_left_alone(self, typed, as_, anna, zielona):
        asked(anna, zielona, "Hydrofornia")
        asked(anna, zielona, "Latarnik")
        assert meant_by(searched(as_(), typed)) == ""

    def test_word_of_a_closed_thread_is_never_offered(self, as_, closed, person, olaf):
        insider = person("leszek-czyzyk")
        asked(insider, closed, "Nasza hydrofornia")
        offered = [meant_by(searched(as_(who), "hydrofornai")) for who in (None, olaf, insider)]
        assert offered == ["", "", "hydrofornia"]

    def test_word_of_a_closed_thread_hides_no_open_one(self, as_, closed, person, olaf, anna, zielona):
        asked(anna, zielona, "Kosodrzewina w mieście")
        offered = meant_by(searched(as_(olaf), "kosodrzewino1"))
        asked(person("leszek-czyzyk"), closed, "Tajny kosodrzewino1 i kosodrzewino2")
        assert offered == "kosodrzewina"
        assert meant_by(searched(as_(olaf), "kosodrzewino1")) == offered

    def test_any_number_of_closed_words_hides_no_open_one(self, as_, closed, person, anna, zielona):
        asked(anna, zielona, "Kosodrzewina w mieście")
        nearer = " ".join(f"kosodrzewinax{letter}" for letter in "abcdefghijklmnoprstuwz")
        asked(person("leszek-czyzyk"), closed, "Tajne pytanie", nearer)
        assert meant_by(searched(as_(), "kosodrzewinax")) == "kosodrzewina"

    def test_nothing_is_offered_for_narrowed_searches(self, as_, anna, zielona):
        asked(anna, zielona, "Hydrofornia")
        assert meant_by(searched(as_(), "hydrofornai", siec="ppp")) == ""


class TestNothing:
    def test_empty_page_offers_to_ask_with_the_words_filled_in(self, as_, jan):
        link = ask_link(searched(as_(jan), "kosodrzewina nad rzeką", path="/szukaj/"))
        assert link == "/zapytaj/?" + urlencode({"tytul": "kosodrzewina nad rzeką"})
        response = as_(jan).get(link, follow=True)
        html = page_of(response)
        places = re.findall(r'href="(/s/[^"]*/zapytaj/\?[^"]*)"', html)
        form = page_of(as_(jan).get(places[0])) if places else html
        assert form.count('value="kosodrzewina nad rzeką"') == 1

    def test_visitor_signs_in_and_is_led_back_to_asking(self, as_):
        link = ask_link(searched(as_(), "kosodrzewina & rzeka?"))
        response = as_().get(link)
        assert response.status_code == 302
        back = parameters(response["Location"])["next"]
        assert (back.partition("?")[0], parameters(back)) == ("/en/zapytaj/", {"tytul": "kosodrzewina & rzeka?"})

    def test_member_of_one_space_is_led_straight_to_its_form(self, as_, olaf, zielona):
        join(person=olaf, space=zielona)
        response = as_(olaf).get("/en/zapytaj/", {"tytul": "Żółw & \x00 reszta"})
        assert response["Location"] == "/en/s/zielona/zapytaj/?" + urlencode({"tytul": "Żółw & reszta"})

    def test_threads_near_to_it_are_shown(self, as_, anna, zielona):
        thread = asked(anna, zielona, "Hydrofornia i kosodrzewina")
        html = page_of(searched(as_(), "hydrofornia wiatromierz"))
        assert near_rows(html) == [f"/en{thread.url}"]
        assert html.index('id="near"') < html.index('class="empty__title"')

    def test_threads_near_to_it_by_their_texts_have_at_least_half_of_the_words(self, as_, anna, jan, zielona):
        half = asked(anna, zielona, "Pierwsze pytanie", "Hydrofornia, latarnik.")
        more = asked(anna, zielona, "Drugie pytanie", "Treść.")
        reply(author=jan, thread=more, text="Latarnie? Hydrofornie, latarniki i krasnale.", key="near-reply")
        asked(anna, zielona, "Trzecie pytanie", "Wiatromierz i nic więcej.")
        html = page_of(searched(as_(), "hydrofornia latarnik krasnal wiatromierz"))
        assert near_rows(html) == [f"/en{more.url}", f"/en{half.url}"]

    def test_titles_come_before_texts(self, as_, anna, zielona):
        asked(anna, zielona, "Pierwsze pytanie", "Hydrofornia, latarnik i krasnal.")
        titled = asked(anna, zielona, "Wiatromierz i krasnal")
        html = page_of(searched(as_(), "hydrofornia latarnik krasnal wiatromierz"))
        assert near_rows(html) == [f"/en{titled.url}"]

    def test_one_word_of_many_is_not_near(self, as_, anna, zielona):
        asked(anna, zielona, "Pierwsze pytanie", "Latarnik.")
        assert near_rows(page_of(searched(as_(), "latarnik kosodrzewina"))) == []

    def test_closed_thread_is_near_to_its_readers_only(self, as_, closed, person, olaf):
        insider = person("leszek-czyzyk")
        thread = asked(insider, closed, "Tajne pytanie", "Hydrofornia, latarnik i krasnal.")
        shown = {name: near_rows(page_of(searched(as_(who), "hydrofornia latarnik krasnal wiatromierz")))
                 for name, who in {"visitor": None, "olaf": olaf, "insider": insider}.items()}  # fmt: skip
        assert shown == {"visitor": [], "olaf": [], "insider": [f"/en{thread.url}"]}

    @pytest.mark.parametrize(
        ("chosen", "place"),
        [
            ({"siec": "zielona"}, "/en/s/zielona/zapytaj/"),
            ({"siec": "../../x"}, "/en/zapytaj/"),
        ],
    )
    def test_search_in_one_network_asks_there(self, chosen, place, as_):
        link = ask_there(searched(as_(), "kosodrzewina", **chosen))
        assert (link.partition("?")[0], parameters(link)) == (place, {"tytul": "kosodrzewina"})


def near_rows(html):
    return re.findall(r'<p class="row__title"><a href="([^"]*)"', html)


def ask_there(response):
    """Returns the second way out of an empty page: asking in the place that was searched."""
    return unescape(re.search(r'<a class="button" href="([^"]*zapytaj/[^"]*)"', page_of(response))[1])


def ask_link(response):
    return unescape(re.search(r'<a class="button button--primary" href="([^"]*)"', page_of(response))[1])


def kept():
    return list(Miss.objects.order_by("words").values_list("words", "times"))


class TestMisses:
    def test_search_in_vain_is_counted_once(self, as_, anna):
        searched(as_(), "kosodrzewina")
        assert kept() == [("kosodrzewina", 1)]
        searched(as_(anna), "Kosodrzewina!", path="/szukaj/")
        assert kept() == [("kosodrzewina", 2)]

    def test_search_that_finds_is_not_counted(self, as_, question):
        searched(as_(), "drzewa")
        assert kept() == []

    @pytest.mark.parametrize("narrowing", [{"siec": "zielona"}, {"rok": "1999"}, {"strona": "2"}, {"wpis": "1"}])
    def test_narrowed_search_is_not_counted(self, narrowing, as_):
        searched(as_(), "kosodrzewina", **narrowing)
        assert kept() == []

    def test_only_who_reads_the_page_is_counted(self, as_):
        assert as_().head("/szukaj/", {"q": "kosodrzewina"}).status_code == 200
        assert kept() == []

    def test_search_in_vain_is_counted_when_another_word_is_offered(self, as_, anna, zielona):
        asked(anna, zielona, "Żaba w studzience")
        assert meant_by(searched(as_(), "zabia")) == "żaba"
        assert kept() == [("zabia", 1)]

    @pytest.mark.parametrize("typed", ["nowak alkoholik", "kowalski", "alkoholik Nowaka"])
    def test_search_for_somebody_is_not_counted(self, typed, as_, anna):
        for who in (None, anna):
            assert page_of(searched(as_(who), typed)).count('class="empty__title"') == 1
        assert kept() == []

    def test_surname_that_is_a_word_of_ours_is_counted(self, as_, anna, zielona):
        searched(as_(), "borsuk kosodrzewina")
        assert kept() == []
        asked(anna, zielona, "Borsuki w parku")
        searched(as_(), "borsuk kosodrzewina")
        assert kept() == [("borsuk kosodrzewina", 1)]

    def test_typing_and_suggestions_are_not_counted(self, as_, anna):
        as_().get("/szukaj/podpowiedzi/", {"q": "kosodrzewina"})
        as_(anna).get("/szukaj/podobne/", {"title": "kosodrzewina"})
        assert kept() == []

    @pytest.mark.parametrize(
        "typed",
        [
            "nowak alkoholik", "kowalski", "Kowalskiego", "m. 3", "4000 zł",
            "ktos@example.org kosodrzewina", "Jan Kowalski", "kowalski jan", "umowa jana nowaka", "600 700 800",
            "600-700-800 umowa", "85010112345", "PL61109010140000071219812874", "qwrtzxc", "🌳", "",
            "hasło zażółć gęślą jaźń piękne drzewo miasto rzeka most droga",
        ],
    )  # fmt: skip
    def test_names_addresses_and_numbers_are_not_kept(self, typed):
        count_miss(typed)
        assert kept() == []

    def test_nobody_of_the_community_is_kept_by_full_name(self):
        for name in Person.objects.values_list("name", flat=True):
            count_miss(name)
            count_miss(" ".join(reversed(name.split())))
        assert kept() == []

    @pytest.mark.parametrize(
        ("typed", "words"),
        [
            ("Kwiatowa 12 m. 3", "kwiatowa"),
            ("kosodrzewina w mieście", "kosodrzewina mieście"),
            ("miescie", "miescie"),
        ],
    )
    def test_words_are_kept_without_numbers_and_joining_words(self, typed, words):
        count_miss(typed)
        assert kept() == [(words, 1)]

    def test_only_facilitators_see_them(self, as_, anna, olaf, ewa, maria, person):
        count_miss("kosodrzewina")
        seen = {name: as_(who).get("/szukaj/braki/") for name, who in
                {"olaf": olaf, "anna": anna, "ewa": ewa, "maria": maria, "visitor": None}.items()}  # fmt: skip
        assert {name: response.status_code for name, response in seen.items()} == {
            "olaf": 403, "anna": 403, "ewa": 200, "maria": 200, "visitor": 302
        }  # fmt: skip
        assert [name for name, response in seen.items() if "kosodrzewina" in response.content.decode()] == [
            "ewa",
            "maria",
        ]
        links = {name: page_of(as_(who).get("/szukaj/")).count('href="/szukaj/braki/"') for name, who in
                 {"visitor": None, "olaf": olaf, "anna": anna, "ewa": ewa}.items()}  # fmt: skip
        assert links == {"visitor": 0, "olaf": 0, "anna": 0, "ewa": 1}

    def test_most_frequent_come_first(self, as_, ewa):
        for word in ("kosodrzewina", "latarnik", "latarnik"):
            count_miss(word)
        html = page_of(as_(ewa).get("/szukaj/braki/"))
        assert re.findall(r'<th scope="row"><a href="[^"]*">(.*?)</a></th><td>(\d+)</td>', html) == [
            ("latarnik", "2"), ("kosodrzewina", "1"),
        ]  # fmt: skip
