"""Letters of notices: one for several, of what is still unread, in sight and not muted; and nobody gets two."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from community.base import clock
from community.catalogue.models import Entry
from community.following.actions import follow, keep_quiet
from community.following.models import Level, Target
from community.letters.actions.stopping import pause_stream, restart_stream, stop_stream
from community.letters.models import Dispatch
from community.notifications.actions import mark_read, notify
from community.notifications.models import Notification, Preference
from community.notifications.queries import waiting_for
from community.tags.models import Tag
from forum.actions import delete_post, reply, start_thread
from forum.actions.writing import list_thread, set_tags
from forum.models import Thread
from tests.notifications.post import SOON, TUESDAY, deliver, words

pytestmark = pytest.mark.django_db
TITLE = "Kto podlewa drzewa w upały?"


@pytest.fixture(autouse=True)
def _tuesday_with_empty_inboxes(mailoutbox, question):
    Notification.objects.all().delete()
    Dispatch.objects.all().delete()
    with clock.replaying(TUESDAY):
        yield


@pytest.fixture()
def mention(english, jan, question):
    """Jan mentions Anna in her thread."""
    return reply(author=jan, thread=question, text="@anna-borowik, u nas zakład komunalny & spółka.", key="a-mention")


def test_mention_is_told_by_letter_after_three_minutes(english, mention, question):
    assert deliver(TUESDAY + timedelta(minutes=2, seconds=59)) == []
    (letter,) = deliver(TUESDAY + timedelta(minutes=3))
    assert (letter.to, letter.subject) == ([english.email], f"Jan Wierzba mentioned you in “{TITLE}”")
    text = words(letter)
    assert f"/en{question.url}#p2" in text
    assert "@Jan" not in text
    assert "u nas zakład komunalny & spółka." in text
    assert letter.extra_headers["List-Id"].startswith("<powiadomienia.")
    assert Notification.objects.get(kind="forum.mention").mailed_at == TUESDAY + timedelta(minutes=3)


def test_text_part_carries_everything(english, mention, jan, question):
    notify("forum.accepted", to=[english.pk], object_id=mention.pk, actor=jan)
    (letter,) = deliver()
    html = letter.alternatives[0].content
    links = {unescape(link) for link in re.findall(r'href="([^"]+)"', html) if not link.startswith("mailto:")}
    assert [link for link in links if link not in letter.body] == []
    assert any("/listy/" in link for link in links)
    assert any(link.endswith("/en/konto/powiadomienia/") for link in links)
    cells = [unescape(cell) for cell in re.findall(r'<td class="line"[^>]*>(.*?)</td>', html, re.DOTALL)]
    parts = [part.strip() for cell in cells for part in re.split(r"<[^>]+>", cell) if part.strip()]
    assert (len(cells), len(parts)) == (2, 5)  # two sentences and their moments, one quote
    assert [part for part in parts if part.replace("\u00a0", " ") not in words(letter)] == []


@pytest.mark.parametrize("who", ["the page", "the line", "all"])
def test_what_is_read_meanwhile_is_not_told(who, as_, english, mention, question):
    row = Notification.objects.get(kind="forum.mention")
    browser = as_(english)
    if who == "the page":
        browser.get(question.url)
    elif who == "the line":
        browser.get(f"/powiadomienia/{row.pk}/")
    else:
        mark_read(person=english)
    assert deliver() == []
    assert Dispatch.objects.get(person=english).state == "empty"


def test_what_is_deleted_meanwhile_is_not_told_nor_later(english, mention, jan, question):
    delete_post(by=jan, post=mention)
    assert deliver() == []
    with clock.replaying(TUESDAY + timedelta(hours=1)):
        reply(author=jan, thread=question, text="@anna-borowik, jeszcze raz.", key="again-12")
    (letter,) = deliver()
    assert "zakład komunalny" not in words(letter)


def test_what_is_closed_meanwhile_is_not_told(olaf, jan, question):
    post = reply(author=jan, thread=question, text="@olaf-obcy zna się na tym.", key="for-olaf")
    assert Notification.objects.filter(person=olaf, object_id=post.pk).exists()
    Thread.objects.filter(pk=question.pk).update(audience="members")
    assert [letter for letter in deliver() if letter.to == [olaf.email]] == []


@pytest.mark.parametrize("target", ["entry", "space", "tag", "merged tag", "person"])
def test_what_is_muted_meanwhile_is_not_told(target, english, mention, jan, question):
    tag = Tag.objects.create(name="Podlewanie próbne")
    set_tags(question, [tag])
    entry = list_thread(question)
    if target == "person":
        keep_quiet(person=english, other=jan)
    else:
        if target == "merged tag":
            other = Tag.objects.create(name="Podlewanie inne")
            Tag.objects.filter(pk=tag.pk).update(merged_into=other)
            tag = other
        number = {"entry": entry.pk, "space": entry.space_id}.get(target, tag.pk)
        follow(person=english, target=target.split()[-1], target_id=number, level=Level.MUTED)
    assert deliver() == []


def test_duty_is_told_whatever_was_muted_meanwhile(english, ewa, jan, question):
    notify("forum.moved", to=[english.pk], object_id=question.pk, actor=ewa)
    entry = Entry.objects.get(kind="question", subject_id=question.pk)
    follow(person=english, target=Target.ENTRY, target_id=entry.pk, level=Level.MUTED)
    assert len(deliver()) == 1


@pytest.mark.parametrize("chosen", [{"has_notices": False}, {"channels": {"personal": ["app"]}}])
def test_what_is_switched_off_meanwhile_is_not_told(chosen, english, mention):
    Preference.objects.create(person=english, **chosen)
    assert deliver() == []


def test_several_are_one_letter_as_they_happened(english, jan, ewa, question):
    for n, who in enumerate((jan, ewa)):
        post = reply(author=who, thread=question, text=f"@anna-borowik {n}", key=f"one-letter-{n}")
    notify("forum.accepted", to=[english.pk], object_id=post.pk, actor=jan)
    (letter,) = deliver()
    assert letter.subject == f"Ewa Olszyna and Jan Wierzba mentioned you in “{TITLE}” and 1 other"
    assert "Your answer was accepted" in words(letter)
    assert words(letter).count(TITLE) == 2


def test_new_threads_are_named_one_by_one(english, jan, zielona):
    for n in range(3):
        thread = start_thread(
            author=jan, space=zielona, kind="question", title=f"Nowe pytanie {n}?", text="x", key=f"named-{n}"
        )  # fmt: skip
        notify("forum.asked", to=[english.pk], object_id=thread.posts.get(number=1).pk, actor=jan,
               at_once=[english.pk])  # fmt: skip
        Notification.objects.filter(person=english).update(wants_mail=True)
    Dispatch.objects.all().delete()
    notify("forum.mention", to=[english.pk], object_id=thread.posts.get(number=1).pk, actor=jan)
    (letter,) = deliver()
    assert [words(letter).count(f"started “Nowe pytanie {n}?”") for n in range(3)] == [1, 1, 1]


def test_letter_of_one_thread_refers_to_it_and_of_several_to_none(english, mention, jan, zielona):
    (first,) = deliver()
    with clock.replaying(TUESDAY + timedelta(hours=1)):
        notify("forum.accepted", to=[english.pk], object_id=mention.pk, actor=jan)
        (second,) = deliver()
    assert first.extra_headers["References"] == second.extra_headers["References"]
    assert first.extra_headers["Message-ID"] != second.extra_headers["Message-ID"]
    other = start_thread(author=jan, space=zielona, kind="question", title="Inne?", text="@anna-borowik", key="other-t")
    with clock.replaying(TUESDAY + timedelta(hours=2)):
        notify("forum.accepted", to=[english.pk], object_id=other.posts.get(number=1).pk, actor=jan)
        (third,) = deliver()
    assert third.extra_headers["References"] != first.extra_headers["References"]


def test_nothing_is_told_twice(english, mention, jan, question):
    assert len(deliver()) == 1
    assert deliver() == []
    with clock.replaying(TUESDAY + timedelta(hours=1)):
        reply(author=jan, thread=question, text="@anna-borowik, drugie.", key="second-one")
    (letter,) = deliver()
    assert ("drugie" in words(letter), "zakład" in words(letter)) == (True, False)


def test_two_letters_that_wait_for_one_person_are_one(english, mention):
    row = Dispatch.objects.get(person=english)
    Dispatch.objects.create(person=english, stream="notices", key="another", due_at=row.due_at)
    assert len(deliver()) == 1


def test_while_another_worker_writes_to_somebody_nothing_goes_to_them(english, mention):
    at = TUESDAY + SOON
    Dispatch.objects.create(person=english, stream="notices", key="held", due_at=TUESDAY, taken_until=at + SOON)
    assert deliver(at) == []
    Dispatch.objects.filter(key="held").update(state="sent", taken_until=None)
    assert len(deliver(at + timedelta(minutes=10))) == 1


def test_letter_that_comes_into_the_night_waits_for_its_end(english, mention):
    night = TUESDAY.replace(hour=22)
    assert deliver(night) == []
    assert deliver(night + timedelta(hours=7)) == []
    assert len(deliver(night + timedelta(hours=8))) == 1


def test_letter_alone_is_no_line_and_is_not_sent_when_the_thread_was_read(as_, english, jan, question):
    Preference.objects.create(person=english, channels={"personal": ["mail"]})
    for n in range(2):
        reply(author=jan, thread=question, text=f"@anna-borowik {n}", key=f"mail-alone-{n}")
        if n:
            as_(english).get(question.url)
        with clock.replaying(TUESDAY + timedelta(hours=n)):
            assert len(deliver()) == 1 - n
    assert Notification.objects.filter(person=english, in_app=True, kind="forum.mention").count() == 0


def test_marking_all_as_read_leaves_what_only_letters_tell(english, jan, question):
    Preference.objects.create(person=english, channels={"personal": ["mail"]})
    reply(author=jan, thread=question, text="@anna-borowik", key="only-letters")
    assert mark_read(person=english) == Notification.objects.filter(person=english, in_app=True).count()
    assert len(deliver()) == 1


def test_moments_are_those_of_the_readers_zone(english, mention):
    Preference.objects.create(person=english, zone="Asia/Tokyo", quiet_from=0, quiet_to=0)
    (letter,) = deliver()
    assert "3 March 2026, 18:00" in words(letter)


@pytest.mark.parametrize(("end", "how"), [(stop_stream, {}), (pause_stream, {"weeks": 1})])
def test_what_waited_when_letters_were_stopped_or_paused_is_told_by_none(end, how, english, mention, jan, question):
    end(person=english, stream="notices", **how)
    restart_stream(person=english, stream="notices")
    reply(author=jan, thread=question, text="@anna-borowik, potem.", key="after-that")
    (letter,) = deliver()
    assert ("potem" in words(letter), "zakład" in words(letter)) == (True, False)


def test_what_is_a_month_old_is_no_news(english, mention, jan, question):
    with clock.replaying(TUESDAY + timedelta(days=31)):
        reply(author=jan, thread=question, text="@anna-borowik, potem.", key="after-that")
    Dispatch.objects.filter(person=english).update(due_at=TUESDAY + timedelta(days=35))
    (letter,) = deliver()
    assert ("potem" in words(letter), "zakład" in words(letter)) == (True, False)


def test_letter_of_many_lines_ends_with_their_number(english, jan, question, monkeypatch):
    monkeypatch.setattr("community.notifications.letters.MOST", 2)
    Preference.objects.create(person=english, channels={"followed": ["app"]})
    for n in range(4):
        post = reply(author=jan, thread=question, text=f"{n}", key=f"many-{n:04}")
        notify("forum.accepted", to=[english.pk], object_id=post.pk, actor=jan)
    (letter,) = deliver()
    assert (words(letter).count("was accepted"), "and 2 more" in words(letter)) == (2, True)
    assert Notification.objects.filter(kind="forum.accepted", mailed_at=None).count() == 0


def test_letter_is_in_the_language_of_its_reader(anna, jan, question):
    reply(author=jan, thread=question, text="@anna-borowik", key="in-polish")
    with translation.override("en"):
        (letter,) = deliver()
    assert f"{question.url}#p2" in letter.body
    assert "/en/" not in letter.body
    assert letter.subject == f"Jan Wierzba wspomina o tobie w wątku „{TITLE}”"


def test_title_that_looks_like_a_header_or_like_html_stays_words(english, jan, zielona):
    thread = start_thread(
        author=english, space=zielona, kind="question", title="<b>Tytuł</b> & spółka?", text="x", key="hostile-1"
    )  # fmt: skip
    reply(author=jan, thread=thread, text="@anna-borowik <script>alert(1)</script>", key="hostile-2")
    (letter,) = deliver()
    html = letter.alternatives[0].content
    assert ("<b>Tytuł</b> & spółka?" in letter.body, "<b>Tytuł" in html, "<script" in html) == (True, False, False)


def test_letters_cost_the_same_whatever_they_tell(english, jan, question):

    def cost(count, name):
        for n in range(count):
            reply(author=jan, thread=question, text="@anna-borowik", key=f"cost-{name}-{n:03}")
        Dispatch.objects.exclude(person=english).delete()
        with CaptureQueriesContext(connection) as asked:
            assert len(deliver()) == 1
        return len(asked)

    cost(1, "first")  # the minute is counted from here on
    assert cost(2, "two") == cost(7, "seven")


class TestWaitingInDigests:
    def test_what_asks_and_no_letter_tells_waits(self, english, jan, question):
        Preference.objects.create(person=english, channels={"personal": ["app"]})
        reply(author=jan, thread=question, text="@anna-borowik", key="waits-here")
        with translation.override("en"):
            (line,) = waiting_for([english, jan])[english.pk]
        assert line.sentence == f"Jan Wierzba mentioned you in “{TITLE}”"

    def test_what_a_letter_tells_or_was_read_waits_for_nothing(self, english, mention, question):
        assert waiting_for([english]) == {}
        Notification.objects.update(wants_mail=False)
        assert list(waiting_for([english])) == [english.pk]
        mark_read(person=english)
        assert waiting_for([english]) == {}
