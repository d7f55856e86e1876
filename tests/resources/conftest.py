"""What the tests of the library share: an editor, a page for each state, and its published self."""

from pathlib import Path

import pytest

from resources.models import ArticlePage, LibraryPage, Picture

SAMPLE_PICTURE = Path(__file__).resolve().parents[2] / "resources" / "demo_pictures" / "rain-garden.webp"


@pytest.fixture()
def editor(jan):
    """Jan, as one of the editors: he is in no closed group, so what he reads there he reads as an editor."""
    from django.contrib.auth.models import Group

    from resources.rules.reading import EDITORS

    jan.groups.add(Group.objects.get(name=EDITORS))
    return type(jan).objects.get(pk=jan.pk)


@pytest.fixture()
def article(db):
    """The demo's article about rain gardens, in Polish; there is an English version."""
    return ArticlePage.objects.get(slug="ogrod", locale__language_code="pl")


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
