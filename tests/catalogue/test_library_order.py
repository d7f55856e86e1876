"""In what order searching shows a page of the library and what is said about it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from community.catalogue.actions import Listing, Text, list_entry, list_texts
from community.spaces.models import Audience
from tests.catalogue.looking import entry_ids, listed

pytestmark = pytest.mark.django_db
WORD = "qqhydrofornia"


@pytest.mark.parametrize("title", ["Pompownia", f"Pompownia {WORD}"])
def test_page_of_the_library_stands_before_the_talk_about_it(title):
    now = timezone.now()
    ids = {}
    for number, (kind, text) in enumerate(
        {"article": f"{WORD} " + "Opis pompowni krok po kroku. " * 60, "discussion": f"Krótko: {WORD}"}.items(),
        start=910_000,
    ):
        listing = Listing(
            title=title, url=f"/t/{number}/", audience=Audience.PUBLIC, published_at=now,
            last_activity_at=now + timedelta(minutes=number),
        )  # fmt: skip
        entry = list_entry(kind, number, listing)
        list_texts(entry, [Text(number=1, text=text, at=now)])
        ids[kind] = entry.pk
    (other,) = listed([f"Coś o tym: {WORD} " + "Opis czegoś innego. " * 60])
    assert entry_ids(WORD) == [ids["article"], ids["discussion"], other]
