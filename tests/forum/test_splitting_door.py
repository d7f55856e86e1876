"""The door to splitting: choosing posts page by page without script, confirming, and who may open it."""

import pytest

from forum import actions
from forum.models import Post, Thread
from tests.forum.facilitating import TITLE, take_turns
from tests.forum.threads import post_of

pytestmark = pytest.mark.django_db


@pytest.fixture()
def talk(question, anna, jan):
    return take_turns(question, anna, jan)


def form(**more):
    return {"title": TITLE, "kind": "discussion", "key": "split-form-key-2"} | more


def test_facilitator_chooses_page_by_page_without_script(talk, ewa, jan, as_):
    for number in range(7, 30):
        actions.reply(author=jan, thread=talk, text=f"Odpowiedź numer {number}.", key=f"talk-reply-{number}")
    browser, path = as_(ewa), f"/podziel/{talk.pk}/"
    first = browser.get(path).content.decode()
    assert 'name="wpis" value="2"' in first
    assert 'name="wpis" value="21"' not in first
    second = browser.post(path, form(wpis=["3", "4"], inne="", strona="2")).content.decode()
    assert 'name="inne" value="3,4"' in second
    assert 'name="wpis" value="21"' in second
    assert f'value="{TITLE}"' in second
    confirm = browser.post(path, form(wpis=["22"], inne="3,4", tu="2", dalej="1"))
    assert (confirm.status_code, 'name="inne" value="3,4,22"' in confirm.content.decode()) == (200, True)
    done = browser.post(path, form(inne="3,4,22", podziel="1"))
    new = Thread.objects.get(title=TITLE)
    assert (done.status_code, done["Location"]) == (302, new.url)
    assert new.posts.count() == 3
    again = browser.post(path, form(inne="3,4,22", podziel="1"))
    assert (again.status_code, again["Location"]) == (302, new.url)


def test_from_one_post_on_chooses_all_that_follow(talk, ewa, as_):
    html = as_(ewa).get(f"/podziel/{talk.pk}/?od=4").content.decode()
    assert html.count(" checked") == 3 + 1  # posts 4, 5, 6 and the kind


def test_confirmation_says_that_the_accepted_answer_goes(talk, ewa, anna, as_):
    actions.accept_answer(by=anna, post=post_of(talk, 4))
    html = as_(ewa).post(f"/en/podziel/{talk.pk}/", form(wpis=["4"], dalej="1")).content.decode()
    assert "The accepted answer goes along" in html
    talk.refresh_from_db()
    assert talk.accepted is not None


@pytest.mark.parametrize(
    "more", [{"podziel": "1"}, {"dalej": "1"}, {"podziel": "1", "wpis": ["1"]}, {"podziel": "1", "wpis": ["77"]},
             {"podziel": "1", "wpis": ["3"], "title": "krótki"}, {"dalej": "1", "wpis": ["x", "-3", "9" * 50]}]
)  # fmt: skip
def test_bad_choice_is_explained_and_nothing_is_lost(more, talk, ewa, as_):
    response = as_(ewa).post(f"/podziel/{talk.pk}/", form(**more))
    html = response.content.decode()
    assert response.status_code == 422
    assert 'role="alert"' in html
    assert f'value="{more.get("title", TITLE)}"' in html
    assert Post.objects.filter(moved_to__isnull=False).count() == 0


def test_only_facilitators_open_the_door(talk, as_, anna, olaf):
    path = f"/podziel/{talk.pk}/"
    for who in (anna, olaf):
        assert {as_(who).get(path).status_code, as_(who).post(path, form(wpis=["3"], podziel="1")).status_code} == {403}
    assert as_().get(path).status_code == 302
    assert not Thread.objects.filter(title=TITLE).exists()


def test_choosing_costs_the_same_with_few_and_many_posts(talk, ewa, jan, as_, django_assert_max_num_queries):
    for number in range(7, 20):
        actions.reply(author=jan, thread=talk, text=f"Odpowiedź numer {number}.", key=f"talk-reply-{number}")
    browser = as_(ewa)
    with django_assert_max_num_queries(9):
        browser.get(f"/podziel/{talk.pk}/")
