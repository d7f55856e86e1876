"""Posting limits: how much one person publishes, told in words, with the text kept."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from community.base import clock
from community.spaces.models import Membership
from forum.actions import LimitReached, edit_post, reply, start_thread, submit_reply, submit_thread
from forum.actions.limiting import check_limits, links_in
from forum.limits import KNOWN, NEWCOMER
from forum.models import Draft, Post, Thread

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]
JSON = {"Accept": "application/json"}
LONG_AGO = timedelta(days=400)


@pytest.fixture(autouse=True)
def _limited(settings):
    settings.POSTING_LIMITS = True
    with translation.override("en"):
        yield


@pytest.fixture()
def newcomer(olaf, zielona):
    """Has just joined, and has written nothing."""
    Membership.objects.create(space=zielona, person=olaf)
    return olaf


@pytest.fixture()
def known(jan):
    """Has been here for long, and has written, but not lately."""
    jan.joined_at = timezone.now() - LONG_AGO
    jan.save()
    Post.objects.filter(author=jan).update(created_at=timezone.now() - LONG_AGO)
    Thread.objects.filter(author=jan).update(created_at=timezone.now() - LONG_AGO)
    return jan


def write(author, thread, count, begin=0):
    for number in range(begin, begin + count):
        submit_reply(author=author, thread=thread, text=f"Wpis {number}", key=f"limit-{number:05}")


def ask(author, space, number):
    return submit_thread(
        author=author, space=space, kind="question", title=f"Pytanie numer {number}", text="Treść.",
        key=f"limit-ask-{number}", audience="public",
    )  # fmt: skip


def test_newcomer_writes_five_posts_an_hour(newcomer, question):
    write(newcomer, question, NEWCOMER.posts_an_hour)
    with pytest.raises(LimitReached) as limit:
        write(newcomer, question, 1, begin=90)
    assert (limit.value.status, question.posts.filter(author=newcomer).count()) == (429, NEWCOMER.posts_an_hour)


def test_known_person_writes_thirty(known, question):
    write(known, question, KNOWN.posts_an_hour)
    with pytest.raises(LimitReached):
        write(known, question, 1, begin=90)


def test_the_limit_passes_with_the_hour_and_says_how_long_that_is(newcomer, question):
    began = timezone.now()
    for number in range(5):
        with clock.replaying(began + timedelta(minutes=10 * number)):
            write(newcomer, question, 1, begin=number)
    with clock.replaying(began + timedelta(minutes=45)), pytest.raises(LimitReached) as limit:
        write(newcomer, question, 1, begin=90)
    assert "15 minutes" in limit.value.sentence
    with clock.replaying(began + timedelta(minutes=60, seconds=1)):
        write(newcomer, question, 1, begin=90)
    assert question.posts.filter(author=newcomer).count() == 6


def test_newcomer_starts_two_threads_a_day(newcomer, zielona):
    for number in range(NEWCOMER.threads_a_day):
        ask(newcomer, zielona, number)
    with pytest.raises(LimitReached) as limit:
        ask(newcomer, zielona, 90)
    assert "24 hours" in limit.value.sentence


def test_known_person_starts_ten_threads_a_day(known, zielona):
    for number in range(KNOWN.threads_a_day):
        ask(known, zielona, number)
    with pytest.raises(LimitReached):
        ask(known, zielona, 90)


def test_deleting_posts_makes_no_room(newcomer, question):
    write(newcomer, question, 5)
    Post.objects.filter(author=newcomer).update(deleted_at=timezone.now())
    with pytest.raises(LimitReached):
        write(newcomer, question, 1, begin=90)


def test_who_has_written_little_is_new_even_after_long(known, question, zielona):
    Post.objects.filter(author=known).delete()
    text = " ".join(f"https://{number}.example" for number in range(4))
    with pytest.raises(LimitReached):
        submit_reply(author=known, thread=question, text=text, key="links-first")


def test_facilitators_have_no_limits_in_their_space(ewa, question, zielona):
    write(ewa, question, 35)
    check_limits(ewa, zielona, text="https://a.example " * 100, starts_thread=True)


def test_sending_the_same_again_is_not_limited(newcomer, question):
    write(newcomer, question, 5)
    write(newcomer, question, 5)
    assert question.posts.filter(author=newcomer).count() == 5


def test_texts_that_wait_for_a_facilitator_count(newcomer, question, zielona):
    zielona.holds_first_posts = True
    zielona.save()
    question.refresh_from_db()
    write(newcomer, question, 5)
    with pytest.raises(LimitReached):
        write(newcomer, question, 1, begin=90)
    assert Draft.objects.filter(author=newcomer, held_at__isnull=False).count() == 5


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("bez odnośników", 0),
        ("https://a.example i www.b.example/x", 2),
        ("[a](https://a.example) <https://a.example>", 1),
        ("http://testserver nie, http://127.0.0.1:8000/watki/1/x/ tak jak cytat", 1),
        ("http://127.0.0.1:8000.evil.example/ http://testserver.evil.example", 2),
        ("https://a\u2100b.example http://\u2100", 2),
        ("https://" * 40_000, 1),
    ],
)
def test_links_are_counted_once_and_own_ones_not(text, links):
    assert links_in(text) == links


def test_too_many_links_are_refused_in_words(newcomer, known, question):
    text = " ".join(f"https://{number}.example" for number in range(4))
    with pytest.raises(LimitReached) as limit:
        submit_reply(author=newcomer, thread=question, text=text, key="links-new-1")
    assert limit.value.status == 422
    submit_reply(author=known, thread=question, text=text, key="links-known-1")
    many = " ".join(f"www.{number}.pl" for number in range(KNOWN.links_a_post + 1))
    with pytest.raises(LimitReached):
        submit_reply(author=known, thread=question, text=many, key="links-known-2")


def test_reply_form_keeps_the_text_and_says_how_long_to_wait(as_, newcomer, question):
    write(newcomer, question, 5)
    response = as_(newcomer).post(f"/odpowiedz/{question.pk}/", {"text": "Jeszcze to.", "key": "limit-form-1"})
    html = response.content.decode()
    assert response.status_code == 429
    assert ("Jeszcze to.</textarea>" in html, "60 min" in html, 'value="limit-form-1"' in html) == (True, True, True)


def test_ask_form_keeps_everything(as_, newcomer, zielona):
    for number in range(2):
        ask(newcomer, zielona, number)
    typed = {"kind": "question", "audience": "public", "title": "Trzecie pytanie", "text": "Treść.", "key": "limit-3rd"}
    response = as_(newcomer).post("/s/zielona/zapytaj/", typed)
    html = response.content.decode()
    assert (response.status_code, "Trzecie pytanie" in html, "Treść.</textarea>" in html) == (429, True, True)


def test_script_is_told_why_and_does_not_get_a_page(as_, newcomer, question):
    write(newcomer, question, 5)
    typed = {"text": "Jeszcze to.", "key": "limit-json-1"}
    response = as_(newcomer).post(f"/odpowiedz/{question.pk}/", typed, headers=JSON)
    assert (response.status_code, response.json()["why"][-1]) == (429, ".")


def test_limits_can_be_switched_off(settings, newcomer, question):
    settings.POSTING_LIMITS = False
    write(newcomer, question, 8)
    assert question.posts.filter(author=newcomer).count() == 8


@pytest.mark.parametrize("written", [3, 300])
def test_limits_cost_the_same_however_much_was_written(written, known, question, zielona, django_assert_num_queries):
    rows = [
        Post(thread=question, number=100 + n, author=known, client_key=f"bulk-{n:05}", source="x", html="x",
             renderer_version=1, created_at=timezone.now() - LONG_AGO)
        for n in range(written)
    ]  # fmt: skip
    Post.objects.bulk_create(rows)
    from community.spaces.rules import standing_of

    standing_of(known)
    with django_assert_num_queries(2):
        check_limits(known, zielona, text="x", starts_thread=False)
    with django_assert_num_queries(3):
        check_limits(known, zielona, text="x", starts_thread=True)


def test_the_demo_and_the_verbs_themselves_know_no_limits(newcomer, zielona, question):
    for number in range(8):
        reply(author=newcomer, thread=question, text="x", key=f"verb-{number:05}")
    start_thread(author=newcomer, space=zielona, kind="question", title="Bez granic", text="x", key="verb-thread")
    assert Post.objects.filter(author=newcomer).count() == 9


def test_links_are_not_put_in_afterwards(as_, newcomer, ewa, question):
    many = " ".join(f"https://{number}.example" for number in range(4))
    post = submit_reply(author=newcomer, thread=question, text="Proszę.", key="links-edit-1").post
    with pytest.raises(LimitReached) as limit:
        edit_post(by=newcomer, post=post, text=many, version=1)
    assert limit.value.status == 422
    page = as_(newcomer).post(f"/wpisy/{post.pk}/edytuj/", {"text": many, "version": "1"})
    assert (page.status_code, page.content.decode().count("https://3.example")) == (422, 1)
    edit_post(by=ewa, post=post, text=many, version=1)
    assert edit_post(by=newcomer, post=post, text=f"{many} i słowo.", version=2).version == 3
