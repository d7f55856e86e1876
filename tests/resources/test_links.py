"""Links of texts into the library: whoever may read a page follows them, others read their words."""

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from resources.models import ActionPlanPage, ArticlePage, ImprovementPlanPage, RecommendationPage
from resources.queries.links import rich_text_for
from resources.queries.pages import page_view
from resources.queries.printed import document_of
from resources.rendering import parts_of
from resources.rich_text import linked_html, opened_html, safe_html, targets_in
from resources.rules import find_page_for

pytestmark = pytest.mark.django_db
SECRET = "kosodrzewina"
VISITOR = AnonymousUser()


@pytest.fixture()
def secret(publish, anna, zielona):
    return publish(owner=anna, title="Tajny", slug=SECRET, space=zielona, audience="members")


@pytest.fixture()
def naming(publish, anna, zielona):
    """Returns a function: a public page with a paragraph."""

    def made(html, **more):
        body = [
            {"type": "text", "value": html, "id": "11111111-a"},
            {"type": "callout", "value": {"tone": "tip", "title": "Uwaga", "text": html}, "id": "22222222-b"},
            {"type": "steps", "value": [{"title": "Krok", "text": html}], "id": "33333333-c"},
        ]
        given = {"owner": anna, "title": "Jawny", "slug": "jawny", "space": zielona, "audience": "public", "body": body}
        return publish(**given | more)

    return made


def read(browser, path="/biblioteka/jawny/"):
    answer = browser.get(path)
    assert answer.status_code == 200
    return answer.content.decode().partition("<main")[2].partition("</main>")[0]


def ways_to(page):
    address = f"/biblioteka/{SECRET}/"
    return [
        f'<a linktype="page" id="{page.pk}">tam</a>', f'<a id="{page.pk}" linktype="page">tam</a>',
        f'<a href="{address}">tam</a>', f'<a href="{address}?x=1#b-1">tam</a>', f'<a href="{address[:-1]}">tam</a>',
        f'<a href="/en{address}">tam</a>', f'<a href="{settings.SITE_URL}{address}">tam</a>',
        '<a href="/biblioteka/kosodrze%77ina/">tam</a>',
        '<a href="../kosodrzewina/">tam</a>', f'<a href="{address}"><b>tam</b></a>',
    ]  # fmt: skip


def test_words_stay_and_the_link_goes_for_who_may_not_read(as_, olaf, anna, secret, naming):
    naming("<p>" + " ".join(f"Zobacz {way}." for way in ways_to(secret)) + "</p>")
    for who in (None, olaf):
        shown = read(as_(who))
        assert (shown.count("tam"), SECRET in shown, "kosodrze%77ina" in shown) == (
            3 * len(ways_to(secret)),
            False,
            False,
        )
    assert read(as_(anna)).count(SECRET) >= 3 * 8


def test_same_text_read_by_many_is_each_readers_own(as_, anna, secret, naming):
    """The text is kept by the process for all of them."""
    naming(f'<p>Zobacz <a linktype="page" id="{secret.pk}">tam</a>.</p>')
    link = f'href="/biblioteka/{SECRET}/"'
    assert [link in read(as_(who)) for who in (anna, None, anna, None)] == [True, False, True, False]


@pytest.mark.parametrize("state", ["unpublished", "draft", "deleted"])
def test_link_to_what_is_not_published_goes_for_everybody(state, as_, anna, publish, zielona, naming):
    common = {"owner": anna, "title": "Nie teraz", "slug": SECRET, "space": zielona, "audience": "public"}
    page = publish(draft=state == "draft", **common)
    naming("<p>" + " ".join(ways_to(page)) + "</p>")
    if state == "unpublished":
        page.unpublish()
    if state == "deleted":
        ArticlePage.objects.get(pk=page.pk).delete()
    for who in (None, anna):
        assert SECRET not in read(as_(who))


def test_link_comes_back_when_its_page_is_opened(as_, publish, anna, zielona, naming):
    page = publish(owner=anna, title="Otwierany", slug=SECRET, space=zielona, audience="members")
    naming("<p>" + " ".join(ways_to(page)[:3]) + "</p>")
    before = read(as_())
    page.audience = "public"
    page.save_revision().publish()
    shown = read(as_())
    assert (SECRET in before, shown.count(f'href="/biblioteka/{SECRET}/"')) == (False, 9)


def test_address_as_words_says_no_more_than_the_link(as_, anna, secret, naming):
    address = f"{settings.SITE_URL}/biblioteka/{SECRET}/"
    naming(f'<p>Zobacz <a href="{address}">{address}</a>.</p>')
    assert (SECRET in read(as_()), SECRET in read(as_(anna))) == (False, True)


@pytest.mark.parametrize(
    "href",
    [
        "https://gov.pl/biblioteka/kosodrzewina/", "/biblioteka/", "/biblioteka/?q=woda", "/biblioteka/kanal.xml",
        "/biblioteka/eksport/praktyki.csv", "/szukaj/?q=x", "mailto:a@b.pl", "#b-1", "https://[zepsute/", "",
    ],
)  # fmt: skip
def test_other_links_are_left_alone(href, db):
    html = linked_html(f'<p><a href="{href}">tam</a></p>')
    assert (targets_in([html]), opened_html(html, {}), html) == (
        frozenset(),
        html,
        safe_html(f'<p><a href="{href}">tam</a></p>'),
    )


@pytest.mark.parametrize("number", ["", "x", "²", "9" * 20, "-1"])
def test_forged_marks_lead_nowhere(number, db):
    assert rich_text_for(VISITOR, f'<p><a href="page:{number}">tam</a></p>') == "<p>tam</p>"


def test_old_address_of_a_page_is_followed_by_its_readers(
    as_, anna, publish, zielona, naming, django_capture_on_commit_callbacks
):
    page = publish(owner=anna, title="Przeniesiony", slug="stary-adres", space=zielona, audience="members")
    with django_capture_on_commit_callbacks(execute=True):
        page.slug = "nowy-adres"
        page.save_revision().publish()
    naming('<p><a href="/biblioteka/stary-adres/">tam</a></p>')
    assert ["stary-adres" in read(as_(who)) for who in (None, anna)] == [False, True]


def test_barrier_action_challenge_and_goal_are_read_the_same_way(as_, anna, secret, publish, zielona):
    html = f'<p>Zobacz {ways_to(secret)[0]} i <a href="/biblioteka/{SECRET}/">tam</a>.</p>'
    common = {"owner": anna, "space": zielona, "audience": "public"}
    publish(model=ActionPlanPage, slug="mid", challenge=html, goal=html, **common)
    plan = publish(model=ImprovementPlanPage, slug="pu", **common)
    page = publish(model=RecommendationPage, parent=plan, slug="rek", barrier=html, action=html, **common)
    for path in ("/biblioteka/mid/", "/biblioteka/pu/rek/"):
        assert [read(as_(who), path).count(f'/biblioteka/{SECRET}/"') for who in (None, anna)] == [0, 4]
    assert SECRET not in as_(None).get("/biblioteka/pu/rek/").content.decode()
    case = as_(anna).get(f"/zalecenie/{page.pk}/u-nas-tez/").content.decode()
    assert f"/biblioteka/{SECRET}/" in case


def test_paper_holds_links_to_public_pages_only(publish, anna, zielona, secret, naming):
    public = publish(owner=anna, title="Otwarty", slug="otwarty", space=zielona, audience="public")
    told = f'<p><a linktype="page" id="{public.pk}">raz</a> <a linktype="page" id="{secret.pk}">dwa</a></p>'
    html = document_of(ArticlePage.objects.get(pk=naming(told).pk)).html
    assert (html.count("/biblioteka/otwarty/"), SECRET in html, "page:" in html) == (3, False, False)


def test_writer_finds_the_links_where_they_were(as_, anna, secret, naming):
    from resources.editing import body_from_html, editable_html, raw_body

    page = naming(f"<p>{' '.join(ways_to(secret)[:1])}</p>")
    assert body_from_html(editable_html(page), page, by=anna) == raw_body(page)


@pytest.mark.parametrize("links", [0, 1, 12])
def test_texts_cost_the_same_however_many_links(links, naming, secret, publish, anna, zielona):
    extra = [publish(owner=anna, slug=f"inny-{n}", title=f"Inny {n}", space=zielona) for n in range(links)]
    naming("<p>Tekst. " + " ".join(f'<a linktype="page" id="{page.pk}">x</a>' for page in extra) + "</p>")
    page = find_page_for(VISITOR, "jawny/")
    parts_of(page)
    with CaptureQueriesContext(connection) as asked:
        page_view(VISITOR, page)
    assert len(asked) == 4


@pytest.mark.parametrize("links", [1, 12])
def test_typed_addresses_cost_the_same_however_many(links, naming, publish, anna, zielona):
    for n in range(links):
        publish(owner=anna, slug=f"inny-{n}", title=f"Inny {n}", space=zielona)
    naming("<p>" + " ".join(f'<a href="/biblioteka/inny-{n}/">x</a>' for n in range(links)) + "</p>")
    page = find_page_for(VISITOR, "jawny/")
    parts_of(page)
    with CaptureQueriesContext(connection) as asked:
        page_view(VISITOR, page)
    assert len(asked) == 6
