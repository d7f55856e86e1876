"""Prepared queries: the rows of the queryset they were composed from, for any values, composed once."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import Exists, OuterRef
from django.test.utils import CaptureQueriesContext

from community.base.prepared import Prepared
from community.catalogue.rules import entries_shown_to
from community.people.models import Person
from community.spaces.rules import standing_of
from community.spaces.standing import rows_for
from forum.models import Post, Thread

pytestmark = pytest.mark.django_db


def of_thread(rows):
    return Prepared(lambda *, thread: rows(Post.objects.filter(thread=thread).order_by("number")))


@pytest.mark.parametrize(
    "shape",
    [
        lambda rows: rows,
        lambda rows: rows.select_related("thread__space", "author"),
        lambda rows: rows.values_list("number", "created_at", "beside", "author__name"),
        lambda rows: rows.values_list("number", "html", named=True),
        lambda rows: rows.values_list("created_at", flat=True),
        lambda rows: rows.values("number", "edited_at"),
        lambda rows: rows.values_list("number")[:2],
        lambda rows: rows.none(),
        lambda rows: rows.annotate(
            is_first=Exists(Post.objects.filter(thread=OuterRef("thread"), number=1, pk=OuterRef("pk")))
        ).values_list("pk", "is_first"),
    ],
)  # fmt: skip
def test_rows_are_those_of_the_queryset(shape):
    query = of_thread(shape)
    for thread in Thread.objects.all():
        assert query(thread=thread.pk) == list(shape(Post.objects.filter(thread=thread).order_by("number")))


def test_instances_come_with_what_was_selected_along(django_assert_num_queries):
    post = Post.objects.exclude(author=None)[0]
    posts = of_thread(lambda rows: rows.select_related("author"))(thread=post.thread_id)
    with django_assert_num_queries(0):
        assert all(row.author is None or row.author.name for row in posts)


def test_values_may_be_moments_words_and_lists():
    query = Prepared(
        lambda *, kind, after, spaces: Thread.objects.filter(kind=kind, created_at__gt=after, space__in=spaces)
    )
    middle = Thread.objects.order_by("created_at")[10].created_at
    spaces = list(Thread.objects.values_list("space", flat=True).distinct())
    for after in (middle, datetime.now(UTC) + timedelta(days=1)):
        for some in (spaces, spaces[:1], []):
            wanted = Thread.objects.filter(kind="question", created_at__gt=after, space__in=some)
            assert set(query(kind="question", after=after, spaces=some)) == set(wanted)


def test_composes_once_for_each_shape():
    composed = []

    def compose(newest_first, *, thread):
        composed.append(newest_first)
        return (
            Post.objects.filter(thread=thread).order_by("-number" if newest_first else "number").values_list("number")
        )

    query = Prepared(compose)
    thread = Thread.objects.get(client_key="demo-long").pk
    for newest_first in (True, False, True, False):
        with CaptureQueriesContext(connection) as asked:
            rows = query(newest_first, thread=thread)
        assert len(asked) == 1
        assert rows == sorted(rows, reverse=newest_first)
    assert composed == [True, False]


def test_unions_are_rows_of_both():
    def compose(*, thread):
        first = Post.objects.filter(thread=thread, number=1).values_list("number", "pk")
        return first.union(Post.objects.filter(thread=thread, number=2).values_list("number", "pk")).order_by("number")

    thread = Post.objects.filter(number=2)[0].thread_id
    assert Prepared(compose)(thread=thread) == list(compose(thread=thread))


def test_rules_hold_for_every_viewer_whatever_their_numbers(ewa, maria):
    query = Prepared(lambda viewer: entries_shown_to(viewer).order_by("pk").values_list("pk", flat=True))
    forms = set()
    for viewer in (AnonymousUser(), *Person.objects.all()):
        forms.add(standing_of(viewer).general)
        assert rows_for(viewer, query) == list(entries_shown_to(viewer).order_by("pk").values_list("pk", flat=True))
    assert len(forms) >= 4  # visitors, members, facilitators, who leads everything
