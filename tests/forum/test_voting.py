"""Saying that an answer helped: once a person, and taken back."""

import pytest

from community.live.models import Event
from forum.actions import upvote, withdraw_vote
from forum.models import Reaction

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def test_vote_counts_once_a_person(as_, anna, ewa, answer):
    for who in (anna, anna, ewa):
        as_(who).post(f"/wpisy/{answer.pk}/pomocne/")
    answer.refresh_from_db()
    assert (answer.votes, Reaction.objects.filter(post=answer).count()) == (2, 2)


def test_vote_leads_back_to_the_post(as_, anna, answer):
    assert as_(anna).post(f"/wpisy/{answer.pk}/pomocne/")["Location"] == f"{answer.thread.url}#p2"


def test_vote_is_taken_back_once(as_, anna, ewa, answer):
    upvote(by=anna, post=answer)
    upvote(by=ewa, post=answer)
    for _ in range(2):
        as_(anna).post(f"/wpisy/{answer.pk}/pomocne/", {"wycofaj": "1"})
    answer.refresh_from_db()
    assert answer.votes == 1


def test_vote_never_falls_below_zero(anna, answer):
    assert [withdraw_vote(by=anna, post=answer) for _ in range(2)] == [0, 0]


def test_vote_for_the_own_answer_is_refused(as_, jan, answer):
    assert as_(jan).post(f"/wpisy/{answer.pk}/pomocne/").status_code == 403


def test_vote_by_htmx_answers_with_a_fragment(as_, anna, answer):
    response = as_(anna).post(f"/wpisy/{answer.pk}/pomocne/", headers=HTMX)
    assert response.status_code == 200
    assert response.content.decode().count("<html") == 0


def test_visitor_by_htmx_is_sent_to_sign_in_by_the_browser(as_, answer):
    response = as_().post(f"/wpisy/{answer.pk}/pomocne/", headers=HTMX)
    assert response["HX-Redirect"].startswith("/konto/login/?next=")


def test_repeated_vote_tells_the_stream_once(anna, answer):
    for _ in range(3):
        upvote(by=anna, post=answer)
    assert Event.objects.filter(stream__key=answer.thread.stream, kind="post.voted").count() == 1
