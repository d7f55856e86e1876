"""Lists of threads: what each filter holds, pages without gaps, and a budget of queries."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from community.people.models import Person
from community.spaces.models import Space
from forum.actions import accept_answer, reply, start_thread
from forum.models import Participant, Thread
from forum.queries.lists import thread_list
from forum.rules import threads_visible_to

pytestmark = pytest.mark.django_db


@pytest.fixture()
def emptied(zielona):
    """Sieć Zielona without its threads."""
    Thread.objects.filter(space=zielona).update(accepted=None)
    Thread.objects.filter(space=zielona).delete()
    return zielona


def ask(author, space, number, **changed):
    return start_thread(
        author=author, space=space, kind="question", title=f"Pytanie numer {number}", text="Treść.",
        key=f"list-{number:05}", **changed,
    )  # fmt: skip


def walked(browser, url):
    """Returns the ids of threads in the order of all pages."""
    found = []
    while url:
        html = browser.get(url).content.decode()
        found += [int(n) for n in re.findall(r'<a[^>]*href="/watki/(\d+)/[^"/]+/"', html)]
        older = re.findall(
            r'<a[^>]*href="([^"]*od=o[^"]*)"[^>]*rel="next"|rel="next"[^>]*href="([^"]*od=o[^"]*)"', html
        )
        url = "".join(older[0]).replace("&amp;", "&") if older else None
        assert len(found) < 1000
    return found


@pytest.mark.parametrize("who", ["nobody", "olaf", "anna"])
def test_list_walked_to_its_end_holds_each_visible_thread_once(who, as_, olaf, anna):
    from django.contrib.auth.models import AnonymousUser

    viewer = {"nobody": AnonymousUser(), "olaf": olaf, "anna": anna}[who]
    rows = threads_visible_to(viewer).talked_in().order_by("-last_activity_at", "-id").values_list("pk", flat=True)
    assert walked(as_(None if who == "nobody" else viewer), "/watki/") == list(rows)


@pytest.mark.parametrize(
    ("state", "column"),
    [
        ("bez-odpowiedzi", lambda t, p: t.kind == "question" and t.reply_count == 0),
        ("rozwiazane", lambda t, p: t.accepted_id is not None),
        ("moje", lambda t, p: Participant.objects.filter(thread=t, person=p, posts__gt=0).exists()),
        ("nieznany", lambda t, p: True),
        ("", lambda t, p: True),
    ],
)
def test_list_filter_holds_exactly_its_threads(state, column, anna):
    wanted = {t.pk for t in threads_visible_to(anna).talked_in() if column(t, anna)}
    found, token = set(), ""
    while token is not None:
        page = thread_list(anna, state=state, token=token)
        found |= {row.id for row in page.rows}
        token = page.older
    assert found == wanted
    assert wanted


def test_list_of_mine_is_empty_for_a_visitor(as_):
    assert walked(as_(), "/watki/?stan=moje") == []


def test_list_of_newest_is_in_the_order_of_asking(as_):
    rows = (
        Thread.objects.live()
        .talked_in()
        .filter(audience="public")
        .order_by("-created_at", "-id")
        .values_list("pk", flat=True)
    )
    assert walked(as_(), "/watki/?kolejnosc=nowe") == list(rows)


def test_list_of_a_space_holds_its_threads_only(as_, zielona):
    rows = (
        Thread.objects.live()
        .talked_in()
        .filter(space=zielona)
        .order_by("-last_activity_at", "-id")
        .values_list("pk", flat=True)
    )
    assert walked(as_(), "/s/zielona/watki/") == list(rows)


def test_list_never_names_a_closed_thread_to_an_outsider(as_, olaf, anna, zielona):
    ask(anna, zielona, 1, audience="members")
    assert as_(olaf).get("/s/zielona/watki/").content.decode().count("Pytanie numer 1") == 0
    assert as_(anna).get("/s/zielona/watki/").content.decode().count("Pytanie numer 1") >= 1


def test_list_escapes_titles(as_, anna, emptied):
    start_thread(
        author=anna, space=emptied, kind="question", title="<img src=x onerror=alert(1)>", text="x", key="xss-12345"
    )
    assert as_().get("/s/zielona/watki/").content.decode().count("<img src=x") == 0


@pytest.mark.parametrize(
    "path", ["/s/zielona/watki/", "/watki/", "/en/watki/?stan=bez-odpowiedzi", "/watki/?stan=moje", "/", "/s/zielona/"]
)
@pytest.mark.parametrize("who", ["visitor", "member"])
def test_list_costs_the_same_few_queries_with_one_and_three_rows(path, who, as_, anna, jan, emptied):
    Thread.objects.exclude(space=emptied).update(accepted=None)
    Thread.objects.exclude(space=emptied).delete()
    Space.objects.filter(kind="group").delete()
    browser = as_(anna if who == "member" else None)
    costs = []
    for number in (1, 2, 3):
        thread = ask(anna, emptied, number)
        if number > 1:
            accept_answer(by=anna, post=reply(author=jan, thread=thread, text="Tak.", key=f"list-reply-{number}"))
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(path).status_code == 200
        costs.append(len(captured))
    assert costs[0] == costs[2]
    assert max(costs) <= (11 if path == "/s/zielona/" else 10)


def test_list_shows_people_without_an_account_as_former_members(as_, anna, emptied):
    ask(anna, emptied, 1)
    Person.objects.filter(pk=anna.pk).delete()
    assert as_().get("/s/zielona/watki/").status_code == 200
    assert as_().get(Thread.objects.get(space=emptied).url).status_code == 200
