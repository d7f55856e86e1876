"""What is new on pages: the buttons that mark it, the lists that show it, the counts beside them."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from community.base import clock
from community.catalogue.models import Seen
from community.following.actions import follow
from forum import actions
from forum.queries.unread import unread
from tests.forum.newness import new_in, start, write
from tests.forum.threads import entry_of

pytestmark = pytest.mark.django_db


class TestDoors:
    def test_button_marks_the_space_as_the_page_showed_it(self, as_, anna, jan, quiet):
        thread = start(jan, quiet, "button")
        html = as_(anna).get("/s/zielona/watki/").content.decode()
        stamp = re.search(r'name="do" value="(\d+)"', html).group(1)
        write(jan, thread, "later")
        answer = as_(anna).post("/s/zielona/przeczytane/", {"do": stamp})
        assert (answer.status_code, answer["Location"]) == (302, "/s/zielona/watki/")
        assert new_in(anna, thread) == (1, "#p2")

    @pytest.mark.parametrize("stamp", ["", "x", "-1", "9" * 17, "9" * 40, "٣", "1.5"])
    def test_a_moment_that_is_none_counts_as_now(self, stamp, as_, anna, jan, quiet):
        thread = start(jan, quiet, "stamp")
        assert as_(anna).post("/s/zielona/przeczytane/", {"do": stamp}).status_code == 302
        assert new_in(anna, thread) is None
        write(jan, thread, "later")
        assert new_in(anna, thread) == (1, "#p2")

    def test_marked_unread_the_last_post_of_others_waits_again(self, as_, anna, question, answer):
        as_(anna).get(question.url)
        sent = as_(anna).post(f"/nieprzeczytane/{question.pk}/")
        assert (sent.status_code, sent["Location"]) == (302, "/s/zielona/watki/?stan=nieprzeczytane")
        assert new_in(anna, question) == (1, "#p2")
        assert f'href="{question.url}#p2"' in as_(anna).get(sent["Location"]).content.decode()

    def test_marked_unread_from_a_post_on(self, as_, anna, jan, question, answer):
        for n in range(3):
            write(jan, question, n)
        as_(anna).get(question.url)
        as_(anna).post(f"/nieprzeczytane/{question.pk}/?od=3")
        assert new_in(anna, question) == (3, "#p3")

    @pytest.mark.parametrize(("who", "query", "status"), [
        ("anna", "?od=99", 404), ("anna", "?od=0", 404), ("anna", "?od=x", 404), ("jan", "?od=2", 409),
        ("olaf", "", 409),
    ])  # fmt: skip
    def test_what_cannot_be_marked_unread_is_refused_in_words(self, who, query, status, as_, question, answer, request):
        person = request.getfixturevalue(who)
        refused = as_(person).post(f"/nieprzeczytane/{question.pk}/{query}")
        assert refused.status_code == status
        assert 'class="lede"' in refused.content.decode()
        assert Seen.objects.filter(person=person, entry=entry_of(question)).count() == 0

    def test_button_marks_a_thread_read(self, as_, anna, jan, quiet):
        thread = start(jan, quiet, "mark")
        sent = as_(anna).post(f"/przeczytane/{thread.pk}/?upto=1")
        assert (sent.status_code, sent["Location"], new_in(anna, thread)) == (302, thread.url, None)


class TestPages:
    def test_list_shows_what_is_new_and_where(self, as_, anna, jan, quiet):
        thread = start(jan, quiet, "shown")
        html = as_(anna).get("/s/zielona/watki/").content.decode()
        assert f'<a href="{thread.url}#p1">' in html
        assert "tabs__count" in html
        assert "row__new" not in as_(jan).get("/s/zielona/watki/").content.decode().partition(thread.url)[2][:900]

    def test_counts_on_home_and_space_are_those_of_the_query(self, as_, anna, jan, quiet):
        for n in range(3):
            start(jan, quiet, f"home-{n}")
        posts = unread(anna).of(quiet.pk).posts
        assert posts == 3
        for page in ("/", "/s/zielona/"):
            html = as_(anna).get(page).content.decode()
            link = re.search(r'<a[^>]*href="/s/zielona/watki/\?stan=nieprzeczytane">\s*(\d+)', html)
            assert int(link.group(1)) == posts

    def test_visitors_are_told_nothing_of_reading(self, as_, question, answer):
        for page in ("/", "/watki/", "/s/zielona/", question.url):
            html = as_().get(page).content.decode()
            assert [word for word in ("nieprzeczytane", "row__new", "mark-read", "thread__new") if word in html] == []

    @pytest.mark.parametrize("state", ["nieprzeczytane", "sledzone", "zakladki"])
    def test_lists_of_ones_own_hold_exactly_what_belongs_there(self, state, as_, anna, jan, quiet):
        from community.catalogue.actions import add_bookmark
        from forum.queries.lists import thread_list

        threads = [start(jan, quiet, f"{state}-{n}") for n in range(3)]
        entry = entry_of(threads[1])
        if state == "nieprzeczytane":
            actions.read_space(by=anna, space=quiet, at=clock.now())
            write(jan, threads[1], "again")
        elif state == "sledzone":
            follow(person=anna, target="entry", target_id=entry.pk)
            follow(person=anna, target="entry", target_id=entry_of(threads[0]).pk, level="muted")
        else:
            add_bookmark(person=anna, entry=entry)
        found = {row.id for row in thread_list(anna, space=quiet, state=state).rows}
        assert {thread.pk for thread in threads} & found == {threads[1].pk}

    @pytest.mark.parametrize("state", ["nieprzeczytane", "sledzone", "zakladki", "moje"])
    def test_empty_lists_say_what_will_be_there(self, state, as_, olaf):
        assert 'class="empty"' in as_(olaf).get(f"/watki/?stan={state}").content.decode()
        assert 'class="empty"' in as_().get(f"/watki/?stan={state}").content.decode()

    def test_unread_list_pages_without_gaps(self, anna, jan, quiet):
        from forum.queries.lists import thread_list

        threads = {start(jan, quiet, f"many-{n}").pk for n in range(45)}
        found, token = [], ""
        while token is not None:
            page = thread_list(anna, space=quiet, state="nieprzeczytane", token=token)
            found += [row.id for row in page.rows]
            token = page.older
        assert (len(found), set(found)) == (45, threads)

    def test_lists_cost_the_same_with_one_new_thread_and_with_thirty(self, as_, anna, jan, quiet):
        browser, costs = as_(anna), []
        for many in (1, 29):
            for n in range(many):
                start(jan, quiet, f"cost-{many}-{n}")
            with CaptureQueriesContext(connection) as captured:
                assert browser.get("/watki/?stan=nieprzeczytane").status_code == 200
            costs.append(len(captured))
        assert costs[0] == costs[1]
        assert costs[1] <= 6  # five and the heads of the live lists
