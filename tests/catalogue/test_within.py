"""Searching within one thread: its posts with the words, for those who may read it."""

import re

import pytest

from forum.actions import delete_post, edit_post, reply
from tests.catalogue.reading import (
    asked,
    page_of,
    place_of,
)

pytestmark = pytest.mark.django_db
WORD = "hydrofornia"  # no text of the demo has it


class TestWithin:
    def found(self, browser, thread, query, path="/szukaj/"):
        html = page_of(browser.get(path, {"q": query, "wpis": place_of(thread)}))
        return re.findall(r'<h2 class="row__title"><a href="([^"]*)">', html)

    def test_posts_with_the_words_are_found_and_only_those_of_the_thread(self, as_, anna, jan, question, zielona):
        asked(anna, zielona, "Inna hydrofornia")
        for number in range(2, 25):
            text = "Mamy hydrofornię." if number in (3, 23) else "Nie mamy."
            reply(author=jan, thread=question, text=text, key=f"within-{number:04}")
        found = self.found(as_(), question, "hydroforniami")
        assert found == [f"{question.url}#p3", f"{question.url}?strona=2#p23"]
        assert self.found(as_(), question, "hydrofornia", "/en/szukaj/") == [f"/en{address}" for address in found]

    def test_posts_stand_in_their_order_however_well_they_fit(self, as_, jan, question):
        for number, times in ((2, 1), (3, 9), (4, 3)):
            reply(author=jan, thread=question, text="Hydrofornia! " * times, key=f"within-{number:04}")
        assert self.found(as_(), question, "hydrofornia") == [f"{question.url}#p{number}" for number in (2, 3, 4)]

    def test_breadcrumb_leads_to_the_network_and_the_thread(self, as_, question, zielona):
        html = page_of(as_().get("/en/szukaj/", {"q": "drzewa", "wpis": place_of(question)}))
        inside = re.search(r'<nav class="breadcrumb".*?</nav>', html, re.S)[0]
        assert re.findall(r'href="([^"]*)"', inside)[-2:] == [f"/en{zielona.url}", f"/en{question.url}"]

    def test_words_without_polish_letters_find_too(self, as_, jan, question):
        reply(author=jan, thread=question, text="Idziemy na łąkę.", key="within-meadow")
        assert self.found(as_(), question, "lake") == [f"{question.url}#p2"]

    def test_deleted_and_changed_posts_are_found_no_more(self, as_, jan, answer, question):
        post = edit_post(by=jan, post=answer, text="Hydrofornia.", version=1)
        assert self.found(as_(), question, "hydrofornia") == [f"{question.url}#p2"]
        delete_post(by=jan, post=post)
        assert self.found(as_(), question, "hydrofornia") == []

    def test_empty_words_show_the_box_again(self, as_, question):
        assert self.found(as_(), question, "") == []

    def test_closed_thread_is_searched_by_its_members_only(self, as_, closed, person, olaf):
        insider = person("leszek-czyzyk")
        thread = asked(insider, closed, "Tajna hydrofornia")
        place = {"q": WORD, "wpis": place_of(thread)}
        answers = {name: as_(who).get("/szukaj/", place) for name, who in
                   {"visitor": None, "olaf": olaf, "insider": insider}.items()}  # fmt: skip
        assert {name: answer.status_code for name, answer in answers.items()} == {
            "visitor": 404,
            "olaf": 404,
            "insider": 200,
        }
        gone = as_(olaf).get("/szukaj/", {"q": WORD, "wpis": 10**12})
        assert gone.content == answers["olaf"].content.replace(str(place["wpis"]).encode(), str(10**12).encode())

    @pytest.mark.parametrize("place", ["abc", "-1", "0", "9" * 30, "1.5", "٣", "\x00", "' OR 1=1"])
    def test_place_that_does_not_exist_is_told_in_words(self, place, as_):
        response = as_().get("/szukaj/", {"q": WORD, "wpis": place})
        assert response.status_code == 404
        assert response.content.decode().count('class="lede"') == 1
