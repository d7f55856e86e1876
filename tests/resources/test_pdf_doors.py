"""Doors of pages as PDFs: who may have one, how it is made, once, and what becomes of old ones."""

from pathlib import Path

import pytest
from django.conf import settings

from resources import printing
from resources.actions.printing import ask_for_printout, make_printout, sweep_printouts
from resources.models import (
    Printout,
    PrintoutState,
    RecommendationPage,
)
from resources.models.printouts import PATIENCE, REST
from tests.resources.documents import page_of, published, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]


def address(page):
    return f"/biblioteka-pdf/{page.pk}/"


@pytest.fixture()
def article():
    return page_of("article")


@pytest.fixture()
def make(client, django_capture_on_commit_callbacks):
    """Returns a function: has a page's PDF made by its door, and returns it."""

    def made(page, browser=None):
        with django_capture_on_commit_callbacks(execute=True):
            (browser or client).post(address(page))
        answer = (browser or client).get(f"{address(page)}plik/")
        return b"".join(answer.streaming_content)

    return made


def test_door_of_a_members_only_page_is_not_there_for_outsiders(as_, anna, olaf, article, make):
    article.audience = "members"
    article = published(article)
    make(article, as_(anna))
    for path in (address(article), f"{address(article)}plik/"):
        statuses = [as_(who).get(path).status_code for who in (None, olaf, anna)]
        assert statuses == [404, 404, 200]
    assert [as_(who).post(address(article)).status_code for who in (None, olaf)] == [404, 404]


@pytest.mark.parametrize(
    ("audience", "caching"), [("public", "public, max-age=600, s-maxage=0"), ("community", "private, no-cache")]
)
def test_file_is_kept_by_browsers_as_its_audience_allows(audience, caching, as_, anna, article, make):
    article.audience = audience
    article = published(article)
    make(article, as_(anna))
    answer = as_(anna).get(f"{address(article)}plik/")
    assert (answer["Cache-Control"], answer["Content-Type"]) == (caching, "application/pdf")
    assert 'filename="ogrod.pdf"' in answer["Content-Disposition"]


def test_draft_other_kinds_and_missing_pages_have_none(client, as_, maria, article):
    recommendation = RecommendationPage.objects.live().first()
    article.unpublish()
    ids = [article.pk, recommendation.pk, 10**17]
    assert [as_(maria).get(f"/biblioteka-pdf/{pk}/").status_code for pk in ids] == [404, 404, 404]


def test_door_says_how_far_it_is(client, article, django_capture_on_commit_callbacks):
    assert "<form" in client.get(address(article)).content.decode().split("<main")[1]
    with django_capture_on_commit_callbacks() as waiting:
        assert client.post(address(article)).status_code == 302
    page = client.get(address(article)).content.decode()
    assert ('data-again="2000"' in page, f'href="{address(article)}"' in page) == (True, True)
    for one in waiting:
        one()
    assert f'href="{address(article)}plik/"' in client.get(address(article)).content.decode()


def test_file_that_is_not_there_leads_to_its_door(client, article):
    answer = client.get(f"{address(article)}plik/")
    assert (answer.status_code, answer["Location"]) == (302, address(article))


def test_second_request_does_not_make_it_again(article, make, monkeypatch):
    first = make(article)
    monkeypatch.setattr("resources.actions.printing.print_html", lambda *_: pytest.fail("It is there already."))
    assert make(article) == first
    assert Printout.objects.filter(page_id=article.pk).count() == 1


def test_asking_twice_while_it_is_made_makes_it_once(article, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as waiting:
        rows = [ask_for_printout(page=article) for _ in range(3)]
    assert (len(waiting), {row.pk for row in rows}) == (1, {rows[0].pk})


def test_new_revision_is_a_new_file_and_the_old_one_is_swept(article, make):
    make(article)
    old = Printout.objects.get(page_id=article.pk)
    article.summary = "Zażółć gęślą jaźń: nowe streszczenie."
    article = published(article)
    assert "nowe streszczenie" in text_of(make(article))
    new = Printout.objects.exclude(pk=old.pk).get(page_id=article.pk)
    Printout.objects.update(asked_at=new.asked_at - 2 * PATIENCE)
    Printout.objects.filter(pk=new.pk).update(asked_at=new.asked_at - PATIENCE * 1.5)
    assert (sweep_printouts(), sweep_printouts()) == (1, 0)
    there = [(Path(settings.MEDIA_ROOT) / one.name).exists() for one in (old, new)]
    assert (there, list(Printout.objects.values_list("pk", flat=True))) == ([False, True], [new.pk])


def test_pdf_of_a_page_taken_back_is_swept(article, make):
    make(article)
    Printout.objects.update(asked_at=Printout.objects.get().asked_at - 2 * PATIENCE)
    article.unpublish()
    assert (sweep_printouts(), Printout.objects.count()) == (1, 0)


def test_failure_is_said_and_can_be_tried_again(client, article, make, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr("resources.actions.printing.print_html", lambda *_: 1 / 0)
        with pytest.raises(AttributeError):
            make(article)
    page = client.get(address(article)).content.decode().split("<main")[1]
    assert (Printout.objects.get().state, "notice--error" in page, "<form" in page) == (
        PrintoutState.FAILED,
        True,
        False,
    )
    Printout.objects.update(asked_at=Printout.objects.get().asked_at - REST)
    assert "<form" in client.get(address(article)).content.decode().split("<main")[1]
    assert text_of(make(article))


def test_page_changed_while_it_waited_is_asked_for_anew(client, article, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as waiting:
        ask_for_printout(page=article)
    article.summary = "Inne."
    published(article)
    waiting[0]()
    assert Printout.objects.get().state == PrintoutState.FAILED  # of what it was; what it is has not been asked for
    assert "<form" in client.get(address(article)).content.decode().split("<main")[1]


def test_what_waits_too_long_can_be_asked_for_again(client, article, django_capture_on_commit_callbacks):
    ask_for_printout(page=article)
    Printout.objects.update(asked_at=Printout.objects.get().asked_at - 2 * PATIENCE)
    assert "notice--warning" in client.get(address(article)).content.decode()
    with django_capture_on_commit_callbacks() as waiting:
        ask_for_printout(page=article)
    assert len(waiting) == 1


def test_task_that_runs_twice_makes_it_once(article, make, monkeypatch):
    make(article)
    monkeypatch.setattr("resources.actions.printing.print_html", lambda *_: pytest.fail("It is made."))
    make_printout.call(Printout.objects.get().pk)
    assert Printout.objects.get().state == PrintoutState.READY


def test_machine_without_pango_says_what_is_missing(client, article, monkeypatch):
    for module in ("resources.queries.printouts", "resources.actions.printing"):
        monkeypatch.setattr(f"{module}.missing_for_printing", lambda: printing.PACKAGES)
    page = client.get(address(article)).content.decode()
    assert ("libpango-1.0-0" in page, "<form" in page.split("<main")[1]) == (True, False)
    assert (client.post(address(article)).status_code, Printout.objects.count()) == (302, 0)
    assert client.get(article.url).status_code == 200


def test_door_asks_as_much_for_many_recommendations_as_for_few(client, django_assert_max_num_queries):
    plan = page_of("improvement")
    client.get(address(plan))
    with django_assert_max_num_queries(40) as all_of_them:
        client.get(address(plan))
    pages = list(RecommendationPage.objects.child_of(plan).live())
    for page in pages[2:]:
        page.unpublish()
    client.get(address(plan))
    with django_assert_max_num_queries(40) as two:
        client.get(address(plan))
    assert (len(pages) > 3, len(all_of_them)) == (True, len(two))
