"""Delivery reports as Postfix, Exchange and Gmail write them, forged, broken and huge ones, and where they are read."""

import io
import mailbox
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command

from community.letters.actions.reporting import LARGEST, reports_in, take_report
from community.letters.faults import HARD, SOFT
from community.letters.models import Dispatch, MailAddress
from tests.letters.server import states

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]
SAMPLES = Path(__file__).parent / "reports"
POSTFIX, EXCHANGE, GMAIL = "postfix", "exchange", "gmail"


@pytest.fixture()
def letter(stream, server, put, deliver, anna):
    """A letter to Anna that the mail server has taken."""
    put(anna)
    deliver()
    return Dispatch.objects.get()


def written(name, *, to, about):
    """Returns the bytes of a sample about a letter to an address."""
    text = (SAMPLES / f"{name}.eml").read_text(encoding="utf-8")
    return text.replace("@EMAIL@", to).replace("@ID@", about).replace("\n", "\r\n").encode()


def read(content):
    return [take_report(report) for report in reports_in(content)]


@pytest.mark.parametrize(("name", "status", "score", "words"), [
    (POSTFIX, "5.1.1", HARD, "User unknown in virtual mailbox table"),
    (EXCHANGE, "5.2.2", SOFT, "mailbox full"),
    (GMAIL, "5.1.1", HARD, "does not exist"),
])  # fmt: skip
def test_report_counts_against_its_address(name, status, score, words, letter, anna):
    assert read(written(name, to=anna.email, about=letter.message_id)) == [True]
    row = MailAddress.objects.get()
    assert (row.email, row.score, row.paused_at is not None) == (anna.email, score, score == HARD)
    letter.refresh_from_db()
    assert (letter.state, letter.fault[:5], words in letter.fault) == ("failed", status, True)


def test_report_that_is_read_again_counts_once(letter, anna):
    for _time in range(3):
        assert read(written(EXCHANGE, to=anna.email, about=letter.message_id)) == [True]
    assert MailAddress.objects.get().score == SOFT


@pytest.mark.parametrize("name", [POSTFIX, EXCHANGE, GMAIL])
def test_forged_report_counts_for_nothing(name, letter, anna, jan):
    guessed = "<proba.00000000000000000000000000000000@demo.example>"
    assert read(written(name, to=anna.email, about=guessed)) == [False]
    assert read(written(name, to=jan.email, about=letter.message_id)) == [False]
    assert read(written(name, to=anna.email, about="")) == [False]
    assert (MailAddress.objects.count(), states()) == (0, ["sent"])


def test_delay_counts_for_nothing(letter, anna):
    content = written(POSTFIX, to=anna.email, about=letter.message_id)
    delayed = content.replace(b"Action: failed", b"Action: delayed").replace(b"Status: 5.1.1", b"Status: 4.4.1")
    assert reports_in(delayed) == []


def test_report_of_many_recipients_counts_for_ours(letter, anna):
    content = written(POSTFIX, to=anna.email, about=letter.message_id)
    others = b"".join(
        b"Final-Recipient: rfc822; x%d@y.example\r\nAction: %s\r\nStatus: 5.1.1\r\n\r\n" % (number, action)
        for number, action in enumerate((b"failed", b"relayed", b"failed"))
    )
    content = content.replace(b"Final-Recipient: rfc822; " + anna.email.encode(), others + b"Final-Recipient: rfc822; "
                              + anna.email.encode())  # fmt: skip
    assert sorted(read(content)) == [False, False, True]
    assert list(MailAddress.objects.values_list("email", flat=True)) == [anna.email]


def test_address_that_forwards_is_the_one_that_counts(letter, anna):
    content = written(POSTFIX, to=anna.email, about=letter.message_id)
    forwarded = content.replace(
        b"Final-Recipient: rfc822; " + anna.email.encode(), b"Final-Recipient: rfc822; prywatny@poczta.example"
    )
    assert read(forwarded) == [True]
    assert MailAddress.objects.get().email == anna.email


@pytest.mark.parametrize("content", [
    b"", b"\x00\xff\xfe", b"Subject: Hej\r\n\r\nTo ja.\r\n",
    b"Content-Type: multipart/report\r\n\r\nno boundary",
    b"Content-Type: multipart/report; boundary=x\r\n\r\n--x\r\nContent-Type: message/delivery-status\r\n\r\n--x--\r\n",
    b"Content-Type: multipart/report; boundary=x\r\n\r\n--x\r\nContent-Type: message/delivery-status\r\n\r\n"
    b"Action: failed\r\nFinal-Recipient: \xff;;;<>\r\n\r\nAction: failed\r\nFinal-Recipient:\r\n",
    b"Content-Type: multipart/report; boundary=\"\r\nContent-Type: =?x?=\r\n\r\n--\r\n--\r\n",
    b"".join(b"Content-Type: multipart/report; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(3000)),
])  # fmt: skip
def test_broken_message_is_no_report(content):
    assert [report for report in reports_in(content) if report.message_id] == []


@pytest.mark.parametrize("cut", range(0, 2400, 150))
def test_report_that_is_cut_off_breaks_nothing(cut, letter, anna):
    content = written(POSTFIX, to=anna.email, about=letter.message_id)
    assert read(content[:cut]) in ([], [False], [True])


def test_huge_message_is_read_as_far_as_it_matters(letter, anna):
    content = written(POSTFIX, to=anna.email, about=letter.message_id)
    assert read(content + b"x" * (3 * LARGEST)) == [True]
    assert reports_in(b"x" * (3 * LARGEST)) == []


def bounces(place, **options):
    said = io.StringIO()
    call_command("read_bounces", str(place), stdout=said, **options)
    return said.getvalue().strip()


@pytest.fixture(params=["maildir", "mbox"])
def box(request, tmp_path, letter, anna):
    """A mailbox with a report, a word of somebody, and a report about another letter."""
    place = tmp_path / "box"
    made = mailbox.Maildir(place) if request.param == "maildir" else mailbox.mbox(place)
    made.add(written(POSTFIX, to=anna.email, about=letter.message_id))
    made.add(b"Subject: Pytanie\r\n\r\nDzien dobry\r\n")
    made.add(written(GMAIL, to="x@y.example", about="<1@x.example>"))
    made.close()
    return place


def count(place):
    made = mailbox.Maildir(place) if place.is_dir() else mailbox.mbox(place)
    try:
        return len(made)
    finally:
        made.close()


def test_mailbox_is_read_whole_and_nothing_is_removed(box, anna):
    for _time in range(2):
        assert bounces(box) == "3 messages read, 2 failures reported, 1 of our letters."
    assert (MailAddress.objects.get().score, count(box)) == (HARD, 3)


def test_reports_about_our_letters_are_removed_at_wish(box):
    bounces(box, remove=True)
    assert count(box) == 2
    assert bounces(box) == "2 messages read, 1 failures reported, 0 of our letters."


def test_one_message_comes_by_standard_input(letter, anna, monkeypatch):
    content = io.BytesIO(written(EXCHANGE, to=anna.email, about=letter.message_id) + b" " * (2 * LARGEST))
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=content))
    assert bounces("-") == "1 messages read, 1 failures reported, 1 of our letters."
    assert content.read() == b""


def test_place_without_a_mailbox_is_named(tmp_path):
    for place in (tmp_path / "none", tmp_path):
        with pytest.raises(CommandError) as fault:
            bounces(place)
        assert str(place) in str(fault.value)
