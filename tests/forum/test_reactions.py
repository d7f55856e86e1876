"""Saying something of a post with one press: once a person, where it makes sense, counted and taken back."""

import re

import pytest
from django.db.models import Count

from community.live.models import Event
from forum import actions
from forum.models import Post, Reaction, ReactionKind, Thread
from forum.queries.threads import thread_page
from forum.rules import SAYINGS

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]
HTMX = {"HX-Request": "true"}


@pytest.fixture()
def talk(zielona, anna, jan):
    """Returns a reply in a conversation."""
    thread = actions.start_thread(
        author=anna, space=zielona, kind="discussion", title="Rozmowa o drzewach", text="Zaczynam.", key="talk-of-anna"
    )
    return actions.reply(author=jan, thread=thread, text="Zgoda.", key="talk-of-jan")


def react(browser, post, path, **data):
    return browser.post(f"/wpisy/{post.pk}/reakcja/{path}/", data)


def test_what_can_be_said_depends_on_the_post(as_, ewa, question, answer, talk):
    opening = question.posts.get(number=1)
    opens = {
        name: {s.path for s in SAYINGS if react(as_(ewa), post, s.path).status_code == 302}
        for name, post in (("question", opening), ("answer", answer), ("talk", talk))
    }
    assert opens == {
        "question": {"u-nas-tez"},
        "answer": {"pomocne", "u-nas-tez", "dziekuje"},
        "talk": {"zgadzam-sie", "u-nas-tez", "dziekuje"},
    }


@pytest.mark.parametrize("saying", SAYINGS, ids=lambda saying: saying.path)
def test_reaction_counts_once_and_is_taken_back_once(saying, as_, anna, ewa, answer, talk):
    post = talk if saying.kind == ReactionKind.AGREE else answer
    for who in (ewa, ewa, anna):
        assert react(as_(who), post, saying.path)["Location"] == f"{post.thread.url}#p2"
    for _time in range(2):
        assert react(as_(ewa), post, saying.path, wycofaj="1").status_code == 302
    post.refresh_from_db()
    assert (getattr(post, saying.counter), Reaction.objects.filter(post=post, kind=saying.kind).count()) == (1, 1)


def test_own_post_is_refused_in_words(as_, jan, talk):
    response = react(as_(jan), talk, "dziekuje")
    assert response.status_code == 403
    assert Reaction.objects.filter(post=talk).exists() is False


def test_unknown_reaction_is_not_found(as_, ewa, answer):
    assert react(as_(ewa), answer, "kocham").status_code == 404


def test_deleted_post_takes_no_reaction(as_, ewa, anna, answer):
    actions.delete_post(by=ewa, post=answer)
    with pytest.raises(actions.ChangedMeanwhile):
        actions.react(by=anna, post=answer, kind=ReactionKind.THANKS)
    assert react(as_(ewa), answer, "dziekuje").status_code == 403


@pytest.mark.parametrize(
    ("path", "focused"),
    [
        ("pomocne/", 'formaction="/wpisy/{pk}/reakcja/pomocne/"'),
        ("pomocne/?wycofaj=1", 'formaction="/wpisy/{pk}/reakcja/pomocne/"'),
        ("u-nas-tez/", 'formaction="/wpisy/{pk}/reakcja/u-nas-tez/"'),
        ("u-nas-tez/?wycofaj=1", 'href="/wpisy/{pk}/wiecej/"'),  # nobody says it any more: it is behind "More" again
    ],
)
def test_script_gets_the_slot_with_the_focus_on_what_shows_now(path, focused, as_, ewa, answer):
    response = as_(ewa).post(f"/wpisy/{answer.pk}/reakcja/{path}", headers=HTMX)
    html = response.content.decode()
    assert (html.count("<html"), html.count("autofocus")) == (0, 1)
    assert f"{focused.format(pk=answer.pk)} autofocus" in html


def test_what_nobody_has_said_yet_is_behind_more_and_what_somebody_said_at_the_post(as_, ewa, anna, jan, answer):
    page, more = (f"/watki/{answer.thread_id}/post/2/", f"/wpisy/{answer.pk}/wiecej/")
    thanks = f'/wpisy/{answer.pk}/reakcja/dziekuje/"'

    def where(who):
        browser = as_(who)
        return [thanks in browser.get(address, follow=True).content.decode() for address in (page, more)]

    assert where(anna) == [False, True]
    actions.react(by=ewa, post=answer, kind=ReactionKind.THANKS)
    assert where(anna) == [True, False]
    assert where(jan) == [True, False]  # his own answer: the button is there for all, the style sheet hides it


def test_slot_says_what_the_viewer_said(ewa, anna, answer):
    actions.react(by=ewa, post=answer, kind=ReactionKind.HELPFUL)
    actions.react(by=ewa, post=answer, kind=ReactionKind.THANKS)
    roles = {who.slug: thread_page(who, answer.thread_id).roles_by_post[answer.pk] for who in (ewa, anna)}
    assert roles == {ewa.slug: "leader member other voted thanked", anna.slug: "asker member other"}


def test_the_same_here_names_cities_each_once(as_, jan, ewa, question):
    opening = question.posts.get(number=1)
    for who in (jan, ewa):
        actions.react(by=who, post=opening, kind=ReactionKind.SAME_HERE)
    opening.refresh_from_db()
    assert (opening.same_here, opening.beside) == (2, {"cities": ["Żyrardów"]})
    html = as_().get(question.url).content.decode()
    assert html.count('class="state same-here"') == 1
    actions.withdraw_reaction(by=jan, post=opening, kind=ReactionKind.SAME_HERE)
    opening.refresh_from_db()
    assert (opening.same_here, opening.beside) == (1, {})


def test_stream_is_told_once_of_what_is_said_twice(ewa, answer):
    for _time in range(2):
        actions.react(by=ewa, post=answer, kind=ReactionKind.THANKS)
    kinds = Event.objects.filter(stream__key=answer.thread.stream).order_by("seq").values_list("kind", flat=True)
    assert list(kinds) == ["post.added", "post.reacted"]


def test_counters_of_the_demo_equal_its_rows():
    rows = Reaction.objects.values("post_id", "kind").annotate(n=Count("pk"))
    counted = {(row["post_id"], row["kind"]): row["n"] for row in rows}
    kept = {
        (post.pk, saying.kind): getattr(post, saying.counter)
        for post in Post.objects.all()
        for saying in SAYINGS
        if getattr(post, saying.counter)
    }
    assert kept == counted
    assert {kind for _post, kind in counted} == set(ReactionKind.values)


def test_reaction_that_could_not_be_said_any_more_is_taken_back(as_, ewa, answer):
    react(as_(ewa), answer, "pomocne")
    Thread.objects.filter(pk=answer.thread_id).update(kind="discussion")
    assert react(as_(ewa), answer, "pomocne", wycofaj="1").status_code == 302
    answer.refresh_from_db()
    assert answer.votes == 0


def test_without_scripts_a_press_takes_back_what_the_page_says_was_said(as_, ewa, answer):
    browser, address = as_(ewa), f"/wpisy/{answer.pk}/reakcja/pomocne/"

    def press(**headers):
        page = browser.get(answer.thread.url).content.decode()
        said = re.search(r'<input type="hidden" name="said" value="([^"]+)">', page)
        browser.post(address, {"said": said[1]} if said else {}, headers=headers)
        return Reaction.objects.filter(post=answer, person=ewa).count()

    assert [press(), press(), press()] == [1, 0, 1]
    assert press(**HTMX) == 1  # a script says itself when it takes back
