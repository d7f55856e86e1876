"""Several notifications as one line: what it says, where it leads, what opening it means."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from community.notifications.actions import mark_read, notify
from community.notifications.grouping import names_in_words
from community.notifications.kinds import about_several
from community.notifications.models import Notification
from community.notifications.queries import inbox, unread_counts
from forum.actions import edit_post, reply, start_thread

pytestmark = pytest.mark.django_db
TITLE = "Kto podlewa drzewa w upały?"


@pytest.fixture(autouse=True)
def _in_english_with_empty_inboxes():
    Notification.objects.all().delete()
    with translation.override("en"):
        yield


@pytest.fixture()
def answers(question, jan, ewa, maria):
    """Three replies to Anna's question, by three people."""
    return [
        reply(author=who, thread=question, text=f"Tak {n}.", key=f"several-{n}")
        for n, who in enumerate((jan, ewa, maria))
    ]


def said(person, **options):
    return [(line.sentence.replace("\u00a0", " "), line.count) for line in inbox(person, **options).rows]


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (["Anna"], "Anna"),
        (["Anna", "Jan"], "Anna and Jan"),
        (["Anna", "Jan", "Ewa"], "Anna and 2 other people"),
        (["Anna", *map(str, range(21))], "Anna and 21 other people"),
    ],
)
def test_names_in_words(names, told):
    assert names_in_words(names) == told


def test_percent_signs_of_a_title_stay_what_they_are():
    several = about_several("%(names)s replied in “%(title)s”", title="100% zwrotu (%s)")
    assert several % {"names": "Anna"} == "Anna replied in “100% zwrotu (%s)”"


def test_replies_in_one_thread_are_one_line(anna, jan, question, answers):
    reply(author=jan, thread=question, text="Jeszcze.", key="several-again")
    assert said(anna) == [(f"Jan Wierzba and 2 other people replied in “{TITLE}”", 4)]


def test_replies_of_one_person_name_them_once(anna, jan, question):
    for n in range(2):
        reply(author=jan, thread=question, text=f"{n}", key=f"one-person-{n}")
    assert said(anna) == [(f"Jan Wierzba replied in “{TITLE}”", 2)]


def test_kinds_threads_and_read_ones_stay_apart(anna, jan, question, answers, zielona):
    other = start_thread(
        author=anna, space=zielona, kind="question", title="Drugie pytanie?", text="x", key="other-one"
    )  # fmt: skip
    mark_read(person=anna, notification_ids=[Notification.objects.get(person=anna, object_id=answers[0].pk).pk])
    reply(author=jan, thread=other, text="Tak.", key="in-the-other")
    notify("forum.mention", to=[anna.pk], object_id=answers[1].pk, actor=answers[1].author)
    assert said(anna) == [
        (f"Ewa Olszyna mentioned you in “{TITLE}”", 1),
        ("Jan Wierzba replied in “Drugie pytanie?”", 1),
        (f"Maria Kalina and Ewa Olszyna replied in “{TITLE}”", 2),
        (f"Jan Wierzba replied in “{TITLE}”", 1),
    ]


def test_line_opens_the_oldest_and_reads_all(as_, anna, question, answers):
    (line,) = inbox(anna).rows
    assert line.id == Notification.objects.get(person=anna, object_id=answers[2].pk).pk
    assert as_(anna).get(line.url)["Location"] == f"/en{question.url}#p2"
    assert unread_counts([anna.pk]) == {}


def test_link_of_one_of_several_means_all_of_them(as_, anna, question, answers):
    older = Notification.objects.get(person=anna, object_id=answers[1].pk)
    assert as_(anna).get(f"/powiadomienia/{older.pk}/")["Location"] == f"{question.url}#p2"
    assert unread_counts([anna.pk]) == {}


def test_new_threads_in_a_place_are_one_line_that_leads_there(as_, olaf, anna, jan, zielona):
    for n, who in enumerate((anna, jan)):
        thread = start_thread(
            author=who, space=zielona, kind="question", title=f"Nowe {n}?", text="x", key=f"new-{n}12"
        )  # fmt: skip
        notify("forum.asked", to=[olaf.pk], object_id=thread.posts.get(number=1).pk, actor=who)
    (line,) = inbox(olaf).rows
    assert (line.sentence, line.count) == (f"Jan Wierzba and Anna Borowik started new threads in {zielona.name}", 2)
    assert as_(olaf).get(line.url)["Location"] == "/en/s/zielona/watki/"


def test_bell_counts_what_the_lines_stand_for(anna, question, answers):
    assert unread_counts([anna.pk]) == {anna.pk: sum(line.count for line in inbox(anna).rows)} == {anna.pk: 3}


def test_line_that_would_go_over_the_pages_end_stands_once(anna, jan, question):
    for n in range(45):
        reply(author=jan, thread=question, text=f"{n}", key=f"long-{n:05}")
    page = inbox(anna)
    assert ([line.count for line in page.rows], page.older, page.newer) == ([45], None, None)
    assert [line.count for line in inbox(anna, unread_only=True).rows] == [45]


def test_beyond_the_newest_two_hundred_lines_stand_alone(anna, jan, question, monkeypatch):
    monkeypatch.setattr("community.notifications.queries.MOST_GROUPED", 3)
    for n in range(5):
        reply(author=jan, thread=question, text=f"{n}", key=f"beyond-{n:05}")
    assert [line.count for line in inbox(anna).rows] == [3, 1, 1]


def test_title_of_today_stands_in_the_line_of_several(anna, question, answers):
    edit_post(by=anna, post=question.posts.get(number=1), text="x", version=1, title="Nowy tytuł: 100%")
    assert said(anna) == [("Maria Kalina and 2 other people replied in “Nowy tytuł: 100%”", 3)]


@pytest.mark.parametrize("is_htmx", [True, False])
def test_line_is_marked_as_read_where_it_stands(is_htmx, as_, anna, question, answers):
    (line,) = inbox(anna).rows
    path, back = f"/powiadomienia/{line.id}/przeczytane/", "/powiadomienia/?tylko=nowe"
    response = as_(anna).post(path, {"back": back}, headers={"HX-Request": "true"} if is_htmx else {})
    assert unread_counts([anna.pk]) == {}
    if is_htmx:
        html = response.content.decode()
        assert (response.status_code, html.count("<li"), html.count("<form"), "row--unread" in html) == (
            200,
            1,
            0,
            False,
        )
    else:
        assert response["Location"] == back


def test_line_of_another_person_is_not_marked(as_, anna, jan, question, answers):
    (line,) = inbox(anna).rows
    assert as_(jan).post(f"/powiadomienia/{line.id}/przeczytane/").status_code == 404
    assert unread_counts([anna.pk]) == {anna.pk: 3}


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"])
def test_marking_leads_nowhere_else(back, as_, anna, question, answers):
    (line,) = inbox(anna).rows
    assert as_(anna).post(f"/powiadomienia/{line.id}/przeczytane/", {"back": back})["Location"] == "/"


def test_inbox_costs_the_same_whatever_is_in_it(anna, jan, question, answers):
    def cost():
        person = type(anna).objects.get(pk=anna.pk)
        with CaptureQueriesContext(connection) as asked:
            inbox(person)
        return len(asked)

    few = cost()
    for n in range(30):
        reply(author=jan, thread=question, text=f"{n}", key=f"cost-{n:05}")
    assert cost() == few
