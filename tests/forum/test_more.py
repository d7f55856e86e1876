"""The page behind a post's “More”: for everybody who may read the post, with what each may do."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from forum import actions
from forum.models import Post
from forum.queries.acts import acts_of
from forum.queries.posts import permalink

pytestmark = pytest.mark.django_db
REMOVING = ("eye-off", "flag", "trash-2")


def more(post):
    return f"/wpisy/{post.pk}/wiecej/"


def icons(who, post):
    return [act.icon for act in acts_of(who, post)]


def test_every_post_leads_to_its_page(answer, question, as_, anna):
    for browser in (as_(), as_(anna)):
        html = browser.get(question.url).content.decode()
        found = re.findall(r'href="(/wpisy/\d+/wiecej/)"', html)
        assert found == [more(post) for post in question.posts.order_by("number")]


def test_visitor_finds_the_link_to_the_post(answer, as_):
    html = as_().get(more(answer)).content.decode()
    assert f'href="/wpisy/{answer.pk}/"' in html
    assert "U nas zakład komunalny" in html.replace("\xa0", " ")
    assert "noindex" in html


def test_script_gets_the_list_alone_with_a_way_to_close_it(answer, anna, as_):
    html = as_(anna).get(more(answer), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in html
    assert 'id="sheet-title"' in html
    assert '<form method="dialog">' in html
    page = as_(anna).get(more(answer)).content.decode()
    acts = re.compile(r'<ul class="acts">.*?</ul>', re.DOTALL)
    token = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')
    assert token.sub("", acts.search(html)[0]) == token.sub("", acts.search(page)[0])


def test_each_act_is_a_door_that_opens(answer, question, anna, jan, ewa, as_):
    for who in (anna, jan, ewa):
        for act in acts_of(who, answer):
            if not act.presses:
                assert as_(who).get(act.url).status_code in (200, 302)


def test_splitting_is_offered_to_facilitators_only_and_not_for_the_first_post(answer, question, anna, ewa):
    assert icons(ewa, answer).count("split") == 1
    assert icons(anna, answer).count("split") == 0
    assert icons(ewa, question.posts.get(number=1)).count("split") == 0


def test_facilitator_hides_what_others_wrote_and_deletes_the_own(answer, question, ewa, jan):
    own = actions.reply(author=ewa, thread=question, text="Zajmę się tym.", key="more-own")
    assert [icon for icon in icons(ewa, answer) if icon in REMOVING] == ["eye-off"]
    assert [icon for icon in icons(ewa, own) if icon in REMOVING] == ["trash-2"]
    assert [icon for icon in icons(jan, answer) if icon in REMOVING] == ["trash-2"]
    assert [icon for icon in icons(jan, own) if icon in REMOVING] == ["flag"]


def test_author_deletes_a_thread_here_only_while_nobody_has_replied(question, anna, jan):
    first = question.posts.get(number=1)
    assert "trash-2" in icons(anna, first)
    actions.reply(author=jan, thread=question, text="Jest odpowiedź.", key="more-first")
    assert "trash-2" not in icons(anna, question.posts.select_related("thread").get(number=1))


def test_changing_stands_here_for_who_facilitates_and_at_the_post_for_its_author(answer, ewa, jan, as_):
    assert (icons(ewa, answer).count("pencil"), icons(jan, answer).count("pencil")) == (1, 0)
    html = as_(jan).get(answer.thread.url).content.decode()
    assert f'data-for="author" href="/wpisy/{answer.pk}/edytuj/"' in html
    actions.lock_thread(by=ewa, thread=answer.thread)
    answer.thread.refresh_from_db()
    assert (icons(ewa, answer).count("pencil"), icons(jan, answer).count("pencil")) == (1, 0)
    assert "/edytuj/" not in as_(jan).get(answer.thread.url).content.decode()


def test_asker_accepts_at_the_post_and_changes_it_here(answer, question, anna, ewa, jan):
    def accepting(who, post):
        return [act.url for act in acts_of(who, post) if act.url.endswith(("/przyjmij/", "/otworz/"))]

    door = f"/wpisy/{answer.pk}/"
    assert [accepting(who, answer) for who in (anna, ewa, jan)] == [[], [f"{door}przyjmij/"], []]
    other = actions.reply(author=ewa, thread=question, text="Inaczej.", key="more-other")
    actions.accept_answer(by=anna, post=other)
    answer.thread.refresh_from_db()
    assert [accepting(who, answer) for who in (anna, ewa, jan)] == [[f"{door}przyjmij/"]] * 2 + [[]]
    other.thread.refresh_from_db()
    assert accepting(anna, other) == [f"/wpisy/{other.pk}/otworz/"]


def test_new_poll_is_offered_at_the_own_question_only(answer, question, anna, ewa, jan):
    first = question.posts.select_related("thread").get(number=1)
    assert [icons(who, first).count("list") for who in (anna, ewa, jan)] == [1, 0, 0]
    assert [icons(who, answer).count("list") for who in (anna, ewa, jan)] == [0, 0, 0]
    actions.set_poll(by=anna, post=first, ballot=actions.Ballot("Worki?", ("tak", "nie"), "single"))
    first.refresh_from_db()
    assert [icons(who, first).count("list") for who in (anna, ewa, jan)] == [1, 1, 0]


def test_deleted_post_has_a_page_for_who_may_restore_it(answer, jan, ewa, anna, as_):
    actions.delete_post(by=jan, post=answer)
    assert (as_(anna).get(more(answer)).status_code, as_(jan).get(more(answer)).status_code) == (404, 200)
    assert more(answer) not in as_(anna).get(answer.thread.url).content.decode()


def test_post_of_a_closed_place_is_not_found(closed, olaf, as_):
    post = Post.objects.filter(thread__space=closed).first()
    for browser in (as_(), as_(olaf)):
        for path in (more(post), f"/wpisy/{post.pk}/"):
            assert browser.get(path).status_code == 404


def test_address_of_a_post_leads_to_its_place(answer, as_):
    response = as_().get(f"/wpisy/{answer.pk}/")
    assert (response.status_code, response["Location"]) == (302, permalink(answer.thread, 2))


def test_page_costs_few_queries(answer, ewa, as_):
    for browser, most in ((as_(), 3), (as_(ewa), 12)):
        with CaptureQueriesContext(connection) as captured:
            browser.get(more(answer))
        assert len(captured) <= most
