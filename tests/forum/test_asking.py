"""Starting a thread: from the form to the page, and what is remembered."""

import pytest

from community.catalogue.models import Entry
from community.following.models import Follow
from forum.actions import AlreadySent, start_thread
from forum.models import Participant, Thread

pytestmark = pytest.mark.django_db


def typed(**changed):
    return {
        "kind": "question",
        "audience": "public",
        "title": "Kto podlewa drzewa?",
        "text": "**Treść**.",
        "key": "form-1234",
    } | changed


def newest():
    return Thread.objects.latest("pk")


def test_asking_publishes_and_leads_to_whom_one_could_ask(as_, anna, zielona):
    response = as_(anna).post("/s/zielona/zapytaj/", typed())
    thread = newest()
    assert response["Location"] == f"/kogo-zapytac/{thread.pk}/"
    assert (thread.author, thread.kind, thread.audience, thread.title) == (
        anna,
        "question",
        "public",
        "Kto podlewa drzewa?",
    )
    assert (thread.last_number, thread.reply_count, thread.last_author) == (1, 0, anna)


def test_asking_renders_once_and_remembers_role_and_city(as_, anna):
    as_(anna).post("/s/zielona/zapytaj/", typed())
    post = newest().posts.get()
    assert (post.html, post.author_role, post.city.name) == ("<p><strong>Treść</strong>.</p>\n", "member", "Racibórz")


def test_asking_lists_follows_and_counts(as_, anna, zielona):
    as_(anna).post("/s/zielona/zapytaj/", typed())
    thread = newest()
    entry = Entry.objects.get(kind="question", subject_id=thread.pk)
    assert (entry.title, entry.url, entry.summary, entry.replies) == (thread.title, thread.url, "Treść.", 0)
    assert Follow.objects.filter(person=anna, target="entry", target_id=entry.pk, level="instant").count() == 1
    assert list(Participant.objects.filter(thread=thread).values_list("person_id", "posts")) == [(anna.pk, 1)]


def test_preview_shows_the_text_and_stores_nothing(as_, anna):
    before = Thread.objects.count()
    response = as_(anna).post("/s/zielona/zapytaj/", typed(preview="1"))
    assert response.status_code == 200
    assert response.content.decode().count("<strong>Treść</strong>") == 1
    assert Thread.objects.count() == before


def test_english_page_leads_on_in_english(as_, anna):
    response = as_(anna).post("/en/s/zielona/zapytaj/", typed())
    assert response["Location"] == f"/en/kogo-zapytac/{newest().pk}/"


def test_member_of_one_space_is_led_straight_to_its_form(as_, olaf, zielona):
    from community.spaces.actions import join

    join(person=olaf, space=zielona)
    assert as_(olaf).get("/zapytaj/")["Location"] == "/s/zielona/zapytaj/"


def test_outsider_has_nowhere_to_ask_and_is_told_so(as_, olaf):
    assert as_(olaf).get("/zapytaj/").status_code == 200
    assert as_(olaf).get("/s/zielona/zapytaj/").status_code == 403


def test_visitor_signs_in_first(as_):
    assert as_().get("/s/zielona/zapytaj/")["Location"] == "/konto/login/?next=%2Fs%2Fzielona%2Fzapytaj%2F"


def test_same_key_and_content_returns_the_same_thread(anna, zielona):
    content = {"space": zielona, "kind": "question", "title": "Kto podlewa?", "text": "Treść.", "key": "key-12345"}
    assert start_thread(author=anna, **content) == start_thread(author=anna, **content)
    with pytest.raises(AlreadySent):
        start_thread(author=anna, **{**content, "text": "Inna."})
