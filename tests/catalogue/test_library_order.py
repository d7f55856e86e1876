"""In what order searching shows a page of the library and what is said about it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from community.catalogue.actions import Listing, Text, list_entry, list_texts
from community.spaces.models import Audience
from tests.catalogue.looking import entry_ids

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]
WORD = "qqhydrofornia"
LONG = "Opis pompowni krok po kroku. " * 60


@pytest.fixture()
def listing():
    """Returns a function: lists something, each time as moved later than before, and returns its number as an entry."""
    now = timezone.now()
    numbers = iter(range(910_000, 911_000))

    def made(kind, text, *, title="Pompownia", about=None):
        number = next(numbers)
        listing = Listing(
            title=title, url=f"/t/{number}/", audience=Audience.PUBLIC, published_at=now, about_id=about,
            last_activity_at=now + timedelta(minutes=number - 910_000),
        )  # fmt: skip
        entry = list_entry(kind, number, listing)
        list_texts(entry, [Text(number=1, text=text, at=now)])
        return entry.pk

    return made


@pytest.mark.parametrize("title", ["Pompownia", f"Pompownia {WORD}"])
def test_page_of_the_library_stands_before_the_talk_about_it(listing, title):
    page = listing("article", f"{WORD} {LONG}", title=title)
    talk = listing("discussion", f"Krótko: {WORD}", title=title, about=page)
    other = listing("question", f"Coś o tym: {WORD} {LONG}")
    assert entry_ids(WORD) == [page, talk, other]


@pytest.mark.parametrize("is_page_better", [True, False])
def test_talk_that_is_called_otherwise_stands_right_behind_its_page(is_page_better, listing):
    """By themselves they would stand on both sides of what has the word in a title of middle length."""
    best, worst = f"{WORD}", f"O tym, jak {WORD} stoi w parku, kto tam sprząta i ile to kosztuje miasto"
    page = listing("article", "Woda.", title=best if is_page_better else worst)
    between = listing("question", "Woda.", title=f"Pompownia {WORD} w parku")
    talk = listing("discussion", "Woda.", title=worst if is_page_better else best, about=page)
    assert entry_ids(WORD) == [page, talk, between]


def test_equal_titles_alone_make_no_talk_of_a_page(listing):
    page = listing("article", f"{WORD} {LONG}")
    others = [listing("question", f"Krótko: {WORD}"), listing("discussion", f"Krótko: {WORD}")]
    assert entry_ids(WORD) == [*reversed(others), page]


def test_talk_that_only_mentions_it_keeps_its_place(listing):
    page = listing("article", f"Krótko: {WORD}")
    between = listing("question", f"Coś o tym: {WORD} dziś.")
    talk = listing("discussion", f"{LONG} {WORD}", title="O czymś innym", about=page)
    assert entry_ids(WORD) == [page, between, talk]
