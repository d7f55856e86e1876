"""Polls: asked, voted in, changed, closed; secret votes, and results that tell of no small group."""

import itertools
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from community.base import clock
from community.live.models import Event
from community.people.actions import create_person
from community.spaces.models import Membership
from forum import actions
from forum.actions import polls as polls_module
from forum.models import Poll, PollVote, Post
from forum.queries.polls import FEWEST, poll_row, shown_groups
from forum.queries.threads import thread_page

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]
ASKED = {"poll_question": "Worki czy beczkowóz?", "poll_options": "worki\nbeczkowóz\nwcale", "poll_kind": "single"}
HTMX = {"HX-Request": "true"}


def ballot(kind="single", **more):
    return actions.Ballot("Worki czy beczkowóz?", ("worki", "beczkowóz", "wcale"), kind, **more)


@pytest.fixture()
def asked(question, anna):
    """Returns a function: Anna's question with a poll of this kind."""

    def make(kind="single", **more):
        return actions.set_poll(by=anna, post=question.posts.get(number=1), ballot=ballot(kind, **more))

    return make


@pytest.fixture()
def crowd(zielona):
    """Returns a function: so many people of a role in Sieć Zielona."""
    numbers = itertools.count()

    def people(count, role="member"):
        made = []
        for number in itertools.islice(numbers, count):
            one = create_person(email=f"v{number}@crowd.example", name=f"Głos {number}", slug=f"glos-{number}")
            if role:
                Membership.objects.create(space=zielona, person=one, role=role)
            made.append(one)
        return made

    return people


def options(post):
    return list(Poll.objects.get(post=post).options.order_by("position").values_list("pk", flat=True))


def vote(browser, post, *chosen, **kwargs):
    return browser.post(f"/wpisy/{post.pk}/glos/", {f"poll-{post.pk}": chosen}, **kwargs)


def fresh(post):
    return Post.objects.get(pk=post.pk)


def row(post):
    return poll_row(fresh(post).beside["poll"])


class TestAsking:
    def test_ask_form_starts_a_thread_with_a_poll(self, as_, anna):
        form = {"kind": "question", "title": "Czym podlewać drzewa?", "text": "Treść.", "audience": "public", **ASKED}
        assert as_(anna).post("/s/zielona/zapytaj/", form).status_code == 302
        poll = Poll.objects.get(question="Worki czy beczkowóz?")
        assert [o.text for o in poll.options.order_by("position")] == ["worki", "beczkowóz", "wcale"]
        assert timedelta(days=13) < poll.closes_at - timezone.now() < timedelta(days=15)

    @pytest.mark.parametrize(
        "wrong",
        [
            {"poll_options": "jedna"}, {"poll_options": ""}, {"poll_question": ""}, {"poll_options": "a\nA"},
            {"poll_options": "\n".join(map(str, range(300)))}, {"poll_options": f"a\n{'x' * 201}"},
            {"poll_question": "x" * 301}, {"poll_kind": "wiele"}, {"poll_ends": "1000000"},
        ],
    )  # fmt: skip
    def test_faulty_poll_is_explained_and_nothing_is_lost(self, wrong, as_, anna):
        form = {"kind": "question", "title": "Czym podlewać drzewa?", "text": "Moja treść.", "audience": "public"}
        response = as_(anna).post("/s/zielona/zapytaj/", {**form, **ASKED, **wrong})
        html = response.content.decode()
        assert (response.status_code, html.count("Moja treść."), html.count("field__error")) == (422, 1, 1)
        assert Poll.objects.filter(question=ASKED["poll_question"]).exists() is False

    def test_author_adds_changes_and_removes_a_poll(self, as_, jan, answer):
        other = {**ASKED, "poll_question": "Inaczej?"}
        for form, questions in ((ASKED, ["Worki czy beczkowóz?"]), (other, ["Inaczej?"]), ({}, [])):
            assert as_(jan).post(f"/wpisy/{answer.pk}/ankieta/", form).status_code == 302
            assert list(Poll.objects.filter(post=answer).values_list("question", flat=True)) == questions
        assert fresh(answer).beside == {}

    def test_others_are_refused(self, as_, jan, question):
        first = question.posts.get(number=1)
        assert as_(jan).post(f"/wpisy/{first.pk}/ankieta/", ASKED).status_code == 403

    def test_choices_stay_once_somebody_voted_but_the_hour_may_change(self, as_, anna, jan, asked):
        post = asked()
        actions.vote_in_poll(by=jan, post=post, option_ids=options(post)[:1])
        changed = as_(anna).post(f"/wpisy/{post.pk}/ankieta/", {**ASKED, "poll_options": "a\nb"})
        later = as_(anna).post(f"/wpisy/{post.pk}/ankieta/", {**ASKED, "poll_ends": "3"})
        assert (changed.status_code, later.status_code) == (409, 302)
        assert (PollVote.objects.count() >= 1, row(post).options[0].text) == (True, "worki")


class TestVoting:
    def test_vote_counts_and_moves_and_is_taken_back(self, as_, jan, asked):
        post = asked()
        first, second, _third = options(post)
        for chosen in (first, first, second):
            assert vote(as_(jan), post, chosen).status_code == 302
        assert list(PollVote.objects.filter(person=jan).values_list("option_id", flat=True)) == [second]
        assert [o["votes"] for o in fresh(post).beside["poll"]["options"]] == [0, 1, 0]
        as_(jan).post(f"/wpisy/{post.pk}/glos/?wycofaj=1")
        assert (PollVote.objects.filter(person=jan).count(), fresh(post).beside["poll"]["voters"]) == (0, 0)

    def test_several_choices_are_one_voter(self, jan, asked, zielona):
        post = asked("multiple")
        actions.vote_in_poll(by=jan, post=post, option_ids=options(post)[:1])
        Membership.objects.filter(space=zielona, person=jan).update(role="expert")
        again = type(jan).objects.get(pk=jan.pk)
        actions.vote_in_poll(by=again, post=post, option_ids=options(post))
        facts = fresh(post).beside["poll"]
        assert (facts["voters"], facts["roles"]) == (1, {"expert": [1, [1, 1, 1]]})

    @pytest.mark.parametrize(("chosen", "status"), [((), 422), (("0",), 409), (("x",), 409), (("9" * 30,), 409)])
    def test_wrong_choice_is_told_in_words(self, chosen, status, as_, jan, asked):
        response = vote(as_(jan), asked(), *chosen)
        assert (response.status_code, "<h1>" in response.content.decode()) == (status, True)

    def test_two_choices_of_one_are_refused(self, as_, jan, asked):
        post = asked()
        assert vote(as_(jan), post, *options(post)[:2]).status_code == 422

    def test_poll_of_another_post_is_no_choice(self, as_, jan, asked, answer):
        post = asked()
        other = actions.set_poll(by=jan, post=answer, ballot=ballot())
        assert vote(as_(jan), post, *options(other)[:1]).status_code == 409

    def test_vote_after_closing_is_refused_in_words(self, as_, jan, anna, asked):
        post = asked(open_for=timedelta(hours=1))
        with clock.replaying(timezone.now() + timedelta(hours=2)):
            assert vote(as_(jan), post, options(post)[0]).status_code == 409
        assert as_(anna).post(f"/wpisy/{post.pk}/zamknij-ankiete/").status_code == 302
        assert vote(as_(jan), post, options(post)[0]).status_code == 409
        assert PollVote.objects.filter(option__poll__post=post).count() == 0

    def test_closed_thread_takes_no_votes(self, as_, jan, ewa, asked):
        post = asked()
        actions.lock_thread(by=ewa, thread=post.thread)
        assert vote(as_(jan), post, options(post)[0]).status_code == 409

    def test_script_gets_the_slot_with_its_own_choice(self, as_, jan, asked):
        post = asked()
        html = vote(as_(jan), post, options(post)[1], headers=HTMX).content.decode()
        assert 'data-roles="member other polled c2"' in html
        assert f'id="poll-{post.pk}" autofocus' in html

    def test_only_owners_close(self, as_, jan, ewa, asked):
        post = asked()
        assert as_(jan).post(f"/wpisy/{post.pk}/zamknij-ankiete/").status_code == 403
        assert as_(ewa).post(f"/wpisy/{post.pk}/zamknij-ankiete/").status_code == 302
        assert row(post).is_open is False


class TestResults:
    def test_open_poll_tells_numbers_from_five_voters_on(self, as_, crowd, asked):
        post = asked()
        seen = []
        for voter in crowd(5):
            actions.vote_in_poll(by=voter, post=post, option_ids=options(post)[:1])
            seen.append(sum(option.votes for option in row(post).options))
        assert seen == [0, 0, 0, 0, 5]
        assert "100%" in as_().get(post.thread.url).content.decode()

    def test_closed_poll_tells_totals_and_groups_of_five(self, crowd, asked, anna):
        post = asked()
        first, second, _third = options(post)
        for people, chosen in ((crowd(6), first), (crowd(5, "expert"), second), (crowd(5, ""), first)):
            for voter in people:
                actions.vote_in_poll(by=voter, post=post, option_ids=[chosen])
        assert row(post).groups == []
        actions.close_poll(by=anna, post=post)
        assert [(group.voters, group.votes) for group in row(post).groups] == [
            (6, [6, 0, 0]), (5, [0, 5, 0]), (5, [5, 0, 0]),
        ]  # fmt: skip

    def test_small_group_takes_the_next_one_along(self, crowd, asked, anna):
        post = asked()
        for people in (crowd(9), crowd(5, "expert"), crowd(2, "observer")):
            for voter in people:
                actions.vote_in_poll(by=voter, post=post, option_ids=options(post)[:1])
        actions.close_poll(by=anna, post=post)
        assert [group.voters for group in row(post).groups] == [9, 7]

    @given(st.dictionaries(st.sampled_from(["member", "expert", "facilitator", "observer", ""]), st.integers(0, 40)))
    def test_nothing_shown_tells_of_fewer_than_five(self, sizes):
        shown, has_rest = shown_groups({name: (size, []) for name, size in sizes.items()})
        rest = sum(size for name, size in sizes.items() if name not in shown)
        assert all(sizes[name] >= FEWEST for name in shown)
        assert rest == 0 or rest >= FEWEST or not shown
        assert has_rest == (bool(shown) and rest > 0)
        if all(size == 0 or size >= FEWEST for size in sizes.values()):
            assert set(shown) == {name for name, size in sizes.items() if size}

    def test_due_polls_are_closed_once_and_pages_are_told(self, asked):
        post = asked(open_for=timedelta(minutes=5))
        with clock.replaying(timezone.now() + timedelta(minutes=6)):
            assert row(post).is_open is False
            assert [actions.close_due_polls() for _time in range(2)] == [1, 0]
        kinds = Event.objects.filter(stream__key=post.thread.stream).order_by("seq").values_list("kind", flat=True)
        assert list(kinds) == ["poll.changed", "poll.closed"]

    def test_one_that_breaks_is_closed_all_the_same_and_holds_up_no_other(self, asked, answer, jan, monkeypatch):
        broken = asked(open_for=timedelta(minutes=4))
        actions.set_poll(by=jan, post=answer, ballot=ballot(open_for=timedelta(minutes=5)))
        whole = polls_module.put_beside

        def put_beside(post, name, facts):
            if post.pk == broken.pk:
                raise RuntimeError("broken")
            whole(post, name, facts)

        monkeypatch.setattr(polls_module, "put_beside", put_beside)
        with clock.replaying(timezone.now() + timedelta(minutes=6)):
            assert [actions.close_due_polls() for _time in range(2)] == [1, 0]
            assert [row(Post.objects.get(pk=pk)).is_open for pk in (broken.pk, answer.pk)] == [False, False]
        closed = Poll.objects.get(post=broken)
        assert closed.closed_at == closed.closes_at


class TestPage:
    @pytest.mark.parametrize("votes", [1, 12])
    def test_poll_costs_members_one_query_and_visitors_none(self, votes, as_, olaf, crowd, asked):
        post = asked()
        for voter in crowd(votes):
            actions.vote_in_poll(by=voter, post=post, option_ids=options(post)[:1])
        costs = []
        for who in (None, olaf):
            browser = as_(who)
            browser.get(post.thread.url)
            with CaptureQueriesContext(connection) as captured:
                assert browser.get(post.thread.url).status_code == 200
            costs.append(len(captured))
        assert costs[0] <= 5
        assert costs[1] <= 8

    def test_visitor_sees_the_poll_without_fields(self, as_, asked):
        html = as_().get(asked().thread.url).content.decode()
        assert ("Worki czy beczkowóz?" in html, 'name="poll-' in html) == (True, False)

    def test_nobody_sees_who_chose_what(self, jan, anna, asked):
        post = asked()
        actions.vote_in_poll(by=jan, post=post, option_ids=options(post)[:1])
        assert "polled" not in thread_page(anna, post.thread_id).roles_by_post[post.pk]
        assert jan.name not in str(fresh(post).beside)
