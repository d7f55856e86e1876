"""Pages of the library that tests stand on: from the demo, and of their own."""

from pathlib import Path

import pytest

from resources.actions.reviewing import submit_article
from resources.actions.writing import Written, begin_article, save_article, version_of
from resources.editing import body_from_html
from resources.models import ArticlePage, LibraryPage, Picture, RecommendationPage

SAMPLE_PICTURE = Path(__file__).resolve().parents[2] / "resources" / "demo_pictures" / "rain-garden.webp"


@pytest.fixture()
def article(db):
    """The article about a rain garden, in Polish; it has an English version."""
    return ArticlePage.objects.get(slug="ogrod", locale__language_code="pl")


@pytest.fixture()
def recommendation(db):
    """A recommendation of Sieć Zielona with five steps and three cases."""
    return RecommendationPage.objects.get(slug="utrzymanie-w-kosztach")


@pytest.fixture()
def fresh(db):
    """A recommendation of Sieć Zielona of which no city has said anything."""
    return RecommendationPage.objects.get(slug="drzewa-i-sieci")


@pytest.fixture()
def raciborz(anna):
    """Anna's city."""
    return anna.seats.get(until=None).city


@pytest.fixture()
def zyrardow(jan):
    """Jan's city."""
    return jan.seats.get(until=None).city


TITLE = "Ławki z odzysku w parku"


@pytest.fixture()
def expert(person):
    """An expert of Sieć Zielona, who writes."""
    return person("lidia-paproc")


@pytest.fixture()
def editor(person):
    """Of the editors."""
    return person("danuta-rumianek")


@pytest.fixture()
def topic(db):
    from community.tags.models import Tag

    return Tag.objects.filter(space=None, merged_into=None).order_by("pk").first()


@pytest.fixture()
def begun(expert, zielona):
    """An article with nothing but a title."""
    return begin_article(by=expert, title=TITLE, space=zielona, language="pl")


@pytest.fixture()
def write():
    """Returns a function that saves an article as its form would, from its latest revision."""

    def save(page, by, body="<p>Treść artykułu.</p>", **changed):
        page.refresh_from_db()
        draft = page.get_latest_revision_as_object()
        kept = {
            "title": draft.title, "space": draft.space, "audience": draft.audience, "cover": draft.cover,
            "tags": tuple(draft.tags.all()), "cover_alt": draft.cover_alt,
        }  # fmt: skip
        fields = changed.pop("fields", {})
        written = Written(**{**kept, **changed}, fields=fields, body=body_from_html(body, draft, by=by))
        revision = save_article(by=by, page=page, written=written, version=version_of(page.latest_revision), apart=True)
        page.refresh_from_db()
        return revision

    return save


FIELDS = {"summary": "Co zrobiliśmy z ławkami.", "problem": "Stare ławki.", "solution": "Nowe deski."}


@pytest.fixture()
def whole(begun, expert, topic, write):
    """An article that lacks nothing."""
    write(begun, expert, fields=FIELDS, tags=(topic,))
    return begun


@pytest.fixture()
def waiting(whole, expert):
    """An article that waits for an editor."""
    submit_article(by=expert, page=whole)
    whole.refresh_from_db()
    return whole


@pytest.fixture()
def published(waiting, editor):
    """An article that an editor approved."""
    from resources.actions.reviewing import decide_page

    decide_page(by=editor, page=waiting, version=version_of(waiting.latest_revision), approve=True)
    waiting.refresh_from_db()
    return waiting


@pytest.fixture()
def pictures_there(db, settings):
    """The library's pictures have their files in the test's own folder."""
    for picture in Picture.objects.all():
        path = Path(settings.MEDIA_ROOT) / picture.file.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(SAMPLE_PICTURE.read_bytes())


@pytest.fixture()
def library(db):
    """The Polish library."""
    return LibraryPage.objects.get(locale__language_code="pl")


@pytest.fixture()
def publish(library):
    """Returns a function: a new article, published with these values; with `draft`, not."""

    def made(*, owner, draft=False, parent=None, model=ArticlePage, **values):
        page = model(owner=owner, **{"title": "Nowy artykuł", "slug": "nowy", "summary": "O czym to jest.", **values})
        (parent or library).add_child(instance=page)
        if draft:
            type(page).objects.filter(pk=page.pk).update(live=False)
            page.refresh_from_db()
            page.save_revision(user=owner)
        else:
            page.save_revision(user=owner).publish()
        page.refresh_from_db()
        return page

    return made
