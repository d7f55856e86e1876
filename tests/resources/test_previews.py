"""Every kind of page before it is published: on the site, for a guest, and in the admin."""

import pytest
from django.urls import reverse

from resources.actions.guests import invite_guest
from resources.models import (
    ActionPlanPage,
    ArticlePage,
    Case,
    ImprovementPlanPage,
    PictureRendition,
    RecommendationPage,
)

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]


@pytest.fixture(params=[ArticlePage, ActionPlanPage, ImprovementPlanPage, RecommendationPage], ids=lambda m: m.kind)
def page(request):
    """A page of each kind, with a title that is not published yet."""
    page = request.param.objects.filter(live=True).order_by("pk").first()
    page.title = "Tytuł przed ogłoszeniem"
    page.save_revision()
    return page


def test_preview_on_the_site_shows_every_kind(as_, editor, page):
    answer = as_(editor).get(f"/pisz/{page.pk}/podglad/")
    assert (answer.status_code, "Tytuł przed ogłoszeniem" in answer.content.decode()) == (200, True)


@pytest.mark.usefixtures("pictures_there")
def test_guest_reads_every_kind_without_what_cities_said(as_, editor, page):
    PictureRendition.objects.all().delete()  # their files are the demo's
    path = f"/recenzja/{invite_guest(by=editor, page=page)}/"
    answer = as_().get(path)
    assert (answer.status_code, "Tytuł przed ogłoszeniem" in answer.content.decode()) == (200, True)
    said = Case.objects.filter(key=page.translation_key).values_list("text", flat=True)
    assert [text for text in said if text in answer.content.decode()] == []


def test_revision_in_the_admin_shows_every_kind(as_, editor, page):
    answer = as_(editor).get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
    assert (answer.status_code, "Tytuł przed ogłoszeniem" in answer.content.decode()) == (200, True)


@pytest.mark.parametrize("door", ["", "link/", "decyzja/"])
def test_doors_of_the_desk_open_for_every_kind(door, as_, editor, page):
    assert as_(editor).get(f"/pisz/{page.pk}/{door}").status_code in (200, 302)
