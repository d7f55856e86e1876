"""Editing: the former text is kept, a stale edit shows both, the title moves the address."""

import pytest

from community.catalogue.models import Entry
from forum.actions import StaleEdit, edit_post
from forum.models import Revision

pytestmark = pytest.mark.django_db


def path(post):
    return f"/wpisy/{post.pk}/edytuj/"


def test_edit_replaces_the_text_and_keeps_the_former(as_, jan, answer):
    response = as_(jan).post(path(answer), {"text": "Nowy **tekst**.", "version": 1})
    answer.refresh_from_db()
    assert response["Location"] == f"{answer.thread.url}#p2"
    assert (answer.source, answer.html, answer.version) == (
        "Nowy **tekst**.", "<p>Nowy <strong>tekst</strong>.</p>\n", 2,
    )  # fmt: skip
    kept = Revision.objects.get(post=answer)
    assert (kept.version, kept.source, kept.editor) == (1, "U nas zakład komunalny, dwa razy w tygodniu.", jan)


def test_edit_of_the_title_moves_address_and_entry(as_, anna, question):
    first = question.posts.get(number=1)
    response = as_(anna).post(path(first), {"title": "Kto podlewa drzewa nocą?", "text": first.source, "version": 1})
    question.refresh_from_db()
    assert response["Location"] == f"/watki/{question.pk}/kto-podlewa-drzewa-noca/#p1"
    assert Entry.objects.get(subject_id=question.pk, kind="question").url == question.url
    assert Revision.objects.get(post=first).title == "Kto podlewa drzewa w upały?"


def test_edit_without_a_change_makes_no_version(jan, answer):
    same = edit_post(by=jan, post=answer, text=answer.source, version=1)
    assert (same.version, same.edited_at, Revision.objects.filter(post=answer).count()) == (1, None, 0)


def test_same_edit_twice_is_one_edit(as_, jan, answer):
    statuses = [as_(jan).post(path(answer), {"text": "Nowy tekst.", "version": 1}).status_code for _ in range(2)]
    answer.refresh_from_db()
    assert (statuses, answer.version) == ([302, 302], 2)


def test_stale_edit_shows_both_texts_and_changes_nothing(as_, jan, ewa, answer):
    edit_post(by=ewa, post=answer, text="Tekst facylitatorki.", version=1)
    response = as_(jan).post(path(answer), {"text": "Tekst Jana.", "version": 1})
    html = response.content.decode()
    answer.refresh_from_db()
    assert (response.status_code, answer.source) == (409, "Tekst facylitatorki.")
    assert (html.count("Tekst facylitatorki."), html.count("Tekst Jana.")) == (1, 2)


def test_stale_edit_can_then_be_saved(as_, jan, ewa, answer):
    from tests.pages import fields

    edit_post(by=ewa, post=answer, text="Tekst facylitatorki.", version=1)
    form = fields(as_(jan).post(path(answer), {"text": "Tekst Jana.", "version": 1}))
    assert as_(jan).post(path(answer), {"text": form["text"], "version": form["version"]}).status_code == 302
    answer.refresh_from_db()
    assert (answer.source, answer.version) == ("Tekst Jana.", 3)


def test_stale_edit_by_action_tells_the_current_post(jan, ewa, answer):
    edit_post(by=ewa, post=answer, text="Szybsza.", version=1)
    with pytest.raises(StaleEdit) as stale:
        edit_post(by=jan, post=answer, text="Wolniejszy.", version=1)
    assert stale.value.post.source == "Szybsza."


def test_edit_of_a_reply_cannot_change_the_title(as_, jan, answer):
    as_(jan).post(path(answer), {"text": "Nowy tekst.", "title": "Przejęty tytuł wątku", "version": 1})
    answer.thread.refresh_from_db()
    assert answer.thread.title == "Kto podlewa drzewa w upały?"


def test_edit_of_the_question_refreshes_the_summary(anna, question):
    edit_post(by=anna, post=question.posts.get(number=1), text="Zupełnie nowe streszczenie.", version=1)
    assert Entry.objects.get(subject_id=question.pk, kind="question").summary == "Zupełnie nowe streszczenie."
