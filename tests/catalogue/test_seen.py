"""How far people have read: it never goes back, and a page writes it once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from community.catalogue.actions import mark_seen
from community.catalogue.models import Entry, Seen
from forum.actions import reply

pytestmark = pytest.mark.django_db


@pytest.fixture()
def entry(question, jan):
    for number in range(2, 45):
        reply(author=jan, thread=question, text=f"Wpis {number}.", key=f"seen-{number:04}")
    return Entry.objects.get(kind="question", subject_id=question.pk)


def seen():
    return list(Seen.objects.values_list("person__slug", "upto"))


def test_the_furthest_counts(entry, anna, jan):
    for upto in (5, 9, 3, 9):
        mark_seen(person=anna, entry_id=entry.pk, upto=upto)
    mark_seen(person=jan, entry_id=entry.pk, upto=1)
    assert sorted(seen()) == [("anna-borowik", 9), ("jan-wierzba", 1)]


def test_page_remembers_its_last_post(as_, entry, anna):
    browser = as_(anna)
    steps = []
    for page in (2, 1, 3, 1):
        browser.get(entry.url, {"strona": page})
        steps.append(seen())
    assert steps == [[("anna-borowik", upto)] for upto in (40, 40, 44, 44)]


def test_visitor_leaves_no_trace(as_, entry):
    as_().get(entry.url)
    assert seen() == []


def test_member_writes_once_and_then_only_reads(as_, entry, olaf):
    browser, writes = as_(olaf), []
    for _time in range(3):
        with CaptureQueriesContext(connection) as captured:
            browser.get(entry.url)
        writes.append([q["sql"] for q in captured if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))])
    assert [len(sql) for sql in writes] == [2, 0, 0]
    assert all("catalogue_seen" in sql for sql in writes[0])


def test_page_that_is_refused_marks_nothing(as_, entry, anna):
    as_(anna).get(entry.url, {"strona": "9"})
    as_(anna).get(f"/watki/{entry.subject_id}/dawny-tytul/")
    assert seen() == []
