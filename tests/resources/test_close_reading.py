"""What a hostile reader of the code tried: previews of every kind, closed groups, lost files and lost words."""

import datetime
import shutil
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from resources.actions.following_up import adopt
from resources.actions.guests import invite_guest
from resources.actions.publishing import page_published, page_unpublished
from resources.actions.reviewing import submit_article, withdraw_page
from resources.actions.writing import delete_article
from resources.models import (
    ActionPlanPage,
    ArticlePage,
    ImprovementPlanPage,
    PictureRendition,
    RecommendationPage,
    RecommendationStep,
)
from resources.queries.histories import histories
from resources.queries.printed import document_of

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]
of_every_kind = pytest.mark.parametrize("model", [ActionPlanPage, ImprovementPlanPage, RecommendationPage])
WORDS = "Proszę dopisać, ile kosztowały deski i kto je skręcał."


@of_every_kind
def test_page_of_another_kind_is_previewed(model, as_, editor):
    page = model.objects.filter(live=True).first()
    assert as_(editor).get(reverse("preview_page", args=[page.pk])).status_code == 200


@of_every_kind
def test_page_of_another_kind_is_shown_to_a_guest(model, client, editor):
    page = model.objects.filter(live=True).first()
    page.save_revision(user=editor)
    page.refresh_from_db()
    assert client.get(f"/recenzja/{invite_guest(by=editor, page=page)}/").status_code == 200


@of_every_kind
def test_admin_previews_a_page_of_another_kind(model, as_, editor):
    page = model.objects.filter(live=True).first()
    page.save_revision(user=editor)
    page.refresh_from_db()
    address = reverse("wagtailadmin_pages:view_draft", args=[page.pk])
    assert as_(editor).get(address).status_code == 200


def test_group_that_a_reader_may_not_know_of_is_not_named(as_, article, editor, closed):
    article.networks.add(closed)
    article.save_revision(user=editor).publish()
    named = [closed.name in as_(who).get("/biblioteka/ogrod/").content.decode() for who in (None, editor)]
    assert named == [False, closed.pk in [one.space_id for one in editor.memberships.all()]]


def test_guest_is_not_told_which_cities_follow_a_practice(client, article, anna, raciborz, editor):
    adopt(by=anna, page=article, city=raciborz, state="considering", note="Czekamy na wycenę.")
    article.save_revision(user=editor)
    article.refresh_from_db()
    html = client.get(f"/recenzja/{invite_guest(by=editor, page=article)}/").content.decode()
    assert "Czekamy na wycenę." not in html


def test_words_of_an_editor_are_given_back_when_the_text_changed_meanwhile(as_, waiting, editor):
    data = {"comment": WORDS, "version": "1-1", "changes": "1"}
    answer = as_(editor).post(reverse("decide_page", args=[waiting.pk]), data)
    assert (answer.status_code, WORDS in answer.content.decode()) == (409, True)


def test_words_of_an_editor_are_given_back_when_the_text_was_taken_back(as_, waiting, expert, editor):
    withdraw_page(by=expert, page=waiting)
    answer = as_(editor).post(reverse("decide_page", args=[waiting.pk]), {"comment": WORDS, "changes": "1"})
    assert (answer.status_code, WORDS in answer.content.decode()) == (409, True)


def test_text_whose_pictures_lost_their_files_is_still_written(as_, article, editor):
    PictureRendition.objects.all().delete()
    shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)
    shown = [block.value["image"].pk for block in article.body if block.block_type == "image"]
    answer = as_(editor).get(reverse("write_page", args=[article.pk]))
    assert (answer.status_code, len(shown) > 0) == (200, True)
    assert all(f"data-picture=&#34;{pk}&#34;" in answer.content.decode() for pk in shown)


def test_paper_says_the_day_as_it_was_here(article):
    night = datetime.datetime(2026, 7, 14, 22, 30, tzinfo=datetime.UTC)  # half past midnight in Warsaw
    ArticlePage.objects.filter(pk=article.pk).update(first_published_at=night, last_published_at=night)
    article.refresh_from_db()
    assert "15 lipca 2026" in document_of(article).html


def test_page_that_was_never_published_by_wagtail_can_be_printed(article):
    ArticlePage.objects.filter(pk=article.pk).update(first_published_at=None, last_published_at=None)
    article.refresh_from_db()
    assert article.title in document_of(article).html


def test_receipt_of_what_was_never_sent_is_no_waiting(db):
    key = uuid4()
    RecommendationStep.objects.create(key=key, status="acknowledged", at=datetime.date(2026, 3, 2))
    assert histories([key])[key].waiting_days is None


def test_text_that_is_deleted_while_it_is_sent_is_said_to_be_gone(whole, expert):
    delete_article(by=expert, page=ArticlePage.objects.get(pk=whole.pk))
    with pytest.raises(Http404):
        submit_article(by=expert, page=whole)


@pytest.mark.parametrize("step", [page_published, page_unpublished])
def test_discussion_is_locked_before_the_entry_of_its_page(step, article):
    with CaptureQueriesContext(connection) as asked:
        step(article)
    told = [query["sql"] for query in asked]
    locks = next(n for n, sql in enumerate(told) if 'FROM "forum_thread" WHERE "forum_thread"."id" IN' in sql)
    lists = next(n for n, sql in enumerate(told) if "catalogue_passage" in sql)
    assert locks < lists
