"""What a digest has told of a thread stays told when its posts go into another one; what is new there is told."""

import pytest

from forum import actions
from tests.following.digesting import ask, digest, entry_of, follow_all, make_old, titles

pytestmark = pytest.mark.django_db
NEW = "Jak rozliczać wodę z hydrantów?"


@pytest.fixture()
def told(olaf, anna, jan, zielona):
    """Two threads of which Olaf's daily digest has told everything; the weekly one is still to come."""
    make_old()
    follow_all(olaf, space=zielona)
    follow_all(olaf, "daily", person=anna)
    threads = [ask(anna, zielona, f"Pytanie numer {number} o zieleń?") for number in range(2)]
    for thread in threads:
        for number in range(2, 5):
            actions.reply(author=jan, thread=thread, text=f"Numer {number}.", key=f"told-{thread.pk}-{number}")
        thread.refresh_from_db()
    assert len(titles(digest(olaf, "daily"))) == 2
    return threads


def test_posts_that_were_told_are_not_told_again_in_their_own_thread(told, ewa, jan, olaf):
    new = actions.split_thread(by=ewa, thread=told[0], numbers=(3, 4), title=NEW, kind="discussion")
    assert titles(digest(olaf)) == []
    actions.reply(author=jan, thread=new, text="Jeszcze jedno.", key="after-the-split")
    assert titles(digest(olaf)) == [NEW]


def test_posts_that_were_told_are_not_told_again_in_the_thread_that_they_join(told, ewa, jan, olaf):
    source, target = told
    into = actions.merge_threads(by=ewa, thread=source, into=target)
    assert titles(digest(olaf)) == []
    into.refresh_from_db()
    actions.reply(author=jan, thread=into, text="Jeszcze jedno.", key="after-the-merge")
    assert titles(digest(olaf)) == [into.title]


def test_what_was_not_told_of_the_thread_that_others_join_is_told(told, ewa, jan, olaf):
    source, target = told
    actions.reply(author=jan, thread=target, text="Nie było tego w liście.", key="before-the-merge")
    target.refresh_from_db()
    actions.merge_threads(by=ewa, thread=source, into=target)
    assert titles(digest(olaf)) == [target.title]
    assert entry_of(target).pk
