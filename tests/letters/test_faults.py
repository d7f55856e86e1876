"""What mail servers refuse: whether the letter is tried again, and whether its address is."""

from datetime import timedelta
from smtplib import SMTPAuthenticationError, SMTPDataError, SMTPRecipientsRefused, SMTPSenderRefused

import pytest

from community.base import clock
from community.letters.actions.addresses import count_fault, try_again
from community.letters.actions.recording import MOST_TRIES
from community.letters.faults import HARD, SOFT, Meaning, fault_of, score_of
from community.letters.models import Dispatch, MailAddress
from tests.letters.server import NOON, states

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]


def refused(code, words=""):
    return SMTPRecipientsRefused({"a@b.example": (code, words.encode())})


@pytest.mark.parametrize(("problem", "meaning", "score"), [
    (refused(550, "5.1.1 <a@b.example>: Recipient address rejected: User unknown"), Meaning.GIVEN_UP, HARD),
    (refused(550, "5.4.1 Recipient address rejected: Access denied"), Meaning.GIVEN_UP, HARD),
    (refused(553, "sorry, no mailbox here by that name"), Meaning.GIVEN_UP, HARD),
    (refused(552, "5.2.2 Over quota"), Meaning.GIVEN_UP, SOFT),
    (refused(552), Meaning.GIVEN_UP, SOFT),
    (refused(452, "4.2.2 The recipient's inbox is out of storage space"), Meaning.LATER, SOFT),
    (refused(450, "4.2.0 Greylisted, see you later"), Meaning.LATER, 0),
    (refused(554, "5.7.1 Relay access denied"), Meaning.LATER, 0),
    (refused(550, "5.1.8 Sender address rejected: Domain not found"), Meaning.LATER, 0),
    (refused(530, "Authentication required"), Meaning.LATER, 0),
    (refused(550, "relay not permitted"), Meaning.LATER, 0),
    (refused(554, "Service unavailable; Client host [192.0.2.1] blocked using zen.example"), Meaning.LATER, 0),
    (refused(550, "SPF check failed"), Meaning.LATER, 0),
    (refused(550, "5.1.1 User unknown; see our anti-spam page"), Meaning.GIVEN_UP, HARD),
    (refused(550, "unknown"), Meaning.GIVEN_UP, HARD),
    (refused(421, "Service not available"), Meaning.CONNECTION, 0),
    (SMTPDataError(554, b"5.7.1 Spam"), Meaning.GIVEN_UP, 0),
    (SMTPDataError(550, b"5.1.1 No such user here"), Meaning.GIVEN_UP, HARD),
    (SMTPDataError(451, b"Try again later"), Meaning.LATER, 0),
    (SMTPDataError(421, b"Too many letters"), Meaning.CONNECTION, 0),
    (SMTPSenderRefused(552, b"Message size exceeds the limit", "us@x.example"), Meaning.GIVEN_UP, 0),
    (SMTPSenderRefused(550, b"Not you", "us@x.example"), Meaning.CONNECTION, 0),
    (SMTPAuthenticationError(535, b"Wrong password"), Meaning.CONNECTION, 0),
    (TimeoutError(), Meaning.CONNECTION, 0),
    (ValueError("ours"), Meaning.LATER, 0),
])  # fmt: skip
def test_fault_says_what_becomes_of_letter_and_address(problem, meaning, score):
    fault = fault_of(problem)
    assert (fault.meaning, fault.score) == (meaning, score)


@pytest.mark.parametrize(("status", "words", "score"), [
    ("5.1.1", "smtp; 550 5.1.1 User unknown", HARD),
    ("5.1.10", "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found", HARD),
    ("5.4.4", "Host or domain name not found", HARD),
    ("5.0.0", "550 Mailbox does not exist", HARD),
    ("5.2.2", "552 5.2.2 mailbox full", SOFT),
    ("5.7.1", "550 5.7.1 rejected as spam, recipient address rejected", SOFT),
    ("5.1.8", "sender address rejected", SOFT),
    ("5.0.0", "unknown reason", SOFT),
])  # fmt: skip
def test_report_counts_as_much_as_it_proves(status, words, score):
    assert score_of(status, words) == score


def test_unknown_recipient_pauses_the_address_and_its_letters(stream, server, put, deliver, anna, jan):
    server.refuses(anna, 550, "5.1.1 User unknown")
    put(anna, jan)
    assert deliver() == 1
    row = MailAddress.objects.get()
    assert (row.email, row.score, row.paused_at) == (anna.email, HARD, NOON + timedelta(minutes=1))
    assert (row.fault, states()) == ("550 5.1.1 User unknown", ["failed", "sent"])
    del server.says[anna.email]
    put(anna, key="2")
    assert deliver(2) == 0


def test_full_mailbox_pauses_the_address_at_the_fourth_time_in_two_weeks(stream, server, put, deliver, anna):
    server.refuses(anna, 552, "5.2.2 Mailbox full")
    for day in range(4):
        assert not MailAddress.objects.filter(paused_at__isnull=False).exists()
        put(anna, key=str(day), at=NOON + timedelta(days=day))
        deliver(day * 24 * 60 + 1)
    assert MailAddress.objects.get().paused_at == NOON + timedelta(days=3, minutes=1)


def test_full_mailbox_is_forgotten_after_two_weeks(anna):
    for day in (0, 1, 2, 17):
        with clock.replaying(NOON + timedelta(days=day)):
            count_fault(anna.email.upper(), score=SOFT, words="full")
    assert (MailAddress.objects.get().score, MailAddress.objects.get().paused_at) == (1, None)


def test_letter_refused_for_now_is_tried_again_after_1_2_4_minutes_and_an_hour_at_most(
    stream, server, put, deliver, anna
):
    server.refuses(anna, 450, "Greylisted")
    put(anna)
    pauses, minute = [], 1
    for _time in range(8):
        deliver(minute)
        row = Dispatch.objects.get()
        pause = row.taken_until - NOON - timedelta(minutes=minute)
        pauses.append(pause.seconds // 60)
        assert deliver(minute + pauses[-1]) == 0  # not before its time
        minute += pauses[-1] + 1
    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60]
    assert MailAddress.objects.count() == 0
    del server.says[anna.email]
    assert deliver(minute) == 1


def test_letter_is_given_up_after_a_hundred_tries(stream, server, put, deliver, anna):
    server.refuses(anna, 450, "Greylisted")
    put(anna)
    Dispatch.objects.update(tries=MOST_TRIES - 1)
    deliver()
    assert (states(), Dispatch.objects.get().fault) == (["failed"], "450 Greylisted")


def test_server_that_is_down_all_day_loses_nothing_and_counts_against_nobody(stream, server, put, deliver, anna, jan):
    put(anna, jan)
    server.is_down = True
    for minute in range(1, 24 * 60, 7):
        assert deliver(minute) == 0
    assert list(Dispatch.objects.values_list("state", "tries")) == [("waiting", 0)] * 2
    server.is_down = False
    assert deliver(24 * 60 + 10) == 2  # ten minutes later at the latest
    assert MailAddress.objects.count() == 0


def test_server_that_is_down_is_asked_again_after_a_minute(stream, server, put, deliver, anna):
    put(anna)
    server.is_down = True
    deliver(0)
    server.is_down = False
    assert (deliver(1), deliver(1.1)) == (0, 1)


def test_letter_that_breaks_the_connection_does_not_hold_up_the_others(stream, server, put, deliver, anna, jan, ewa):
    server.refuses(jan, 0, after="nothing")
    put(anna, jan, ewa)
    assert deliver(1) == 1
    assert list(Dispatch.objects.order_by("pk").values_list("state", "tries")) == [
        ("sent", 0), ("waiting", 1), ("waiting", 0)
    ]  # fmt: skip
    deliver(2.5)
    deliver(4)
    assert server.to == [anna.email, ewa.email]


def test_relay_that_refuses_us_pauses_nobody(stream, server, put, deliver, anna, jan):
    for one in (anna, jan):
        server.refuses(one, 554, "5.7.1 Relay access denied")
    put(anna, jan)
    deliver()
    assert (MailAddress.objects.count(), states()) == (0, ["waiting", "waiting"])
    server.says.clear()
    assert deliver(3) == 2


def test_letter_that_we_cannot_write_down_pauses_nobody_and_is_logged(stream, server, put, deliver, anna, caplog):
    stream.subject = "Temat\nBcc: x@y.example"
    put(anna)
    assert deliver() == 0
    assert (MailAddress.objects.count(), states()) == (0, ["waiting"])
    assert caplog.text.count("A letter could not be written") == 1


def test_address_that_is_none_is_paused(stream, server, put, deliver, anna):
    type(anna).objects.filter(pk=anna.pk).update(email="bez-malpy\r\n")
    put(anna)
    deliver()
    assert (MailAddress.objects.get().score, states()) == (HARD, ["failed"])


def test_letter_that_cannot_be_composed_waits_and_the_others_go(stream, server, put, deliver, anna, jan, ewa, caplog):
    stream.broken = {jan.pk}
    put(anna, jan, ewa)
    assert deliver() == 2
    assert (server.to, states()) == ([anna.email, ewa.email], ["sent", "waiting", "sent"])
    assert caplog.text.count("could not be composed") == 2
    stream.broken = set()
    assert deliver(3) == 1


def test_letter_that_can_never_be_composed_is_given_up_after_days(stream, server, put, deliver, anna):
    stream.broken = {anna.pk}
    put(anna)
    Dispatch.objects.update(tries=MOST_TRIES - 1)
    deliver()
    assert (states(), Dispatch.objects.get().fault) == (["failed"], "ValueError: broken")


def test_letter_is_sent_once_even_if_its_stream_cannot_remember_it(stream, server, put, deliver, anna, caplog):
    stream.forgets = True
    put(anna)
    assert (deliver(1), deliver(60), states()) == (1, 0, ["sent"])
    assert "could not remember" in caplog.text


def test_address_that_is_tried_again_gets_the_latest_letter(stream, server, put, deliver, anna):
    count_fault(anna.email, score=HARD, words="550 no")
    for week in range(3):
        put(anna, key=str(week), at=NOON + timedelta(weeks=week))
    late = 3 * 7 * 24 * 60
    assert deliver(late) == 0
    assert (try_again(anna), try_again(anna)) == (True, False)
    assert (deliver(late), states()) == (1, ["merged", "merged", "sent"])


def test_new_address_is_not_paused_with_the_old_one(stream, server, put, deliver, anna):
    count_fault(anna.email, score=HARD, words="550 no")
    type(anna).objects.filter(pk=anna.pk).update(email="nowa@raciborz.example")
    put(anna)
    assert deliver() == 1
