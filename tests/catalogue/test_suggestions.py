"""Suggestions while typing: tags, threads, people and places by the beginnings of their words, in any form."""

import re
from html import unescape

import pytest

from community.base.subjects import changed
from community.people.models import Person
from community.spaces.models import City, Space
from community.tags.models import Tag
from tests.catalogue.reading import asked, page_of, plain, queries_of, titles_of

pytestmark = pytest.mark.django_db


def offered(browser, text, *, path="/szukaj/podpowiedzi/"):
    """Returns what is offered, in its order, without the last line that leads to all results."""
    html = page_of(browser.get(path, {"q": text}))
    lines = re.findall(
        r'<a class="suggestion( suggestion--all)?" role="option"[^>]* href="([^"]*)">(.*?)</a>', html, re.S
    )
    assert [bool(is_all) for is_all, _url, _label in lines] == [False] * (len(lines) - 1) + [True]
    label = re.compile(r'<span class="suggestion__label"[^>]*>(.*?)</span>', re.S)
    return [(unescape(url), plain(label.search(inside)[1])) for _all, url, inside in lines[:-1]]


def labels(browser, text):
    return [label for _url, label in offered(browser, text)]


class TestWhat:
    def test_thread_is_offered_by_beginnings_of_its_words_in_any_order(self, as_, anna, zielona):
        thread = asked(anna, zielona, "Hydrofornia przy krasnalu")
        for text in ("hydrof", "Hydrofornia", "kras hydr", "HYDROFORNIA PRZY", "przy krasn"):
            assert offered(as_(), text) == [(thread.url, "Hydrofornia przy krasnalu")]

    def test_thread_is_offered_without_polish_letters(self, as_, anna, zielona):
        asked(anna, zielona, "Gołoledź na ścieżce")
        assert [labels(as_(), text) for text in ("gołol", "golol", "sciezce gololedz")] == [["Gołoledź na ścieżce"]] * 3

    def test_thread_is_offered_by_another_form(self, as_, anna, zielona):
        asked(anna, zielona, "Gołoledź i krasnale")
        assert [labels(as_(), text) for text in ("gołoledzią", "krasnalami")] == [["Gołoledź i krasnale"]] * 2

    def test_threads_by_another_form_come_as_search_has_them(self, as_, anna, zielona):
        for number in range(4):
            asked(anna, zielona, f"Gołoledź {number}", "Krasnal." * number)
        found = titles_of(as_().get("/szukaj/", {"q": "gołoledzią"}))
        assert (labels(as_(), "gołoledzią"), len(found)) == (found, 4)

    def test_topic_has_the_icon_of_a_label(self, as_):
        Tag.objects.create(name="Hydrofornie")
        assert page_of(as_().get("/szukaj/podpowiedzi/", {"q": "hydrof"})).count("#tag") == 1

    def test_all_words_must_be_begun(self, as_, anna, zielona):
        asked(anna, zielona, "Hydrofornia przy krasnalu")
        assert labels(as_(), "hydrof latarn") == []

    def test_tag_comes_first_and_by_its_other_names_too(self, as_, anna, zielona):
        tag = Tag.objects.create(name="Hydrofornie miejskie")
        tag.names.create(name="Wiatromierze", key="wiatromierze")
        thread = asked(anna, zielona, "Hydrofornia przy krasnalu")
        both = [("/tematy/hydrofornie-miejskie/", "Hydrofornie miejskie"), (thread.url, thread.title)]
        assert offered(as_(), "hydrof") == both
        assert offered(as_(), "wiatrom") == both[:1]

    def test_cities_and_networks_are_offered(self, as_):
        assert ("/miasta/raciborz/", "Racibórz") in offered(as_(), "racibo")
        assert ("/en/s/zielona/", "Sieć Zielona") in offered(as_(), "sieć zie", path="/en/szukaj/podpowiedzi/")

    def test_places_come_before_threads_and_those_before_people(self, as_, anna, zielona, jan):
        city = City.objects.get(slug="raciborz")
        City.objects.filter(pk=city.pk).update(name="Hydrofornowo")
        Space.objects.filter(pk=zielona.pk).update(name="Sieć hydroforni")
        Person.objects.filter(pk=jan.pk).update(is_profile_public=True, name="Jan Hydroforny")
        for kind, pk in (("space", zielona.pk), ("city", city.pk), ("person", jan.pk)):
            changed(kind, [pk])
        thread = asked(anna, zielona, "Hydrofornia przy krasnalu")
        Tag.objects.create(name="Hydrofornie")
        assert labels(as_(), "hydrof") == [
            "Hydrofornie", "Sieć hydroforni", "Hydrofornowo", thread.title, "Jan Hydroforny",
        ]  # fmt: skip

    def test_at_most_five_threads_the_liveliest_first(self, as_, anna, zielona):
        titles = [asked(anna, zielona, f"Hydrofornia numer {number}").title for number in range(7)]
        assert labels(as_(), "hydrof") == titles[:1:-1]

    @pytest.mark.parametrize("text", ["", "a", "  ", "ą", "🌳", "\x00", '"'])
    def test_too_little_offers_only_to_search(self, text, as_):
        assert offered(as_(), text) == []

    def test_last_line_leads_to_all_results_and_everything_is_escaped(self, as_, anna, zielona):
        asked(anna, zielona, "Hydrofornia <img src=x onerror=alert(1)>")
        html = page_of(as_().get("/en/szukaj/podpowiedzi/", {"q": "hydrofornia <img"}))
        assert html.count("<img") == 0
        last = re.search(r'suggestion--all"[^>]*href="([^"]*)"', html)[1]
        assert unescape(last) == "/en/szukaj/?q=hydrofornia+%3Cimg"


class TestForWhom:
    def who_sees(self, as_, text, people):
        return [name for name, who in people.items() if labels(as_(who), text)]

    @pytest.fixture()
    def people(self, anna, olaf, person):
        return {"visitor": None, "olaf": olaf, "anna": anna, "insider": person("leszek-czyzyk")}

    @pytest.mark.parametrize(
        ("place", "audience", "seen"),
        [
            ("zielona", "public", ["visitor", "olaf", "anna", "insider"]),
            ("zielona", "community", ["olaf", "anna", "insider"]),
            ("zielona", "members", ["anna"]),
            ("umowy-i-ryzyka", "members", ["insider"]),
        ],
    )
    @pytest.mark.parametrize("text", ["hydrof", "hydroforniami"])
    def test_thread_is_offered_to_whom_it_is_open(self, place, audience, seen, text, as_, people):
        space = Space.objects.get(slug=place)
        author = people["anna"] if place == "zielona" else people["insider"]
        asked(author, space, "Hydrofornia", audience=audience)
        assert self.who_sees(as_, text, people) == seen

    def test_tag_of_a_closed_place_is_offered_to_its_members(self, as_, people, closed):
        Tag.objects.create(name="Hydrofornie", space=closed)
        assert self.who_sees(as_, "hydrof", people) == ["insider"]

    def test_closed_place_is_offered_to_its_members(self, as_, people, closed):
        line = ("/s/umowy-i-ryzyka/", closed.name)
        assert [name for name, who in people.items() if line in offered(as_(who), closed.name)] == ["insider"]

    def test_private_profile_is_offered_to_the_signed_in_and_a_public_one_to_all(self, as_, people, anna):
        seen = {}
        for is_public in (False, True):
            Person.objects.filter(pk=anna.pk).update(is_profile_public=is_public, name="Hildegarda Wiatromierz")
            changed("person", [anna.pk])
            seen[is_public] = self.who_sees(as_, "hildeg", people)
        assert seen == {False: ["olaf", "anna", "insider"], True: ["visitor", "olaf", "anna", "insider"]}

    def test_person_who_left_without_a_word_is_offered_to_nobody(self, as_, people, jan):
        Person.objects.filter(pk=jan.pk).update(is_profile_public=True, name="Hildegarda Wiatromierz")
        changed("person", [jan.pk])
        Person.objects.filter(pk=jan.pk).update(is_active=False)
        assert [self.who_sees(as_, text, people) for text in ("hildeg", "wiatromierzem")] == [[], []]

    def test_deleted_thread_is_offered_to_nobody(self, as_, people, anna, zielona):
        from forum.actions import delete_post

        thread = asked(anna, zielona, "Hydrofornia")
        delete_post(by=anna, post=thread.posts.get(number=1))
        assert self.who_sees(as_, "hydrof", people) == []


@pytest.mark.parametrize("text", ["hydrof", "hydroforniami"])
def test_suggestions_cost_the_same_with_one_and_with_many(text, as_, anna, zielona):
    costs = []
    for size in (2, 20):
        for number in range(size):
            asked(anna, zielona, f"Hydrofornia numer {size} {number}")
        costs.append(queries_of(as_(), "/szukaj/podpowiedzi/", {"q": text}))
    assert costs[0] == costs[1] <= 8
