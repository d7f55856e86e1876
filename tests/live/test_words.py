"""The words of the elements in the browser: a file for each language under an address that changes with them."""

import re

import pytest
from django.urls import reverse

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]


def address_in(page):
    return re.search(r'<body [^>]*data-words="([^"]+)"', page.content.decode())[1]


@pytest.mark.parametrize(("home", "words"), [("/", "Połączono ponownie."), ("/en/", "Connected again.")])
def test_every_page_says_where_the_words_of_its_language_are_and_they_stay_there_for_ever(as_, anna, home, words):
    address = address_in(as_(anna).get(home))
    assert address == address_in(as_().get(home))
    answer = as_().get(address)
    assert f'data-back="{words}"' in answer.content.decode()
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Cookie" not in answer.get("Vary", "")


def test_words_are_the_same_for_everybody(as_, anna):
    address = address_in(as_().get("/"))
    assert as_(anna).get(address).content == as_().get(address).content
    assert as_().post(address).status_code == 405


def test_who_asks_for_words_of_another_day_gets_those_of_today_and_does_not_keep_them(as_):
    answer = as_().get(reverse("words", args=["0ldw0rds"]))
    assert "live-thread" in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"


def test_counted_words_have_all_forms_of_polish(as_):
    html = as_().get(address_in(as_().get("/"))).content.decode()
    forms = re.findall(r'data-new-(?:one|few|many)="([^"]+)"', html)
    assert forms[:3] == ["{count} nowa odpowiedź", "{count} nowe odpowiedzi", "{count} nowych odpowiedzi"]
    assert len(set(forms)) == 6
