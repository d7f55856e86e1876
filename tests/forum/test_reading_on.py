"""POST /przeczytane/: a page that goes on live says how far one has read."""

import pytest

from community.notifications.models import Notification
from forum.actions import reply
from forum.queries.reading import how_far

pytestmark = pytest.mark.django_db


@pytest.fixture()
def followed(as_, anna, question, jan):
    """A thread that Anna has open, in which Jan answered twice since."""
    reply(author=anna, thread=question, text="Dopytam.", key="reading-own")
    as_(anna).get(question.url)
    return [reply(author=jan, thread=question, text=f"Odpowiedź {n}", key=f"reading-{n}") for n in range(2)]


def seen(person, thread):
    return how_far(person, thread)[1]


def unread(person, posts):
    return Notification.objects.filter(person=person, object_id__in=[p.pk for p in posts], read_at=None).count()


def test_moves_the_place_and_empties_the_inbox_as_far_as_one_has_read(as_, anna, question, followed):
    first, second = followed
    assert unread(anna, followed) == 2
    answer = as_(anna).post(f"/przeczytane/{question.pk}/", {"upto": first.number})
    assert (answer.status_code, seen(anna, question), unread(anna, followed)) == (204, first.number, 1)
    as_(anna).post(f"/przeczytane/{question.pk}/", {"upto": second.number})
    assert (seen(anna, question), unread(anna, followed)) == (second.number, 0)


def test_never_goes_back(as_, anna, question, followed):
    before = followed[-1].number
    as_(anna).post(f"/przeczytane/{question.pk}/", {"upto": before})
    as_(anna).post(f"/przeczytane/{question.pk}/", {"upto": 1})
    assert seen(anna, question) == before


@pytest.mark.parametrize("upto", ["", "0", "-1", "x", "999999999999", "٣", "1.5"])
def test_a_number_that_is_no_post_is_refused(as_, anna, question, followed, upto):
    before = seen(anna, question)
    assert as_(anna).post(f"/przeczytane/{question.pk}/", {"upto": upto}).status_code == 404
    assert seen(anna, question) == before


def test_costs_the_same_for_one_post_and_for_many(as_, anna, question, jan, followed, django_assert_num_queries):
    from forum.actions import read_up_to

    read_up_to(by=anna, thread=question, number=followed[0].number)
    with django_assert_num_queries(7):
        read_up_to(by=anna, thread=question, number=followed[1].number)
    for n in range(10):
        last = reply(author=jan, thread=question, text=f"Dalej {n}", key=f"reading-on-{n}")
    with django_assert_num_queries(7):
        read_up_to(by=anna, thread=question, number=last.number)
