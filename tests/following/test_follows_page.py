"""The list of what one follows: one's own only, by sort and level, and only what one may still see."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from community.catalogue.models import Entry
from community.following.actions import follow, keep_quiet, save_search
from community.following.models import FOLLOWED, Follow, SavedSearch
from community.following.queries.lists import A_FEW
from community.following.views import lists
from community.people.models import Person
from community.spaces.models import Space
from community.tags.actions import merge_tags
from community.tags.models import Tag
from forum.models import Thread

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]
PATH = "/konto/sledzone/"


@pytest.fixture(autouse=True)
def _nothing_followed(db):
    Follow.objects.all().delete()
    SavedSearch.objects.all().delete()


@pytest.fixture()
def entry(question):
    found = Entry.objects.get(kind="question", subject_id=question.pk)
    Follow.objects.all().delete()
    return found


@pytest.fixture()
def everything(anna, jan, entry, zielona):
    """Anna follows one thing of each sort, each at another level, and has muted a tag."""
    tag, other = Tag.objects.get(name="retencja"), Tag.objects.get(name="zielony dach")
    follow(person=anna, target="entry", target_id=entry.pk, level="instant")
    follow(person=anna, target="space", target_id=zielona.pk, level="watch")
    follow(person=anna, target="tag", target_id=tag.pk, level="daily")
    follow(person=anna, target="person", target_id=jan.pk, level="weekly")
    save_search(person=anna, name="Moje drzewa", query="q=drzewa", level="daily")
    follow(person=anna, target="tag", target_id=other.pk, level="muted")
    return anna


def titles(browser, query=""):
    html = browser.get(PATH + query).content.decode()
    return re.findall(r'class="row__title"[^>]*><a href="([^"]+)"', html)


def parts(browser, query=""):
    return re.findall(r'<h2 id="part-(\w+)"', browser.get(PATH + query).content.decode())


def test_each_sort_stands_in_its_part_and_the_muted_in_their_own(as_, everything, entry, jan):
    browser = as_(everything)
    assert parts(browser) == ["watki", "miejsca", "tematy", "osoby", "szukania", "wyciszone"]
    assert titles(browser) == [
        entry.url, "/s/zielona/", "/tematy/retencja/", f"/ludzie/{jan.slug}/", "/szukaj/?q=drzewa",
        "/tematy/zielony-dach/",
    ]  # fmt: skip


def test_list_is_ones_own(as_, everything, jan):
    assert titles(as_(jan)) == []


@pytest.mark.parametrize(
    ("word", "target"),
    [("watki", "entry"), ("miejsca", "space"), ("tematy", "tag"), ("osoby", "person"), ("szukania", "search")],
)
def test_one_sort_alone(word, target, as_, everything):
    html = as_(everything).get(f"{PATH}?co={word}").content.decode()
    assert re.findall(r'action="/sledzenie/(\w+)/', html) == [target]


def test_muted_alone(as_, everything, olaf):
    keep_quiet(person=everything, other=olaf, level="ignored")
    assert titles(as_(everything), "?co=wyciszone") == [f"/ludzie/{olaf.slug}/", "/tematy/zielony-dach/"]


@pytest.mark.parametrize(("level", "count"), [("instant", 1), ("watch", 1), ("daily", 2), ("weekly", 1), ("x", 6)])
def test_one_level_alone(level, count, as_, everything):
    assert len(titles(as_(everything), f"?poziom={level}")) == count


def test_sort_and_level_together(as_, everything):
    assert titles(as_(everything), "?co=tematy&poziom=daily") == ["/tematy/retencja/"]
    assert titles(as_(everything), "?co=tematy&poziom=weekly") == []


def test_what_one_may_no_longer_see_is_left_out(as_, olaf, closed):
    entry = Entry.objects.get(kind="question", subject_id=Thread.objects.filter(space=closed, kind="question")[0].pk)
    secret = Tag.objects.create(name="tajny temat", space=closed)
    for target, number in (("entry", entry.pk), ("space", closed.pk), ("tag", secret.pk)):
        follow(person=olaf, target=target, target_id=number)
    html = as_(olaf).get(PATH).content.decode()
    assert (html.count('class="row__title"'), entry.title in html, "tajny temat" in html) == (0, False, False)


def test_tags_that_were_merged_are_one_row(as_, anna, ewa):
    tag, into = Tag.objects.get(name="deszczówka"), Tag.objects.get(name="wody opadowe")
    follow(person=anna, target="tag", target_id=tag.pk, level="watch")
    follow(person=anna, target="tag", target_id=into.pk, level="weekly")
    merge_tags(by=ewa, tag=tag, into=into)
    html = as_(anna).get(PATH).content.decode()
    assert re.findall(r'action="/sledzenie/tag/(\d+)/', html) == [str(into.pk)]
    assert re.findall(r'value="(\w+)" aria-current', html) == ["watch"]


def test_button_in_the_list_stops_following(as_, anna, entry):
    follow(person=anna, target="entry", target_id=entry.pk)
    response = as_(anna).post(f"/sledzenie/entry/{entry.pk}/", {"level": "forget", "back": PATH})
    assert (response["Location"], Follow.objects.filter(person=anna, target="entry").count()) == (PATH, 0)


def test_pages_go_on_where_the_last_one_ended(as_, anna):
    ids = list(Entry.objects.filter(kind="question", audience="public").values_list("pk", flat=True)[:25])
    for entry_id in ids:
        follow(person=anna, target="entry", target_id=entry_id)
    browser = as_(anna)
    assert len(titles(browser)) == A_FEW
    first = browser.get(f"{PATH}?co=watki").content.decode()
    older = re.search(r'rel="next" href="([^"]+)"', first)[1].replace("&amp;", "&")
    second = browser.get(older).content.decode()
    numbers = re.findall(r'action="/sledzenie/entry/(\d+)/', first + second)
    assert numbers == [str(pk) for pk in reversed(ids)]


@pytest.mark.parametrize("query", ["", "?co=watki", "?co=wyciszone"])
def test_list_costs_the_same_with_few_and_with_many(query, as_, everything, monkeypatch):
    monkeypatch.setattr(lists, "preview_of", lambda _person: [])  # what composing a letter costs is measured elsewhere

    def cost():
        with CaptureQueriesContext(connection) as captured:
            browser.get(PATH + query)
        return len(captured)

    browser = as_(everything)
    browser.get(PATH + query)
    few = cost()
    tags = list(Tag.objects.filter(merged_into=None).values_list("pk", flat=True)[:30])
    entries = list(Entry.objects.filter(kind="question", audience="public").values_list("pk", flat=True)[:25])
    people = list(Person.objects.filter(is_active=True).exclude(pk=everything.pk).values_list("pk", flat=True)[:15])
    wanted = {"tag": tags, "entry": entries, "person": people, "space": Space.objects.values_list("pk", flat=True)}
    for target, numbers in wanted.items():
        for place, number in enumerate(numbers):
            level = "muted" if place % 3 == 0 else FOLLOWED[place % 4]
            follow(person=everything, target=target, target_id=number, level=level)
    assert cost() - few == (3 if query == "?co=wyciszone" else 0)  # names of three more sorts
    assert few <= (9 if query else 12)


def test_unknown_sort_shows_everything(as_, everything):
    assert len(titles(as_(everything), "?co=nic")) == 6


def test_empty_list_says_what_to_do(as_, olaf):
    html = as_(olaf).get(PATH).content.decode()
    assert (html.count('class="empty"'), html.count('href="/witaj/"')) == (1, 2)


def test_visitor_signs_in_and_a_malformed_cursor_is_not_found(as_, anna):
    assert as_().get(PATH)["Location"].startswith("/konto/login/")
    assert as_(anna).get(f"{PATH}?co=watki&od=x").status_code == 404
