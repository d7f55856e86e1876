"""Reading pages of the library: who may, in which language, with how many queries."""

import pytest
from django.contrib.auth.models import AnonymousUser

from community.catalogue.models import Entry, EntryTag
from community.people.models import Person
from community.spaces.models import Space
from forum.models import Thread
from resources.models import ArticlePage
from resources.rules import find_page_for
from tests.forum.test_thread_page import queries_of
from tests.resources.shelving import article as publish_article

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
    assert [sql for sql in asked if not sql.lstrip("(").startswith("SELECT")] == []
    assert cost == (6 if path == "/biblioteka/eusluga/" else 5)  # it says from which answer it was begun


def test_member_needs_the_same_queries_whatever_a_page_holds(as_, anna):
    browser, paths = as_(anna), ("/biblioteka/ogrod/", "/biblioteka/ppp/")
    for path in paths:
        browser.get(path)
    assert {queries_of(browser, path)[0] for path in paths} == {8}


def test_page_offers_its_pdf_and_its_address_on_paper(client, article):
    html = client.get("/biblioteka/ogrod/").content.decode()
    assert f'href="/biblioteka-pdf/{article.pk}/"' in html
    assert "CC BY 4.0 · http" in html.split("print-only")[1].split("</p>")[0]


class TestKeptPages:
    """A process keeps the pages that it has made; what was changed is on them at once all the same."""

    PATH = "/biblioteka/ogrod/"

    def shown(self, as_, who=None):
        return as_(who).get(self.PATH).content.decode().replace("\xa0", " ")

    def test_what_is_said_of_a_page_changes_at_once(self, as_, article, zielona):
        assert "Zupełnie inny tytuł" not in self.shown(as_)
        ArticlePage.objects.filter(pk=article.pk).update(title="Zupełnie inny tytuł", duration="Sto dni")
        Space.objects.filter(pk=zielona.pk).update(name="Sieć pod nową nazwą")
        Person.objects.filter(pk=article.owner_id).update(name="Ktoś Nowy", is_profile_public=True)
        html = self.shown(as_)
        said = ("<h1>Zupełnie inny tytuł", "Sto dni", "Sieć pod nową nazwą", ">Ktoś Nowy</a>", '"name":"Ktoś Nowy"')
        assert [words for words in said if words not in html] == []

    def test_page_that_is_closed_is_closed_at_once(self, as_, article, anna, olaf):
        assert as_().get(self.PATH).status_code == 200
        ArticlePage.objects.filter(pk=article.pk).update(audience="members")
        assert [as_(who).get(self.PATH).status_code for who in (None, olaf, anna)] == [404, 404, 200]
        ArticlePage.objects.filter(translation_key=article.translation_key).update(live=False)
        assert [as_(who).get(self.PATH).status_code for who in (None, olaf, anna)] == [404, 404, 404]

    def test_what_is_told_machines_follows_topics_and_discussion(self, as_, article):
        before = self.shown(as_)
        entry = Entry.objects.get(kind="article", subject_id=article.pk)
        Thread.objects.filter(about=entry).update(reply_count=77)
        EntryTag.objects.filter(content_object=entry).delete()
        after = self.shown(as_)
        assert ('"commentCount":77' in before, '"commentCount":77' in after) == (False, True)
        assert ('"DefinedTerm"' in before, '"DefinedTerm"' in after) == (True, False)

    def test_what_one_reader_sets_on_a_page_no_other_meets(self, article):
        first = find_page_for(AnonymousUser(), "ogrod/")
        first.title = "Tylko tutaj"
        assert find_page_for(AnonymousUser(), "ogrod/").title == article.title

    def test_same_text_is_drawn_once_and_names_for_each_reader(self, as_, anna, zielona):
        closed = publish_article(anna, zielona, "Donice tylko dla swoich", audience="members")
        body = [("practice", {"page": closed.pk, "why": "Bo taniej."}), ("text", "<p>Dla wszystkich.</p>")]
        page = publish_article(anna, zielona, "Zielone podwórko", body=body)
        seen = [as_(who).get(page.url).content.decode().count("Bo taniej.") for who in (anna, None, anna, None)]
        assert seen == [1, 0, 1, 0]
        assert as_().get(page.url).content.decode().count("Dla wszystkich.") == 1
