"""Pages of the library that addresses name: an article with files, a recommendation, a draft with a link for guests."""

from pathlib import Path

from django.core.files.base import ContentFile

from resources.actions.guests import invite_guest
from resources.actions.writing import begin_article
from resources.models import ArticlePage, ImprovementPlanPage, LibraryPage, PageDocument, Picture, RecommendationPage

SAMPLE_PICTURE = Path(__file__).resolve().parents[2] / "resources" / "demo_pictures" / "rain-garden.webp"
FILES = {"rendition_id", "document_id"}  # addresses that take one need the files


def pages_of(space, writer, is_closed):
    """Returns what the library's addresses take, of pages for the readers of a place."""
    library = LibraryPage.objects.get(locale__language_code="pl")

    def published(model, title, slug, parent=library):
        page = model(
            title=title, slug=f"{slug}-{is_closed}".lower(), owner=writer, space=space, audience=space.audience
        )
        parent.add_child(instance=page)
        page.save_revision(user=writer).publish()
        return page

    article = published(ArticlePage, "Tajny artykuł grupy", "scena")
    plan = published(ImprovementPlanPage, "Tajny plan grupy", "plan-sceny")
    draft = begin_article(by=writer, title="Tajny artykuł w pisaniu", space=space, language="pl")
    return {
        "page_path": f"{article.slug}/", "article_id": article.pk, "written_id": draft.pk, "shape": "csv",
        "recommendation_id": published(RecommendationPage, "Tajna rekomendacja grupy", "zalecenie-sceny", plan).pk,
        "guest_token": invite_guest(by=writer, page=draft),
    }  # fmt: skip


def files_of(article_id):
    """Returns a picture and a document of an article, in the test's own folder."""
    page = ArticlePage.objects.get(pk=article_id)
    picture = Picture(title="Tajny rysunek", file=ContentFile(SAMPLE_PICTURE.read_bytes(), name="tajny.webp"))
    picture._set_image_file_metadata()
    picture.save()
    document = PageDocument.objects.create(title="Tajny plik", file=ContentFile(b"a;b\n", name="tajny.csv"))
    page.cover, page.body = picture, [("document", document)]
    page.save_revision().publish()
    rendition = picture.get_rendition("width-640|format-webp")
    return {
        "rendition_id": rendition.pk, "picture_name": rendition.file.name.rpartition("/")[2],
        "document_id": document.pk, "document_filename": document.filename,
    }  # fmt: skip
