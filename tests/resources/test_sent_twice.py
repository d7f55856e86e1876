"""Forms that arrive twice, and verbs called by who may not: one result, and a refusal that the door need not make."""

import re

import pytest
from django.contrib.auth.models import Group
from django.http import Http404
from django.utils import timezone

from community.spaces.standing import forget_standing
from resources.actions import errors
from resources.actions.following_up import record_step
from resources.actions.guests import invite_guest
from resources.actions.reviewing import comment_page, submit_article, withdraw_page
from resources.actions.writing import begin_article, delete_article
from resources.models import ArticlePage, RecommendationStep, ReviewNote
from resources.queries.writing import notes_about

pytestmark = pytest.mark.django_db
KEY = "0123456789abcdef"


def key_in(answer):
    return re.search(r'name="key" value="([0-9a-f]{16})"', answer.content.decode())[1]


def test_article_begun_twice_by_one_form_is_one(as_, expert, zielona):
    browser = as_(expert)
    sent = {"title": "Żółte ławki", "space": zielona.pk, "key": key_in(browser.get("/pisz/nowy/"))}
    places = {browser.post("/pisz/nowy/", sent)["Location"] for _time in range(3)}
    (page,) = ArticlePage.objects.filter(title="Żółte ławki")
    assert places == {f"/pisz/{page.pk}/"}


def test_form_of_a_new_article_shows_another_key_each_time(as_, expert):
    browser = as_(expert)
    assert key_in(browser.get("/pisz/nowy/")) != key_in(browser.get("/pisz/nowy/"))


def test_other_words_in_the_same_form_are_another_article(expert, zielona):
    titles = ["Ławki", "Ławki i kosze", "Ławki"]
    pages = [begin_article(by=expert, title=title, space=zielona, language="pl", key=KEY) for title in titles]
    assert (pages[0], pages[0] == pages[1]) == (pages[2], False)


def test_same_key_of_somebody_else_is_another_article(expert, editor, zielona):
    pages = [begin_article(by=who, title="Ławki", space=zielona, language="pl", key=KEY) for who in (expert, editor)]
    assert [page.owner for page in pages] == [expert, editor]


@pytest.mark.parametrize("key", ["", "x", "a" * 300, "<script>", "ż" * 16])
def test_missing_or_mangled_key_begins_an_article_all_the_same(key, as_, expert, zielona):
    for _time in range(2):
        assert as_(expert).post("/pisz/nowy/", {"title": "Kosze", "space": zielona.pk, "key": key}).status_code in (
            302,
            422,
        )
    assert ArticlePage.objects.filter(title="Kosze").count() == (0 if len(key) > 200 else 2)


def test_article_that_was_deleted_can_be_begun_again(expert, zielona):
    page = begin_article(by=expert, title="Ławki", space=zielona, language="pl", key=KEY)
    delete_article(by=expert, page=page)
    assert begin_article(by=expert, title="Ławki", space=zielona, language="pl", key=KEY).pk


def test_comment_sent_twice_is_one(as_, waiting, editor, expert):
    browser = as_(editor)
    sent = {"text": "Ile to kosztowało?", "key": key_in(browser.get(f"/pisz/{waiting.pk}/decyzja/"))}
    statuses = [browser.post(f"/pisz/{waiting.pk}/uwagi/", sent).status_code for _time in range(3)]
    assert (statuses, [note.text for note in notes_about(waiting)]) == ([302] * 3, ["", "Ile to kosztowało?"])


@pytest.mark.parametrize("path", ["/pisz/{}/", "/pisz/{}/decyzja/"])
def test_every_page_with_the_form_gives_a_key(path, as_, waiting, editor):
    assert key_in(as_(editor).get(path.format(waiting.pk)))


def test_form_of_the_writer_gives_a_key(as_, begun, expert):
    assert key_in(as_(expert).get(f"/pisz/{begun.pk}/"))


def test_other_words_in_the_same_comment_are_refused_and_given_back(as_, waiting, editor):
    words = "Zupełnie inne słowa, których szkoda, bo są długie."
    comment_page(by=editor, page=waiting, text="Pierwsze.", key=KEY)
    answer = as_(editor).post(f"/pisz/{waiting.pk}/uwagi/", {"text": words, "key": KEY})
    assert (answer.status_code, words in answer.content.decode()) == (409, True)
    assert ReviewNote.objects.filter(author=editor, client_key=KEY).count() == 1


def test_comments_without_keys_are_as_many_as_were_said(waiting, editor):
    for _time in range(2):
        comment_page(by=editor, page=waiting, text="Tak.")
    assert ReviewNote.objects.filter(page_id=waiting.pk, text="Tak.").count() == 2


def test_who_may_not_record_steps_records_none(olaf, anna, recommendation):
    count = RecommendationStep.objects.count()
    for who in (olaf, anna):
        with pytest.raises(errors.NotYourHistory):
            record_step(by=who, page=recommendation, status="implemented", at=timezone.localdate())
    assert RecommendationStep.objects.count() == count


def test_facilitator_who_no_longer_is_one_records_no_step(ewa, recommendation):
    ewa.memberships.update(role="member")
    forget_standing(ewa)
    with pytest.raises(errors.NotYourHistory):
        record_step(by=ewa, page=recommendation, status="implemented", at=timezone.localdate())


VERBS = {
    "comment": lambda who, page: comment_page(by=who, page=page, text="Tak."),
    "link": lambda who, page: invite_guest(by=who, page=page),
    "submit": lambda who, page: submit_article(by=who, page=page),
    "withdraw": lambda who, page: withdraw_page(by=who, page=page),
    "delete": lambda who, page: delete_article(by=who, page=page),
}


@pytest.mark.parametrize("verb", VERBS)
def test_who_reads_no_drafts_does_nothing_with_one(verb, whole, anna, ewa, olaf):
    before = whole.revisions.count(), ReviewNote.objects.filter(page_id=whole.pk).count()
    for who in (anna, ewa, olaf):
        with pytest.raises(Http404):
            VERBS[verb](who, whole)
    after = whole.revisions.count(), ReviewNote.objects.filter(page_id=whole.pk).count()
    assert (after, ArticlePage.objects.filter(pk=whole.pk).exists()) == (before, True)


@pytest.mark.parametrize("verb", VERBS)
def test_text_that_was_given_to_somebody_else_meanwhile_is_not_touched(verb, whole, expert, jan):
    ArticlePage.objects.filter(pk=whole.pk).update(owner=jan)
    assert whole.owner == expert  # as the door has read it
    with pytest.raises(Http404):
        VERBS[verb](expert, whole)


def test_editor_who_left_the_group_comments_no_more(whole, editor):
    Group.objects.get(name="Redakcja").user_set.remove(editor)
    with pytest.raises(Http404):
        comment_page(by=type(editor).objects.get(pk=editor.pk), page=whole, text="Tak.")
