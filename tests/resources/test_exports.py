"""Recommendations and practices as files: what is in them, who gets what, and that no cell acts."""

import csv
import io
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from community.base.spreadsheets import csv_line, defused
from resources.actions.following_up import adopt, confirm_barrier
from resources.actions.listing import relist_page
from resources.models import ArticlePage, ImprovementPlanPage, RecommendationPage

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]
RECOMMENDATIONS, PRACTICES = "/biblioteka/eksport/zalecenia", "/biblioteka/eksport/praktyki"


def text_of(response):
    assert response.status_code == 200
    return b"".join(response.streaming_content).decode()


def data(browser, path, key):
    return json.loads(text_of(browser.get(f"{path}.json")))[key]


def table(browser, path):
    text = text_of(browser.get(f"{path}.csv"))
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))


def close(page):
    type(page).objects.filter(translation_key=page.translation_key).update(audience="members")
    page.refresh_from_db()
    relist_page(page)


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("+48 32", "'+48 32"),
        ("-2", "'-2"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1+1", "'=1+1"),
        ("\r\n=1+1", "'=1+1"),
        ("  =1", "'=1"),
        ("\x00=1", "'=1"),
        ("＝1+1", "'＝1+1"),
        ("a=1", "a=1"),
        ("dwa\nwiersze", "dwa wiersze"),
        (None, ""),
        (-2, "-2"),
        (0, "0"),
    ],
)
def test_cell_cannot_act(cell, shown):
    assert defused(cell) == shown


def test_line_is_one_that_excel_opens():
    assert csv_line(["a;b", 'c"d', "ż", None]) == '"a;b";"c""d";ż;\r\n'


def test_recommendations_as_json(client, recommendation):
    rows = data(client, RECOMMENDATIONS, "recommendations")
    assert len(rows) == RecommendationPage.objects.live().count()
    assert list(rows[0]) == [
        "id", "title", "summary", "url", "language", "network", "network_name", "author", "published_on",
        "changed_on", "license", "license_url", "is_sample", "code", "plan", "edition", "kind", "priority",
        "addressees", "barrier", "action", "status", "status_on", "days_without_answer", "history", "confirmed_by",
        "practices",
    ]  # fmt: skip
    row = next(row for row in rows if row["id"] == str(recommendation.translation_key))
    assert row["url"].endswith("/biblioteka/pu-zielona/utrzymanie-w-kosztach/")
    assert [step["status"] for step in row["history"]] == [
        "proposed", "sent", "acknowledged", "in_analysis", "accepted_in_part",
    ]  # fmt: skip
    assert (row["status"], row["status_on"]) == ("accepted_in_part", row["history"][-1]["on"])
    assert (row["kind"], row["days_without_answer"], row["license"]) == ("finance", None, "cc-by-4.0")
    assert [case["city"] for case in row["confirmed_by"]] == ["Racibórz", "Słupsk", "Żyrardów"]
    assert [page["title"][:6] for page in row["practices"]] == ["Ogród "]


def test_practices_as_json(client, article):
    rows = data(client, PRACTICES, "practices")
    assert len(rows) == ArticlePage.objects.live().values("translation_key").distinct().count()
    assert list(rows[0]) == [
        "id", "title", "summary", "url", "language", "network", "network_name", "author", "published_on",
        "changed_on", "license", "license_url", "is_sample", "cities", "topics", "cost", "problem", "solution",
        "duration", "staff", "prerequisites", "what_failed", "evidence", "adopted_by",
    ]  # fmt: skip
    row = next(row for row in rows if row["id"] == str(article.translation_key))
    assert (row["title"], row["language"], row["cost"]) == (article.title, "pl", "50k-250k")
    assert [(one["city"], one["state"]) for one in row["adopted_by"]] == [
        ("Międzyrzec Podlaski", "abandoned"), ("Racibórz", "adapting"), ("Żyrardów", "adapting"),
    ]  # fmt: skip
    assert set(row["adopted_by"][0]) == {"city", "city_url", "state", "note", "since", "changed_on"}


def test_english_reader_gets_the_english_page(client, article):
    rows = data(client, f"/en{PRACTICES}", "practices")
    row = next(row for row in rows if row["id"] == str(article.translation_key))
    assert (row["language"], "/en/biblioteka/" in row["url"]) == ("en", True)


@pytest.mark.parametrize("path", [RECOMMENDATIONS, PRACTICES])
def test_csv_has_the_rows_of_the_json(path, client):
    key = {RECOMMENDATIONS: "recommendations", PRACTICES: "practices"}[path]
    rows, lines = data(client, path, key), table(client, path)
    assert len({len(line) for line in lines}) == 1
    titles = lines[0].index("Tytuł")
    assert [line[titles] for line in lines[1:]] == [row["title"] for row in rows]


def test_formulas_are_defused_wherever_people_type(client, anna, raciborz, fresh, article):
    evil = '=HYPERLINK("http://evil.example";"klik")'
    confirm_barrier(by=anna, page=fresh, city=raciborz, text=evil)
    adopt(by=anna, page=article, city=raciborz, state="done", note="+1;@x")
    RecommendationPage.objects.filter(pk=fresh.pk).update(title=evil, code="-Z3", addressees="@Ministerstwo\n=x")
    ArticlePage.objects.filter(pk=article.pk).update(title="\t" + evil, staff="+48", problem="=1\n=2")
    lines = table(client, RECOMMENDATIONS) + table(client, PRACTICES)
    assert [cell for line in lines for cell in line if cell.lstrip()[:1] in tuple("=+-@")] == []
    assert [cell for line in lines for cell in line if cell == f"'{evil}"] == [f"'{evil}"] * 2


def test_pages_for_members_are_left_out_for_others(as_, olaf, anna, fresh, article):
    close(fresh)
    close(article)
    keys = {RECOMMENDATIONS: ("recommendations", fresh), PRACTICES: ("practices", article)}
    for path, (key, page) in keys.items():
        there = [
            str(page.translation_key) in {row["id"] for row in data(as_(who), path, key)} for who in (None, olaf, anna)
        ]
        assert there == [False, False, True]
        assert [page.title in str(table(as_(who), path)) for who in (None, olaf, anna)] == [False, False, True]


def test_pages_named_by_others_are_left_out_too(as_, anna, article, recommendation):
    plan = ImprovementPlanPage.objects.get(pk=recommendation.get_parent().pk)
    for page in (article, plan):
        close(page)
    for who, counts in ((None, (0, None)), (anna, (1, plan.title))):
        rows = data(as_(who), RECOMMENDATIONS, "recommendations")
        row = next(row for row in rows if row["id"] == str(recommendation.translation_key))
        assert (len(row["practices"]), row["plan"] and row["plan"]["title"]) == counts


def test_unpublished_page_is_left_out(client, fresh):
    fresh.unpublish()
    ids = {row["id"] for row in data(client, RECOMMENDATIONS, "recommendations")}
    assert str(fresh.translation_key) not in ids


def test_translation_for_members_is_not_given_to_others(client, article):
    ArticlePage.objects.filter(translation_key=article.translation_key, locale__language_code="en").update(
        audience="members"
    )
    rows = data(client, f"/en{PRACTICES}", "practices")
    row = next(row for row in rows if row["id"] == str(article.translation_key))
    assert row["language"] == "pl"


def test_empty_library_is_a_file_without_rows(client):
    for page in RecommendationPage.objects.live():
        page.unpublish()
    assert (data(client, RECOMMENDATIONS, "recommendations"), len(table(client, RECOMMENDATIONS))) == ([], 1)


def test_other_files_and_methods_are_refused(client):
    assert [client.get(f"{RECOMMENDATIONS}.{shape}").status_code for shape in ("xls", "csv.exe", "")] == [404] * 3
    assert [client.post(f"{path}.csv").status_code for path in (RECOMMENDATIONS, PRACTICES)] == [405] * 2


def test_file_comes_as_one_and_is_kept_by_no_cache_between(client):
    response = client.get(f"{RECOMMENDATIONS}.csv")
    assert response["Content-Disposition"] == 'attachment; filename="zalecenia.csv"'
    assert (response["Content-Type"], response["Cache-Control"]) == ("text/csv; charset=utf-8", "private, no-cache")
    assert (response.streaming, response["X-Robots-Tag"]) == (True, "noindex")


@pytest.mark.parametrize(("path", "model"), [(RECOMMENDATIONS, RecommendationPage), (PRACTICES, ArticlePage)])
def test_queries_do_not_grow_with_pages(path, model, client):
    counts = []
    for _size in range(2):
        table(client, path)  # where the library lies is asked once, and remembered
        with CaptureQueriesContext(connection) as captured:
            lines = table(client, path)
        counts.append((len(captured), len(lines) > 2))
        for page in model.objects.live().order_by("-pk")[:1]:
            page.unpublish()
    assert counts[0] == counts[1]
    assert counts[0][0] == {RECOMMENDATIONS: 8, PRACTICES: 5}[path]
