"""Reading pages of the library: who may, in which language, with how many queries."""

import pytest

from resources.models import ArticlePage
from tests.forum.test_thread_page import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture()
def article():
    return ArticlePage.objects.get(slug="ogrod", locale__language_code="pl")


def test_visitor_reads_a_public_article(client, article):
    response = client.get("/biblioteka/ogrod/")
    assert response.status_code == 200
    assert article.title in response.content.decode()


def test_members_only_article_is_not_there_for_outsiders(client, as_, olaf, anna, article):
    ArticlePage.objects.filter(pk=article.pk).update(audience="members")
    statuses = [as_(who).get("/biblioteka/ogrod/").status_code for who in (None, olaf, anna)]
    assert statuses == [404, 404, 200]


@pytest.mark.parametrize("path", ["/biblioteka/ogrod/", "/biblioteka/ppp/", "/biblioteka/eusluga/"])
def test_visitor_needs_the_same_queries_whatever_a_page_holds(as_, path):
    browser = as_()
    browser.get(path)
    cost, asked = queries_of(browser, path)
    assert [sql for sql in asked if not sql.startswith("SELECT")] == []
    assert cost == 7


def test_member_needs_the_same_queries_whatever_a_page_holds(as_, anna):
    browser, paths = as_(anna), ("/biblioteka/ogrod/", "/biblioteka/ppp/")
    for path in paths:
        browser.get(path)
    assert {queries_of(browser, path)[0] for path in paths} == {10}


def test_page_offers_its_pdf_and_its_address_on_paper(client, article):
    html = client.get("/biblioteka/ogrod/").content.decode()
    assert f'href="/biblioteka-pdf/{article.pk}/"' in html
    assert "CC BY 4.0 · http" in html.split("print-only")[1].split("</p>")[0]
