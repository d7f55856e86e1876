"""The thread page: what it costs at two sizes, what it shows, and what stays hidden."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from community.catalogue.actions import mark_seen
from community.catalogue.models import Entry
from community.notifications.models import Notification
from forum.actions import reply

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]


def queries_of(browser, url):
    with CaptureQueriesContext(connection) as captured:
        response = browser.get(url)
    assert response.status_code == 200
    return len(captured), [query["sql"] for query in captured]


@pytest.fixture()
def long_thread(question, jan, anna):
    for number in range(2, 62):
        reply(author=(jan, anna)[number % 2], thread=question, text=f"Wpis {number}", key=f"long-post-{number}")
    question.refresh_from_db()
    return question


class TestCost:
    def test_visitor_needs_the_same_few_queries_at_any_size_and_page(self, as_, question, long_thread):
        from forum.models import Thread

        demo_long = Thread.objects.get(client_key="demo-long")
        costs = {
            queries_of(as_(), url)[0]
            for url in (
                Thread.objects.get(client_key="demo-Z10").url,
                long_thread.url,
                f"{long_thread.url}?strona=4",
                demo_long.url,
                f"{demo_long.url}?strona=15",
            )
        }
        assert costs == {4}

    def test_member_needs_at_most_eight_queries_at_any_size_and_page(self, as_, olaf, long_thread):
        from forum.models import Thread

        demo_long = Thread.objects.get(client_key="demo-long")
        browser = as_(olaf)
        urls = (Thread.objects.get(client_key="demo-Z10").url, long_thread.url, f"{demo_long.url}?strona=15")
        first, again = ({queries_of(browser, url)[0] for url in urls} for _time in range(2))
        assert (first, again) == ({9}, {7})  # the first time it is remembered how far one has read

    def test_reading_what_waits_in_the_inbox_costs_two_queries_more(self, as_, anna, answer):
        entry = Entry.objects.get(kind="question", subject_id=answer.thread_id)
        mark_seen(person=anna, entry_id=entry.pk, upto=answer.number)
        assert queries_of(as_(anna), answer.thread.url)[0] == 9  # the lines, and what only letters would tell
        Notification.objects.filter(person=anna).update(read_at=timezone.now())
        assert queries_of(as_(anna), answer.thread.url)[0] == 7

    def test_page_writes_nothing_while_what_waits_is_on_another_page(self, as_, anna, long_thread):
        browser = as_(anna)
        assert Notification.objects.filter(person=anna, read_at=None, kind="forum.reply").exists()
        for page in (4, 4, 1, 1):
            asked = queries_of(browser, f"{long_thread.url}?strona={page}")[1]
        assert not [sql for sql in asked if not sql.lstrip("(").startswith("SELECT")]
        assert Notification.objects.filter(person=anna, read_at=None, kind="forum.reply").exists()  # on page 2


class TestPages:
    def test_page_holds_twenty_posts_by_number(self, as_, long_thread):
        html = as_().get(f"{long_thread.url}?strona=2").content.decode()
        assert 'id="p21"' in html
        assert 'id="p40"' in html
        assert 'id="p20"' not in html
        assert 'id="p41"' not in html

    @pytest.mark.parametrize("page", ["0", "5", "99999", "-1", "x", "1.5", "9" * 30, "٣"])
    def test_page_that_does_not_exist_is_told_in_words(self, as_, long_thread, page):
        response = as_().get(long_thread.url, {"strona": page})
        assert response.status_code == 404
        assert "errors/error.html" in {template.name for template in response.templates} or response.content

    def test_post_link_leads_to_its_page(self, as_, long_thread):
        response = as_().get(f"/watki/{long_thread.pk}/post/41/")
        assert response.status_code == 302
        assert response["Location"] == f"{long_thread.url}?strona=3#p41"

    def test_outdated_title_in_the_address_leads_to_the_current_one(self, as_, question):
        response = as_().get(f"/watki/{question.pk}/dawny-tytul/?strona=1")
        assert (response.status_code, response["Location"]) == (302, f"{question.url}?strona=1")


class TestContent:
    def test_accepted_answer_stands_under_the_question_once(self, as_, anna, answer, ewa):
        from forum.actions import accept_answer

        reply(author=ewa, thread=answer.thread, text="Dziękuję.", key="thanks-of-ewa")
        accept_answer(by=anna, post=answer)
        html = as_().get(answer.thread.url).content.decode()
        assert html.count('id="p2"') == 1
        assert html.index('id="p1"') < html.index('id="p2"') < html.index('id="p3"')

    def test_deleted_post_leaves_a_note_without_its_text(self, as_, ewa, answer):
        from forum.actions import delete_post

        delete_post(by=ewa, post=answer)
        html = as_().get(answer.thread.url).content.decode()
        assert 'id="p2"' in html
        assert "zakład komunalny" not in html

    def test_visitor_page_holds_no_form_that_posts(self, as_, answer):
        assert 'method="post"' not in as_().get(answer.thread.url).content.decode()
