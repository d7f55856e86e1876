"""What whoever has a link sees: the text under review and nothing around it, whatever became of the page meanwhile."""

import html as html_of
import shutil

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.models import GroupApprovalTask, Task, TaskState, Workflow

from community.spaces.models import City
from community.tags.models import Tag
from resources.actions import errors
from resources.actions.following_up import adopt, record_step
from resources.actions.guests import invite_guest
from resources.actions.reviewing import decide_page, submit_article, withdraw_page
from resources.actions.writing import begin_article, version_of
from resources.models import (
    ActionPlanPage,
    ArticlePage,
    Case,
    ImprovementPlanPage,
    PictureRendition,
    RecommendationPage,
)
from resources.rules import state_of
from tests.resources.conftest import FIELDS
from tests.resources.desk import webp

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]
ANSWER = {"said": "agreed", "name": "Jerzy Lis"}
SECRET = "kosodrzewina"


def link_to(page, by):
    return f"/recenzja/{invite_guest(by=by, page=page)}/"


def read(browser, address):
    answer = browser.get(address)
    assert answer.status_code == 200
    return html_of.unescape(answer.content.decode()).replace("\xa0", " ")


@pytest.fixture()
def closed_page(publish, editor, closed, maria):
    """Returns a function: a members-only page of a kind in a closed group, with what happened to it and around it."""

    def made(model):
        tag = Tag.objects.create(name=f"Temat {SECRET}", slug=f"temat-{SECRET}", space=closed)
        common = {"owner": editor, "space": closed, "audience": "members"}
        other = publish(title=f"Artykuł {SECRET}", slug=f"artykul-{SECRET}", **common)
        text = f'<p>Pod oceną. <a linktype="page" id="{other.pk}">tam</a></p>'
        body = [
            {"type": "practice", "value": {"page": other.pk, "why": "Bo tak"}, "id": "11111111-a"},
            {"type": "text", "value": text, "id": "22222222-b"},
        ]
        more = {"tags": [tag], "networks": [closed], "body": body, **common}
        if model is not RecommendationPage:
            page = publish(model=model, title="Oceniany", slug="oceniany", **more)
            if model is ImprovementPlanPage:
                publish(model=RecommendationPage, parent=page, title=f"Rekomendacja {SECRET}", slug="rek", **common)
            return page
        plan = publish(model=ImprovementPlanPage, title=f"Plan {SECRET}", slug="plan", **common)
        page = publish(model=model, parent=plan, title="Oceniany", slug="oceniany", practices=[other], **more)
        record_step(by=maria, page=page, status="sent", at=timezone.localdate(), note=f"Wysłane {SECRET}.")
        city = City.objects.get(slug="raciborz")
        Case.objects.create(key=page.translation_key, city=city, text=f"U nas {SECRET}.", author=editor)
        return page

    return made


@pytest.mark.parametrize("model", [ArticlePage, ActionPlanPage, ImprovementPlanPage, RecommendationPage])
def test_guest_of_a_closed_page_reads_its_text_and_nothing_around_it(model, client, editor, closed, closed_page):
    page = closed_page(model)
    shown = read(client, link_to(page, editor))
    assert ("Oceniany" in shown, "Pod oceną." in shown, "tam" in shown) == (True, True, True)
    assert (SECRET in shown, closed.name in shown, closed.slug in shown) == (False, False, False)
    assert [door for door in ("/watek/", f"/biblioteka-pdf/{page.pk}/", "/miasta/raciborz/") if door in shown] == []


def test_history_and_cases_of_an_open_recommendation_are_not_of_its_text(client, editor, recommendation):
    recommendation.save_revision(user=editor)
    recommendation.refresh_from_db()
    shown = read(client, link_to(recommendation, editor))
    said = Case.objects.filter(key=recommendation.translation_key).values_list("text", flat=True)
    assert ([text for text in said if text in shown], 'id="history"' in shown, 'id="evidence"' in shown) == (
        [], False, False,
    )  # fmt: skip


def test_member_who_has_the_link_sees_what_a_guest_sees(as_, editor, closed, closed_page):
    insider = closed.memberships.filter(role="member").first().person
    address = link_to(closed_page(RecommendationPage), editor)
    assert SECRET not in read(as_(insider), address).partition("<main")[2]


def test_public_place_and_topics_are_shown(client, whole, expert, topic, zielona):
    shown = read(client, link_to(whole, expert))
    assert (topic.name in shown, zielona.name in shown) == (True, True)


# What may become of a page between two looks of a guest: none of it breaks the door.


def unpublished(page, **_people):
    page.unpublish()


def moved(page, *, library, **_people):
    page.slug = "gdzie-indziej"
    page.save_revision(clean=False)
    type(page).objects.filter(pk=page.pk).update(slug="gdzie-indziej", url_path="/biblioteka/gdzie-indziej/")


def deleted(page, **_people):
    type(page).objects.get(pk=page.pk).delete()


def without_writer(page, **_people):
    type(page).objects.filter(pk=page.pk).update(owner=None)


def without_topic(page, *, topic, **_people):
    topic.delete()


def without_files(page, **_people):
    shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)


def without_sizes(page, **_people):
    PictureRendition.objects.all().delete()
    shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)


def without_pictures(page, **_people):
    for block in page.get_latest_revision_as_object().body:
        if block.block_type == "image":
            block.value["image"].delete()


def without_editors(page, **_people):
    Group.objects.get(name="Redakcja").delete()


def without_workflow(page, **_people):
    Workflow.objects.all().delete()


def without_revision(page, **_people):
    type(page).objects.filter(pk=page.pk).update(latest_revision=None)
    page.revisions.all().delete()


CHANGES = [unpublished, moved, deleted, without_writer, without_topic, without_files, without_sizes, without_pictures,
           without_editors, without_workflow, without_revision]  # fmt: skip


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
@pytest.mark.parametrize("is_published", [False, True])
def test_nothing_that_happens_to_a_page_breaks_the_door(
    is_published, change, client, as_, whole, expert, editor, topic, library, write
):
    told = as_(expert).post("/pisz/obrazy/", {"file": webp()}).json()
    html = f'<p>Tekst.</p><figure data-picture="{told["id"]}"><img alt="Ławka"></figure>'
    write(whole, expert, html, fields=FIELDS, tags=(topic,))
    if is_published:
        submit_article(by=expert, page=whole)
        whole.refresh_from_db()
        decide_page(by=editor, page=whole, version=version_of(whole.latest_revision), approve=True)
        whole.refresh_from_db()
    address = link_to(whole, expert)
    change(whole, topic=topic, library=library)
    gone = change in (deleted, without_revision)
    assert client.get(address).status_code == (404 if gone else 200)
    assert client.post(address, {"said": ""}).status_code == (404 if gone else 422)
    assert client.post(address, ANSWER).status_code == (404 if gone else 302)
    assert client.post(address, ANSWER).status_code == (404 if gone else 409)


@pytest.mark.parametrize(
    "change",
    [moved, without_writer, without_topic, without_files, without_sizes, without_editors],
    ids=lambda change: change.__name__,
)
def test_nothing_that_happens_to_a_page_breaks_the_decision(change, as_, waiting, maria, topic, library):
    version = version_of(waiting.latest_revision)
    change(waiting, topic=topic, library=library)
    waiting.refresh_from_db()
    browser, path = as_(maria), f"/pisz/{waiting.pk}/decyzja/"
    assert browser.get(path).status_code == 200
    assert browser.post(path, {"changes": "1", "version": version}).status_code == 422
    answers = [browser.post(path, {"approve": "1", "version": version_of(waiting.latest_revision)}) for _n in range(2)]
    assert [answer.status_code for answer in answers] == [302, 409]
    assert ArticlePage.objects.get(pk=waiting.pk).live is True


def test_decision_about_a_text_that_was_deleted_is_not_found(as_, waiting, maria):
    ArticlePage.objects.get(pk=waiting.pk).delete()
    assert [as_(maria).get(f"/pisz/{waiting.pk}/decyzja/").status_code,
            as_(maria).post(f"/pisz/{waiting.pk}/decyzja/", {"approve": "1"}).status_code] == [404, 404]  # fmt: skip


@pytest.mark.parametrize("gone", [Task, TaskState])
def test_review_whose_task_was_deleted_is_shown_and_taken_back(gone, as_, waiting, expert, maria):
    gone.objects.all().delete()
    path = f"/pisz/{waiting.pk}/"
    assert (state_of(waiting), as_(maria).get(f"{path}decyzja/").status_code) == ("in_progress", 200)
    sent = {"approve": "1", "version": version_of(waiting.latest_revision)}
    assert as_(maria).post(f"{path}decyzja/", sent).status_code == 409
    assert as_(expert).post(f"{path}cofnij/").status_code == 302
    assert (state_of(waiting), as_(expert).get(path).status_code) == ("", 200)


def test_text_is_not_published_unread_where_nobody_decides(as_, whole, expert):
    """Without a step of approval Wagtail's workflow would end, and publish, as soon as it begins."""
    GroupApprovalTask.objects.update(active=False)
    answer = as_(expert).post(f"/pisz/{whole.pk}/wyslij/")
    assert (answer.status_code, ArticlePage.objects.get(pk=whole.pk).live) == (409, False)
    Workflow.objects.all().delete()
    with pytest.raises(errors.NobodyDecides):
        submit_article(by=expert, page=whole)


def test_sent_again_after_the_task_was_deleted(waiting, expert, editor):
    decide_page(by=editor, page=waiting, version=version_of(waiting.latest_revision), approve=False, comment="Nie.")
    TaskState.objects.all().delete()
    waiting.refresh_from_db()
    submit_article(by=expert, page=waiting)
    assert state_of(waiting) == "in_progress"
    withdraw_page(by=expert, page=waiting)


def test_revision_that_cannot_be_published_is_refused_in_words(as_, waiting, editor, maria):
    draft = waiting.get_latest_revision_as_object()
    draft.reviewed_on, draft.review_due = timezone.localdate(), timezone.localdate().replace(year=2001, day=1)
    draft.save_revision(user=editor, clean=False)
    waiting.refresh_from_db()
    sent = {"approve": "1", "version": version_of(waiting.latest_revision)}
    answer = as_(maria).post(f"/pisz/{waiting.pk}/decyzja/", sent)
    assert (answer.status_code, ArticlePage.objects.get(pk=waiting.pk).live, state_of(waiting)) == (
        422, False, "in_progress",
    )  # fmt: skip


def test_article_of_a_closed_group_can_be_decided(as_, editor, maria, closed, topic, write):
    page = begin_article(by=editor, title="Wewnątrz", space=closed, language="pl")
    write(page, editor, fields=FIELDS, tags=(topic,))
    submit_article(by=editor, page=page)
    page.refresh_from_db()
    sent = {"approve": "1", "version": version_of(page.latest_revision)}
    answer = as_(maria).post(f"/pisz/{page.pk}/decyzja/", sent)
    assert answer.status_code == 302
    assert as_(maria).get(answer["Location"]).status_code == 200


def test_guest_is_not_told_of_cities_that_adopt(client, article, anna, raciborz, editor):
    adopt(by=anna, page=article, city=raciborz, state="considering", note="Czekamy na wycenę.")
    article.save_revision(user=editor)
    article.refresh_from_db()
    assert 'id="adoptions"' not in read(client, link_to(article, editor))
