"""Digests as pages: the preview of the next ones, a letter whole, and the demo's button that sends one at once."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from community.base import clock
from community.catalogue.actions import mark_seen
from community.following.digests import preview_of
from community.letters.models import Dispatch
from community.letters.streams import streams
from community.notifications.models import Preference
from tests.following.digesting import ask, deliver, entry_of, follow_all, make_old, plain, waiting, warsaw

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]
PATH = "/konto/sledzone/list/"
TITLE = "Kto podlewa drzewa w upały?"


@pytest.fixture(autouse=True)
def _only_what_a_test_makes(db):
    make_old()


@pytest.fixture()
def olaf(olaf, zielona):
    follow_all(olaf, space=zielona)
    return olaf


class TestPreview:
    def test_next_ones_are_those_in_whose_rhythm_one_follows_something(self, olaf, anna, question):
        with clock.replaying(warsaw(2027, 1, 12, 9)):
            assert [(one.stream, one.due.iso, one.subject) for one in preview_of(olaf)] == [
                ("weekly", "2027-01-18T08:00:00+01:00", "")
            ]
        follow_all(olaf, "daily", person=anna)
        shown = preview_of(olaf)
        assert [one.stream for one in shown] in (["daily", "weekly"], ["weekly", "daily"])
        assert {one.subject for one in shown} == {TITLE}
        assert {line.title for one in shown for line in one.lines} == {TITLE}

    def test_stopped_one_is_not_shown(self, olaf):
        Preference.objects.create(person=olaf, has_weekly=False)
        assert preview_of(type(olaf).objects.get(pk=olaf.pk)) == []

    def test_page_shows_lines_and_tells_nothing_twice(self, as_, olaf, question):
        first, second = (plain(as_(olaf).get(PATH).content.decode()) for _time in range(2))
        assert [page.count(TITLE) for page in (first, second)] == [2, 2]  # as its subject and as its line

    def test_page_says_what_to_do_for_who_follows_nothing(self, as_, jan):
        assert 'class="empty"' in as_(jan).get(PATH).content.decode()

    def test_page_costs_the_same_with_one_line_and_with_many(self, as_, olaf, anna, zielona, question):
        browser, costs = as_(olaf), []
        browser.get(PATH)
        for number in range(2):
            with CaptureQueriesContext(connection) as captured:
                browser.get(PATH)
            costs.append(len(captured))
            for place in range(10):
                ask(anna, zielona, f"Pytanie {number} {place} o zieleń?")
        assert costs[0] == costs[1] <= 28

    def test_page_in_english_is_english(self, as_, olaf, question):
        html = as_(olaf).get(f"/en{PATH}").content.decode()
        assert "Preview of the next letter" in html


class TestWhole:
    @pytest.fixture()
    def sent(self, olaf, anna, zielona):
        """A letter that had more to tell than it had room for."""
        for number in range(25):
            ask(anna, zielona, f"Pytanie numer {number} o zieleń?")
        row = waiting(olaf, key="2026-W48")
        letter = deliver(row)[0]
        assert letter.html.count('class="line__title"') == 20
        return row

    def test_letter_that_went_out_can_be_read_to_its_end(self, as_, olaf, sent):
        html = as_(olaf).get(f"{PATH}weekly/2026-W48/").content.decode()
        assert html.count('class="row__title"') == 25

    def test_who_stopped_the_letters_reads_the_last_one_to_its_end(self, as_, olaf, sent):
        streams["weekly"].stop(olaf)
        html = as_(olaf).get(f"{PATH}weekly/2026-W48/").content.decode()
        assert html.count('class="row__title"') == 25

    def test_what_was_read_since_is_gone_from_it(self, as_, olaf, anna, zielona, sent):
        from forum.models import Thread

        thread = Thread.objects.get(title="Pytanie numer 3 o zieleń?")
        mark_seen(person=olaf, entry_id=entry_of(thread).pk, upto=1)
        html = as_(olaf).get(f"{PATH}weekly/2026-W48/").content.decode()
        assert (html.count('class="row__title"'), thread.title in html) == (24, False)

    def test_next_one_is_read_to_its_end(self, as_, olaf, anna, zielona):
        for number in range(22):
            ask(anna, zielona, f"Pytanie numer {number} o zieleń?")
        assert as_(olaf).get(f"{PATH}weekly/next/").content.decode().count('class="row__title"') == 22
        assert as_(olaf).get(PATH).content.decode().count(f'href="http://127.0.0.1:8000{PATH}weekly/next/"') == 1

    @pytest.mark.parametrize("path", ["weekly/2020-W01/", "notices/next/", "hourly/next/"])
    def test_letter_that_there_never_was_is_not_found(self, as_, olaf, path):
        assert as_(olaf).get(PATH + path).status_code == 404

    def test_letters_of_others_are_not_found(self, as_, anna, sent):
        assert as_(anna).get(f"{PATH}weekly/2026-W48/").status_code == 404

    def test_all_read_is_said_so(self, as_, olaf):
        assert 'class="empty"' in as_(olaf).get(f"{PATH}weekly/next/").content.decode()


class TestNow:
    def test_button_sends_it_at_once_and_leads_to_the_mailbox(self, as_, olaf, question, mailoutbox):
        response = as_(olaf).post(f"{PATH}teraz/")
        assert response["Location"] == "/demo/mail"
        assert [(mail.subject, mail.to) for mail in mailoutbox] == [(TITLE, [olaf.email])]
        assert mailoutbox[0].extra_headers["List-Id"].startswith("<digest-weekly.")

    def test_pressed_again_nothing_is_new(self, as_, olaf, question, mailoutbox):
        paths = [as_(olaf).post(f"{PATH}teraz/")["Location"] for _time in range(2)]
        assert (paths, len(mailoutbox)) == (["/demo/mail", PATH], 1)

    def test_person_who_follows_things_in_the_daily_one_gets_that(self, as_, anna, jan, question, mailoutbox):
        follow_all(jan, "daily", person=anna)
        as_(jan).post(f"{PATH}teraz/")
        assert mailoutbox[0].extra_headers["List-Id"].startswith("<digest-daily.")


class TestStopping:
    @pytest.mark.parametrize(("stopped", "other"), [("weekly", "daily"), ("daily", "weekly")])
    def test_one_is_stopped_and_begun_again_without_the_other(self, olaf, stopped, other):
        for stream, is_on in (("stop", False), ("restart", True)):
            getattr(streams[stopped], stream)(olaf)
            assert (streams[stopped].is_on(olaf), streams[other].is_on(olaf)) == (is_on, True)

    def test_stopped_one_that_waits_says_nothing(self, olaf, question):
        row = waiting(olaf)
        streams["weekly"].stop(olaf)
        assert deliver(row) == [None]


def test_digests_of_one_person_in_one_batch_are_one_letter(olaf, question):
    first, second = waiting(olaf, due_at=clock.now() - timedelta(days=7)), waiting(olaf)
    letters = deliver(first, second)
    assert [letter is not None for letter in letters] == [True, False]
    assert Dispatch.objects.filter(person=olaf).count() == 2
