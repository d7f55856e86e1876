"""What an entry can be found by besides its columns: traits follow their subject; texts are read in their language."""

import pytest
from django.utils import timezone

from community.catalogue.actions import Listing, Text, list_entry, replace_texts
from community.catalogue.models import Entry, EntryTrait, Passage
from community.catalogue.rebuilding import rebuild
from resources.models import ArticlePage

pytestmark = pytest.mark.django_db


def listing(*traits, **columns):
    now = timezone.now()
    told = {"title": "Coś", "url": "/cos/", "audience": "public", "published_at": now, "last_activity_at": now}
    return Listing(traits=traits, **{**told, **columns})


def traits_of(entry):
    return sorted(entry.traits.values_list("facet", "value"))


def test_traits_are_exactly_what_was_listed_last():
    entry = list_entry("thing", 1, listing(("cost", "none"), ("city", "raciborz")))
    assert traits_of(entry) == [("city", "raciborz"), ("cost", "none")]
    list_entry("thing", 1, listing(("cost", "none"), ("cost", "none"), ("city", "zyrardow")))
    assert traits_of(entry) == [("city", "zyrardow"), ("cost", "none")]
    list_entry("thing", 1, listing())
    assert traits_of(entry) == []


def test_traits_that_stay_are_the_same_rows():
    entry = list_entry("thing", 1, listing(("cost", "none"), ("city", "raciborz")))
    before = set(entry.traits.values_list("pk", flat=True))
    list_entry("thing", 1, listing(("city", "raciborz"), ("cost", "none"), ("size", "do-20k")))
    assert before < set(entry.traits.values_list("pk", flat=True))


def test_traits_of_one_entry_do_not_touch_another():
    one, other = (list_entry("thing", number, listing(("cost", "none"))) for number in (1, 2))
    list_entry("thing", 1, listing())
    assert (traits_of(one), traits_of(other)) == ([], [("cost", "none")])


def test_traits_go_with_their_entry():
    entry = list_entry("thing", 1, listing(("cost", "none")))
    Entry.objects.filter(pk=entry.pk).delete()
    assert not EntryTrait.objects.filter(value="none", entry_id=entry.pk).exists()


def test_texts_keep_their_own_language_when_the_entry_gets_another_title():
    entry = list_entry("thing", 1, listing(title="Ogrody deszczowe"))
    now = timezone.now()
    replace_texts(entry, [Text(1, "Zieleń w mieście", now), Text(2, "Gardens are running", now, language="en")])
    languages = Passage.objects.filter(entry=entry).order_by("number").values_list("language", flat=True)
    assert list(languages.all()) == ["pl", "en"]
    list_entry("thing", 1, listing(title="Ogrody przy szkołach"))
    assert list(languages.all()) == ["pl", "en"]


def test_english_text_of_a_polish_page_is_found_by_an_inflected_english_word(as_, article_entry):
    languages = set(article_entry.passages.values_list("language", flat=True))
    html = as_().get("/szukaj/?q=rain+garden").content.decode()
    assert (languages, article_entry.url in html) == ({"pl", "en"}, True)


@pytest.fixture()
def article_entry():
    page = ArticlePage.objects.get(slug="ogrod", locale__language_code="pl")
    return Entry.objects.get(kind="article", subject_id=page.pk)


def test_rebuild_changes_no_trait(article_entry):
    before = list(EntryTrait.objects.order_by("entry", "facet", "value").values_list("entry", "facet", "value"))
    list(rebuild())
    after = list(EntryTrait.objects.order_by("entry", "facet", "value").values_list("entry", "facet", "value"))
    assert (after == before, len(before) > 20) == (True, True)
