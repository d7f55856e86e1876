"""Pages as PDFs: tagged, in their language, holding what all readers of the page may read, and fetching nothing."""

import io
import sys
from datetime import UTC, datetime
from pathlib import Path

import pdfplumber
import pikepdf
import pytest
from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation

from resources.models import (
    ImprovementPlanPage,
    Picture,
    RecommendationPage,
)
from resources.printing import PACKAGES, NotFetched, missing_for_printing, own_file, print_html
from resources.queries.printed import document_of, pictures_in
from tests.resources.documents import PAGES, elements, opened, outline, page_of, published, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]
_MARGIN = 24 / 25.4 * 72  # of a page, in points


@pytest.fixture()
def article():
    return page_of("article")


@pytest.fixture(scope="module")
def printed(for_the_module):
    """The three kinds of documents, made once, with the demo's own pictures."""
    documents = {key: document_of(page_of(key)) for key in PAGES}
    return {key: print_html(one.html, pictures_in(one.html)) for key, one in documents.items()}


@pytest.mark.parametrize("key", PAGES)
def test_pdf_is_tagged_and_says_its_language_and_title(printed, key):
    pdf, page = opened(printed[key]), page_of(key)
    root = pdf.Root
    said = str(root.Lang), bool(root.MarkInfo.Marked), bool(root.ViewerPreferences.DisplayDocTitle)
    assert said == ("pl", True, True)
    with pdf.open_metadata() as about:
        known = about["pdfuaid:part"], about["dc:title"], about["dc:creator"]
    assert known == ("1", page.title, [page.owner.name])
    assert str(pdf.docinfo["/Title"]) == page.title


@pytest.mark.parametrize("key", PAGES)
def test_pdf_structure_holds_what_screen_readers_need(printed, key):
    pdf = opened(printed[key])
    found = list(elements(pdf))
    kinds = {str(one.S) for one in found}
    assert {"/H1", "/H2", "/P", "/Table", "/TH", "/TD", "/Link", "/Figure"} <= kinds
    assert [one for one in found if one.S == "/Figure" and not str(one.get("/Alt", ""))] == []
    assert [one for one in found if one.S == "/Link" and not _leads_somewhere(one)] == []


def _leads_somewhere(link):
    kids = link.K if isinstance(link.K, pikepdf.Array) else [link.K]
    return any(isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/OBJR" for kid in kids)


@pytest.mark.parametrize("key", PAGES)
def test_every_font_is_embedded_and_every_page_read_in_order(printed, key):
    pdf = opened(printed[key])
    assert {str(page.obj.get("/Tabs")) for page in pdf.pages} == {"/S"}
    fonts = [font for page in pdf.pages for font in page.obj.Resources.Font.values()]
    files = [font.DescendantFonts[0].FontDescriptor for font in fonts]
    assert fonts
    assert all({"/FontFile2", "/FontFile3"} & set(one.keys()) for one in files)


def test_pictures_are_described_by_their_alternative_texts(printed):
    page = page_of("article")
    pdf = opened(printed["article"])
    alts = [str(one.Alt) for one in elements(pdf) if one.S == "/Figure"]
    of_blocks = [block.value["image"].contextual_alt_text for block in page.body if block.block_type == "image"]
    assert alts == [page.cover_alt, *of_blocks]


def test_bookmarks_are_the_headings(printed):
    page = page_of("article")
    [(title, below)] = outline(opened(printed["article"]))
    headings = [block.value["text"] for block in page.body if block.block_type == "heading"]
    assert (title, [name for name, _below in below if name in headings]) == (page.title, headings)


def test_text_can_be_taken_out_with_its_polish_letters(printed):
    text = text_of(printed["article"]).replace("\u00a0", " ")
    assert "Ogród deszczowy najładniej wygląda w dniu otwarcia." in text
    assert "CC BY 4.0" in text
    assert f"{settings.SITE_URL}/biblioteka/ogrod/" in text


def test_improvement_plan_holds_its_recommendations_with_histories_and_cases(printed):
    plan = page_of("improvement")
    [(_title, below)] = outline(opened(printed["improvement"]))
    wanted = [f"{page.code} {page.title}" for page in RecommendationPage.objects.child_of(plan).live().order_by("path")]
    assert [name for name, _below in below if name in wanted] == wanted
    text = text_of(printed["improvement"])
    assert "Rekomendacja przyjęta na spotkaniu Sieci" in text
    assert "Racibórz" in text


def test_action_plan_holds_its_tables(printed):
    plan, text = page_of("plan"), text_of(printed["plan"]).replace("\u00a0", " ")
    assert "D1 Mapa zlewni" in text
    assert "45 000 zł" in text
    assert [row.name for row in plan.indicators.all() if row.name not in text] == []


def test_translation_is_printed_in_its_own_language(client):
    document = document_of(page_of("article", "en"))
    assert '<html lang="en">' in document.html
    assert "Transfer sheet" in document.html
    assert f'data-address="{settings.SITE_URL}/en/biblioteka/ogrod/"' in document.html


def test_closed_pages_are_neither_named_nor_linked(as_, anna):
    plan, practice = page_of("plan"), page_of("article")
    assert practice.title in document_of(plan).html.replace("\u00a0", " ")
    plan.challenge = (
        f'<p>Zobacz <a linktype="page" id="{practice.pk}">tamten tekst</a> i <a href="https://gov.pl">urząd</a>.</p>'
    )
    plan = published(plan)
    assert '<a href="/biblioteka/ogrod/" rel="noopener">tamten tekst</a>' in document_of(plan).html
    practice.audience = "members"
    published(practice)
    html = document_of(plan).html
    assert practice.title not in html.replace("\u00a0", " ")
    assert "/biblioteka/ogrod/" not in html
    assert '<a rel="noopener">tamten tekst</a>' in html
    assert 'href="https://gov.pl"' in html


@pytest.mark.parametrize(
    ("plan_audience", "audience", "is_in"),
    [
        ("public", "community", False),
        ("public", "members", False),
        ("community", "members", False),
        ("community", "community", True),
        ("members", "members", True),
        ("members", "public", True),
    ],
)
def test_plan_holds_recommendations_that_all_its_readers_may_read(plan_audience, audience, is_in):
    plan = page_of("improvement")
    page = RecommendationPage.objects.child_of(plan).live().first()
    ImprovementPlanPage.objects.filter(pk=plan.pk).update(audience=plan_audience)
    RecommendationPage.objects.filter(pk=page.pk).update(audience=audience)
    html = document_of(page_of("improvement")).html.replace("\u00a0", " ")
    assert (page.title in html) is is_in


def test_recommendation_of_another_closed_group_is_not_in_it(closed):
    plan = page_of("improvement")
    page = RecommendationPage.objects.child_of(plan).live().first()
    ImprovementPlanPage.objects.filter(pk=plan.pk).update(audience="members")
    RecommendationPage.objects.filter(pk=page.pk).update(audience="members", space=closed)
    assert page.title not in document_of(page_of("improvement")).html.replace("\u00a0", " ")


def test_picture_that_a_narrower_page_uses_is_left_out(article):
    other = page_of("plan")
    image = next(block.value["image"] for block in article.body if block.block_type == "image")
    assert image.contextual_alt_text in document_of(article).html
    other.cover = Picture.objects.get(pk=image.pk)
    other.audience = "members"
    published(other)
    assert image.contextual_alt_text not in document_of(article).html
    assert "<img" in document_of(article).html


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com/x.png",
        "http://169.254.169.254/latest/",
        "file:///etc/passwd",
        "data:image/png;base64,AAAA",
        "ftp://example.com/x",
        f"{settings.SITE_URL}/obrazy/1/other.webp",
        f"{settings.SITE_URL}/static/../settings.py",
        f"{settings.SITE_URL}/pliki/1/tajne.png",
        f"{settings.SITE_URL}@example.com/static/css/document.css",
    ],
)
def test_nothing_foreign_is_fetched(url):
    with pytest.raises((NotFetched, SuspiciousFileOperation)):
        own_file(url, {"/obrazy/1/own.webp": Path("own.webp")})


def test_own_pictures_and_style_are_read_from_the_disk():
    pictures = {"/obrazy/1/own.webp": Path("own.webp")}
    assert own_file(f"{settings.SITE_URL}/obrazy/1/own.webp", pictures) == Path("own.webp")
    assert own_file(f"{settings.SITE_URL}/static/css/document.css", {}).name == "document.css"


def test_foreign_picture_is_not_asked_for(monkeypatch):
    import socket

    monkeypatch.setattr(socket, "create_connection", lambda *_a, **_k: pytest.fail("The network was used."))
    monkeypatch.setattr(socket.socket, "connect", lambda *_a: pytest.fail("The network was used."))
    html = '<html lang="pl"><title>T</title><link rel="stylesheet" href="https://example.com/x.css">'
    pdf = print_html(f'{html}<p>Treść <img src="https://example.com/x.png" alt="Obraz"></p>', {})
    assert "Treść" in text_of(pdf)


def test_system_without_its_libraries_names_packages(monkeypatch):
    class Nothing:
        def find_spec(self, name, *_):
            if name == "weasyprint":
                raise OSError("cannot load library 'libpango-1.0-0'")

    missing_for_printing.cache_clear()
    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Nothing(), *sys.meta_path])
    assert missing_for_printing() == PACKAGES
    missing_for_printing.cache_clear()


def test_printing_does_not_loosen_how_pictures_are_judged():
    from PIL import ImageFile

    assert missing_for_printing() == ()
    assert ImageFile.LOAD_TRUNCATED_IMAGES is False


@pytest.mark.parametrize("key", PAGES)
def test_all_that_is_drawn_is_tagged_or_an_artifact(printed, key):
    """What is marked by a number hangs in the structure; running heads and page numbers are in the margins alone."""
    pdf = opened(printed[key])
    hung = {one.objgen for one in elements(pdf)}
    marks = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    of_page = {int(marks[n]): marks[n + 1] for n in range(0, len(marks), 2)}
    with pdfplumber.open(io.BytesIO(printed[key])) as read:
        for number, page in enumerate(read.pages):
            known = of_page[int(pdf.pages[number].obj.StructParents)]
            assert {char["tag"] for char in page.chars if char["mcid"] is None} <= {"Artifact"}
            tagged = {char["mcid"] for char in page.chars if char["mcid"] is not None}
            assert [mcid for mcid in tagged if known[mcid] is None or known[mcid].objgen not in hung] == []
            artifacts = [char for char in page.chars if char["tag"] == "Artifact"]
            edges = (_MARGIN, float(page.height) - _MARGIN)
            assert [char["text"] for char in artifacts if edges[0] < char["top"] < edges[1]] == []
            inside = [char for char in page.chars if char["tag"] != "Artifact"]
            assert [char["text"] for char in inside if not edges[0] - 2 < char["top"] < edges[1]] == []
            said = "".join(char["text"] for char in artifacts)
            assert f"{number + 1} / {len(read.pages)}".replace(" ", "") in said.replace(" ", "")


def test_schedule_of_an_action_plan_is_drawn_and_described(printed):
    plan, pdf = page_of("plan"), opened(printed["plan"])
    alts = [str(one.Alt) for one in elements(pdf) if one.S == "/Figure"]
    (alt,) = [alt for alt in alts if alt != plan.cover_alt]
    assert alt.startswith("Harmonogram. ")
    drawn = document_of(plan).html.partition('<svg class="schedule"')[2].partition("</svg>")[0]
    rows = [*plan.actions.all(), *plan.milestones.all()]
    assert [row.code for row in rows if f">{row.code} " not in drawn] == []


def test_plan_without_days_has_no_schedule():
    plan = page_of("plan")
    plan.actions, plan.milestones = [], []
    assert "<svg" not in document_of(published(plan)).html


def test_days_are_those_of_the_calendar_here():
    page = page_of("article")
    late = datetime(2026, 3, 31, 22, 30, tzinfo=UTC)  # half past midnight on 1 April, in summer time
    type(page).objects.filter(pk=page.pk).update(first_published_at=late, last_published_at=late)
    html = document_of(page_of("article")).html
    assert '<meta name="dcterms.created" content="2026-04-01">' in html
    assert '<meta name="dcterms.modified" content="2026-04-01">' in html
    assert "1 kwietnia 2026" in html
