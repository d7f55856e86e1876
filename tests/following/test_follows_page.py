"""The list of what one follows: one's own only, and only what one may still see."""

import pytest

from community.catalogue.models import Entry
from community.following.actions import follow
from community.following.models import Follow
from forum.models import Thread

pytestmark = pytest.mark.django_db
PATH = "/konto/sledzone/"


@pytest.fixture(autouse=True)
def _nothing_followed(db):
    Follow.objects.all().delete()


def test_followed_and_muted_things_stand_in_the_list(as_, anna, jan, zielona, question):
    entry = Entry.objects.get(kind="question", subject_id=question.pk)
    follow(person=anna, target="entry", target_id=entry.pk)
    follow(person=anna, target="space", target_id=zielona.pk, level="muted")
    own, others = (as_(who).get(PATH).content.decode() for who in (anna, jan))
    assert (own.count('class="row__title"'), others.count('class="row__title"')) == (2, 0)
    assert (own.count(question.url), own.count('href="/s/zielona/"')) == (1, 1)


def test_what_one_may_no_longer_see_is_left_out(as_, olaf, closed):
    entry = Entry.objects.get(kind="question", subject_id=Thread.objects.filter(space=closed, kind="question")[0].pk)
    follow(person=olaf, target="entry", target_id=entry.pk)
    follow(person=olaf, target="space", target_id=closed.pk)
    html = as_(olaf).get(PATH).content.decode()
    assert (html.count('class="row__title"'), entry.title in html) == (0, False)


def test_button_in_the_list_stops_following(as_, anna, question):
    entry = Entry.objects.get(kind="question", subject_id=question.pk)
    follow(person=anna, target="entry", target_id=entry.pk)
    response = as_(anna).post(f"/sledzenie/entry/{entry.pk}/", {"level": "forget", "back": PATH})
    assert (response["Location"], Follow.objects.filter(person=anna, target="entry").count()) == (PATH, 0)


def test_list_costs_the_same_with_1_and_with_15(as_, anna, django_assert_num_queries):
    browser = as_(anna)
    ids = list(Entry.objects.filter(kind="question", audience="public").values_list("pk", flat=True)[:15])
    follow(person=anna, target="entry", target_id=ids[0])
    browser.get(PATH)
    with django_assert_num_queries(5) as few:
        browser.get(PATH)
    for entry_id in ids[1:]:
        follow(person=anna, target="entry", target_id=entry_id)
    with django_assert_num_queries(len(few.captured_queries)):
        assert browser.get(PATH).content.decode().count('class="row__title"') == 15


def test_visitor_signs_in_and_a_malformed_cursor_is_not_found(as_, anna):
    assert as_().get(PATH)["Location"].startswith("/konto/login/")
    assert as_(anna).get(f"{PATH}?od=x").status_code == 404
