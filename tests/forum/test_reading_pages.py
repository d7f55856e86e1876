"""The thread for who comes back: the first new post, the fold, long posts, best answers, and paper."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from community.base.markup import RENDERER_VERSION
from forum import actions
from forum.models import Post
from forum.queries import best, post_rows, printing
from forum.queries.threads import FOLDED_FROM, MANY_ANSWERS, thread_page
from tests.forum.parts import parts_of

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]


def write(author, thread, number, text="Dopisek."):
    return actions.reply(author=author, thread=thread, text=text, key=f"pages-{number:05}")


@pytest.fixture()
def long(question, anna, jan):
    """A question of Anna's with 44 replies by Jan, of which she has read those up to number 10."""
    for number in range(2, 46):
        write(jan, question, number)
    actions.read_up_to(by=anna, thread=question, number=10)
    question.refresh_from_db()
    return question


def page_of(browser, address):
    return browser.get(address).content.decode()


def queries(browser, address):
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(address).status_code == 200
    return len(captured)


class TestNew:
    def test_line_stands_before_the_first_new_post_and_a_link_leads_there(self, as_, anna, long):
        html = page_of(as_(anna), long.url)
        assert html.count("thread__new") == 1
        assert html.index('id="p10"') < html.index("thread__new") < html.index('id="p11"')
        assert re.search(r'<a href="([^"]+)" data-first-new', html).group(1) == f"{long.url}#p11"

    def test_link_leads_to_a_later_page(self, as_, anna, long):
        actions.read_up_to(by=anna, thread=long, number=30)
        html = page_of(as_(anna), long.url)
        assert re.search(r'<a href="([^"]+)" data-first-new', html).group(1) == f"{long.url}?strona=2#p31"
        assert ("thread__new" in html, "thread__read" in html) == (False, False)

    def test_second_look_says_nothing_is_new(self, as_, anna, long):
        browser = as_(anna)
        browser.get(f"{long.url}?strona=3")
        html = page_of(browser, f"{long.url}?strona=3")
        assert [word for word in ("thread__new", "thread__read", "data-first-new") if word in html] == []

    def test_first_visit_has_no_line(self, as_, olaf, long):
        html = page_of(as_(olaf), long.url)
        assert [word for word in ("thread__new", "thread__read", "data-first-new") if word in html] == []


class TestFold:
    def test_read_replies_before_the_new_ones_are_folded(self, anna, long):
        page = thread_page(anna, long.pk)
        assert [row.number for row in page.opening] == [1]
        assert [row.number for row in page.folded] == list(range(2, 11))
        assert [row.number for row in page.rest] == list(range(11, 21))

    def test_page_holds_every_post_once_folded_or_not(self, as_, anna, long):
        html = page_of(as_(anna), long.url)
        assert re.findall(r'id="p(\d+)"', html) == [str(n) for n in range(1, 21)]
        fold = html.partition('<details class="thread__read">')[2].partition("</details>")[0]
        assert re.findall(r'id="p(\d+)"', fold) == [str(n) for n in range(2, 11)]

    def test_few_read_replies_are_not_folded(self, anna, jan, question):
        for number in range(2, 12):
            write(jan, question, number)
        actions.read_up_to(by=anna, thread=question, number=FOLDED_FROM)
        assert thread_page(anna, question.pk).folded == []
        actions.read_up_to(by=anna, thread=question, number=FOLDED_FROM + 1)
        assert len(thread_page(anna, question.pk).folded) == FOLDED_FROM

    def test_page_of_read_posts_only_is_not_folded(self, anna, long):
        actions.read_up_to(by=anna, thread=long, number=45)
        assert [thread_page(anna, long.pk, number=n).folded for n in (1, 2, 3)] == [[], [], []]

    def test_accepted_answer_stays_above_the_fold(self, as_, anna, long):
        actions.accept_answer(by=anna, post=Post.objects.get(thread=long, number=5))
        html = page_of(as_(anna), long.url)
        assert html.count('id="p5"') == 1
        assert html.index('id="p5"') < html.index("thread__read")

    def test_slots_are_the_same_parts_with_and_without_the_fold(self, as_, anna, ewa, long):
        folded, plain = (parts_of(page_of(as_(who), long.url)) for who in (anna, ewa))
        assert set(folded) - {"bell"} == set(plain) - {"bell"}

    def test_fold_costs_no_query(self, as_, anna, jan, question):
        costs = []
        for first, last in ((2, 9), (9, 60)):
            for number in range(first, last):
                write(jan, question, number)
            actions.unread_from(by=anna, thread=question, number=last - 1)
            page = thread_page(anna, question.pk, number=(last - 2) // 20 + 1)
            assert len(page.folded) >= FOLDED_FROM
            costs.append(queries(as_(anna), f"{question.url}?strona={page.number}"))
        assert costs[0] == costs[1]


class TestLongPosts:
    def lengthen(self, post):
        html = "<p>Akapit.</p>" * (post_rows.FOLDED_FROM // 14 + 1)
        Post.objects.filter(pk=post.pk).update(html=html, renderer_version=RENDERER_VERSION)

    def test_long_reply_is_folded_with_a_box_that_shows_it(self, as_, question, answer):
        assert "post__whole" not in page_of(as_(), question.url)
        self.lengthen(answer)
        html = page_of(as_(), question.url)
        assert (html.count("post__body--long"), html.count("post__whole")) == (1, 1)
        assert html.count("<p>Akapit.</p>") == post_rows.FOLDED_FROM // 14 + 1

    def test_question_and_accepted_answer_are_never_folded(self, as_, anna, question, answer):
        self.lengthen(answer)
        self.lengthen(Post.objects.get(thread=question, number=1))
        actions.accept_answer(by=anna, post=answer)
        assert "post__body--long" not in page_of(as_(), question.url)


class TestBest:
    @pytest.fixture()
    def answers(self, question, anna, jan, ewa, maria):
        """Four answers: 4 is accepted, 3 has two votes, 5 one, 2 none."""
        made = {number: write(jan, question, number) for number in range(2, 6)}
        for voter, number in ((ewa, 3), (maria, 3), (anna, 5)):
            actions.upvote(by=voter, post=made[number])
        actions.accept_answer(by=anna, post=made[4])
        return made

    def test_accepted_first_then_by_votes_then_by_number(self, as_, question, answers):
        html = page_of(as_(), f"{question.url}?widok=najlepsze")
        assert re.findall(r'id="p(\d+)"', html) == ["1", "4", "3", "5", "2"]

    def test_page_is_not_for_search_engines_and_names_the_thread_as_its_place(self, as_, question, answers):
        html = page_of(as_(), f"{question.url}?widok=najlepsze")
        assert '<meta name="robots" content="noindex">' in html
        assert re.search(r'rel="canonical" href="[^"]+"', html).group(0).endswith(f'{question.url}"')

    def test_deleted_answers_are_left_out_and_fifty_are_enough(self, ewa, jan, question, answers, monkeypatch):
        actions.delete_post(by=ewa, post=answers[3])
        monkeypatch.setattr(best, "MOST_ANSWERS", 2)
        question.refresh_from_db()
        page = best.best_answers(question)
        assert ([row.number for row in page.answers], page.is_cut) == ([4, 5], True)

    def test_link_stands_where_answers_are_many(self, as_, jan, question):
        address = f"{question.url}?widok=najlepsze"
        for number in range(2, MANY_ANSWERS + 2):
            assert address not in page_of(as_(), question.url)
            write(jan, question, number)
        assert address in page_of(as_(), question.url)

    def test_what_is_no_question_leads_back_to_itself(self, as_, jan, zielona):
        talk = actions.start_thread(
            author=jan, space=zielona, kind="discussion", title="Rozmowa", text="T.", key="pages-talk"
        )
        answer = as_().get(f"{talk.url}?widok=najlepsze")
        assert (answer.status_code, answer["Location"]) == (302, talk.url)

    def test_costs_the_same_with_two_answers_and_with_forty(self, as_, jan, question):
        costs = []
        for first, last in ((2, 4), (4, 44)):
            for number in range(first, last):
                write(jan, question, number)
            costs.append(queries(as_(), f"{question.url}?widok=najlepsze"))
        assert costs[0] == costs[1] <= 3

    def test_closed_question_is_not_found(self, as_, olaf, anna, closed, person):
        insider = closed.memberships.filter(role="member").first().person
        secret = actions.start_thread(
            author=insider, space=closed, kind="question", title="Tajne", text="T.", key="pages-secret"
        )
        for address in (f"{secret.url}?widok=najlepsze", f"/watki/{secret.pk}/druk/"):
            assert [as_(who).get(address).status_code for who in (None, olaf, insider)] == [404, 404, 200]


class TestPaper:
    def test_whole_thread_stands_on_one_page_in_its_order(self, as_, long):
        html = page_of(as_(), f"/watki/{long.pk}/druk/")
        assert re.findall(r'id="p(\d+)"', html) == [str(n) for n in range(1, 46)]
        assert '<meta name="robots" content="noindex">' in html

    def test_deleted_posts_are_not_printed(self, as_, ewa, question, answer):
        actions.delete_post(by=ewa, post=answer)
        html = page_of(as_(), f"/watki/{question.pk}/druk/")
        assert (re.findall(r'id="p(\d+)"', html), "zakład komunalny" in html) == (["1"], False)

    def test_accepted_answer_is_marked_and_says_where_it_comes_from(self, as_, anna, question, answer):
        actions.accept_answer(by=anna, post=answer)
        html = page_of(as_(), f"/watki/{question.pk}/druk/")
        assert html.count("paper__post--accepted") == 1
        assert "Żyrardów" in html.partition("paper__post--accepted")[2]

    def test_too_long_a_thread_says_what_is_left_out(self, as_, long, monkeypatch):
        monkeypatch.setattr(printing, "MOST_PRINTED", 40)
        printed = printing.printed_thread(long)
        assert (len(printed.posts), printed.left_out) == (40, 5)
        html = page_of(as_(), f"/watki/{long.pk}/druk/")
        assert re.findall(r'id="p(\d+)"', html)[-1] == "40"
        assert "W wątku jest jeszcze 5 wpisów" in html

    def test_costs_the_same_at_any_size(self, as_, question, long, answer):
        assert queries(as_(), f"/watki/{long.pk}/druk/") <= 3
