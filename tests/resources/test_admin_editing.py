"""Editing in Wagtail's admin: every panel saves, faults are said in words, previews show what the form holds."""

import pytest
from csp.constants import HEADER
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import Collection
from wagtail.test.utils.form_data import nested_form_data, querydict_from_html, rich_text, streamfield

from community.base.plain_text import plain_text
from community.people.models import Person
from resources.blocks import BodyBlock
from resources.models import (
    ActionPlanPage,
    ArticlePage,
    ImprovementPlanPage,
    PageDocument,
    Picture,
    RecommendationPage,
)
from tests.resources.conftest import SAMPLE_PICTURE

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]
FORM = "page-edit-form"
TYPES = [ArticlePage, ActionPlanPage, ImprovementPlanPage, RecommendationPage]
ROWS = ("actions", "milestones", "stakeholders", "messages", "risks", "indicators")


def form_of(browser, page, **changes):
    """Returns what the browser would send: the form as it stands, with one paragraph as the text, and changes."""
    html = browser.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    data = querydict_from_html(html, form_id=FORM).copy()
    told = nested_form_data({"body": streamfield([("text", rich_text("<p>Tekst z formularza.</p>"))])})
    for name in list(data):
        if name.startswith("action-") or name.startswith("body-"):
            del data[name]
    for name in ("challenge", "goal", "barrier", "action"):
        if name in data:
            told[name] = rich_text(f"<p>Pole {name}.</p>")
    for name, value in {**told, **changes}.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return data


def sent(browser, page, data):
    return browser.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)


def errors(response):
    """Returns the faults of a form that came back, by field."""
    return {name: list(words) for name, words in response.context["form"].errors.items()}


@pytest.fixture()
def plan(db):
    return ActionPlanPage.objects.filter(live=True).order_by("pk").first()


@pytest.mark.parametrize("model", TYPES)
def test_form_of_every_type_saves_and_publishes(model, as_, editor):
    page, browser = model.objects.filter(live=True).order_by("pk").first(), as_(editor)
    data = form_of(browser, page, title="Zmieniony tytuł", **{"action-publish": "1"})
    response = sent(browser, page, data)
    assert (response.status_code, errors(response) if response.status_code == 200 else {}) == (302, {})
    changed = model.objects.get(pk=page.pk)
    assert (changed.title, plain_text(changed.body[0].value.source)) == ("Zmieniony tytuł", "Tekst z formularza.")
    assert (list(changed.tags.all()), changed.audience) == (list(page.tags.all()), page.audience)


def test_rows_of_a_plan_are_added_changed_and_removed(as_, editor, plan):
    browser = as_(editor)
    data = form_of(browser, plan)
    before = {name: getattr(plan, name).count() for name in ROWS}
    new = before["risks"]
    data["risks-TOTAL_FORMS"] = str(new + 1)
    data.update({f"risks-{new}-title": "Nowe ryzyko", f"risks-{new}-likelihood": "1", f"risks-{new}-impact": "3",
                 f"risks-{new}-ORDER": str(new + 1), f"risks-{new}-id": ""})  # fmt: skip
    data["indicators-0-DELETE"] = "on"
    data["actions-0-title"] = "Inne działanie"
    data["action-publish"] = "1"
    assert sent(browser, plan, data).status_code == 302
    again = ActionPlanPage.objects.get(pk=plan.pk)
    after = {name: getattr(again, name).count() for name in ROWS}
    assert after == {**before, "risks": new + 1, "indicators": before["indicators"] - 1}
    assert (again.actions.first().title, again.risks.last().title) == ("Inne działanie", "Nowe ryzyko")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"starts_on": "2026-05-01", "ends_on": "2026-04-01"}, "ends_on"),
        ({"reviewed_on": "2026-05-01", "review_due": "2026-04-01"}, "review_due"),
    ],
)
def test_dates_out_of_order_are_refused_beside_the_field(changes, field, as_, editor, plan):
    browser = as_(editor)
    response = sent(browser, plan, form_of(browser, plan, **changes))
    assert (response.status_code, set(errors(response))) == (200, {field})


def test_action_that_ends_before_it_begins_is_refused(as_, editor, plan):
    browser = as_(editor)
    data = form_of(browser, plan, **{"actions-0-starts_on": "2026-05-01", "actions-0-ends_on": "2026-04-01"})
    response = sent(browser, plan, data)
    faults = response.context["form"].formsets["actions"].errors[0]
    assert (response.status_code, set(faults)) == (200, {"ends_on"})


def test_audience_wider_than_the_place_is_refused(as_, editor, article, closed):
    browser = as_(editor)
    response = sent(browser, article, form_of(browser, article, space=str(closed.pk), audience="public"))
    assert (response.status_code, set(errors(response))) == (200, {"audience"})


def test_only_people_who_agreed_to_be_found_can_be_named(as_, editor, article):
    html = as_(editor).get(reverse("wagtailadmin_pages:edit", args=[article.pk])).content.decode()
    hidden = Person.objects.filter(is_profile_public=False).exclude(pk__in=[editor.pk, article.owner_id]).first()
    assert f'<option value="{hidden.pk}">{hidden.name}</option>' not in html


def test_merged_tags_are_no_choice_unless_a_page_has_them(as_, editor, article):
    form = as_(editor).get(reverse("wagtailadmin_pages:edit", args=[article.pk])).context["form"]
    offered = form.fields["tags"].queryset
    assert set(article.tags.all()) <= set(offered)
    assert not offered.exclude(merged_into=None).exclude(pk__in=article.tags.all()).exists()


def test_pictures_and_documents_have_no_tags_of_wagtail(as_, editor):
    for name in ("wagtailimages:add", "wagtaildocs:add"):
        answer = as_(editor).get(reverse(name))
        assert (answer.status_code, 'name="tags"' in answer.content.decode()) == (200, False)


def test_preview_shows_what_the_form_holds_and_not_what_is_published(as_, editor, article):
    browser, url = as_(editor), reverse("wagtailadmin_pages:preview_on_edit", args=[article.pk])
    as_().get("/biblioteka/ogrod/")  # this process has read the published text
    told = browser.post(url, form_of(browser, article, title="Tytuł z formularza")).json()
    assert told == {"is_valid": True, "is_available": True}
    page = browser.get(url)
    html = page.content.decode()
    assert (page.status_code, "Tytuł z" in html, "Tekst z formularza." in html) == (200, True, True)
    assert ("frame-ancestors 'self'" in page[HEADER], page["X-Frame-Options"]) == (True, "SAMEORIGIN")
    assert "<wagtail-userbar>" in html
    assert "Tekst z formularza." not in as_().get("/biblioteka/ogrod/").content.decode()


def test_preview_of_a_page_that_is_not_saved_yet(as_, editor, library, article):
    browser = as_(editor)
    url = reverse("wagtailadmin_pages:preview_on_add", args=["resources", "articlepage", library.pk])
    data = form_of(browser, article, title="Dopiero powstaje", slug="dopiero")
    assert browser.post(url, data).json()["is_valid"] is True
    assert "Dopiero powstaje" in browser.get(url).content.decode()


def test_checker_asks_all_rules(as_, editor, article):
    context = as_(editor).get(reverse("wagtailadmin_pages:edit", args=[article.pk])).context
    html = as_(editor).get(reverse("wagtailadmin_pages:edit", args=[article.pk])).content.decode()
    assert context is not None
    assert '"runOnly"' not in html
    assert "empty-meta-description" not in html.partition('id="accessibility-axe-configuration"')[2][:4000]


@pytest.mark.parametrize("name", list(BodyBlock().child_blocks))
def test_every_block_has_a_preview(name, as_, editor, settings):
    block = ArticlePage.body.field.stream_block.child_blocks[name]
    assert block.is_previewable
    page = as_(editor).get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})
    assert (page.status_code, "css/site.css" in page.content.decode()) == (200, True)


def test_history_comparison_and_old_revisions_open(as_, editor, article):
    browser = as_(editor)
    first = article.save_revision(user=editor)
    article.title = "Drugi tytuł"
    second = article.save_revision(user=editor)
    for name, *more in (
        ("history",), ("usage",), ("view_draft",), ("workflow_history",), ("revisions_view", first.pk),
        ("revisions_compare", first.pk, second.pk), ("revisions_revert", first.pk), ("copy",), ("delete",),
        ("unpublish",), ("move",),
    ):  # fmt: skip
        answer = browser.get(reverse(f"wagtailadmin_pages:{name}", args=[article.pk, *more]))
        assert (name, answer.status_code) == (name, 200)
    old = browser.get(reverse("wagtailadmin_pages:revisions_view", args=[article.pk, first.pk])).content.decode()
    assert "Drugi tytuł" not in old


def test_choosers_open(as_, editor, library):
    browser = as_(editor)
    paths = [reverse("wagtailadmin_choose_page"), reverse("wagtailadmin_choose_page_child", args=[library.pk]),
             reverse("wagtailimages_chooser:choose"), reverse("wagtaildocs_chooser:choose"),
             reverse("simple_translation:submit_page_translation", args=[library.pk])]  # fmt: skip
    assert {path: browser.get(path).status_code for path in paths} == dict.fromkeys(paths, 200)


def test_pictures_of_the_admin_are_shown_as_pictures(as_, editor, article, pictures_there):
    picture = article.cover
    thumbnail = picture.get_rendition("max-165x165")
    answer = as_(editor).get(thumbnail.url)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")


def test_editor_adds_a_picture_that_is_encoded_anew_and_no_page(as_, editor):
    upload = SimpleUploadedFile("ogrod.webp", SAMPLE_PICTURE.read_bytes(), "image/webp")
    browser, collection = as_(editor), Collection.get_first_root_node()
    told = {"title": "Ogród", "file": upload, "description": "Ogród po deszczu", "collection": collection.pk}
    assert browser.post(reverse("wagtailimages:add"), told).status_code == 302
    picture = Picture.objects.get(title="Ogród")
    assert (picture.uploaded_by_user, picture.file.name.endswith(".webp")) == (editor, True)
    page = SimpleUploadedFile("ogrod.png", b"<svg onload=alert(1)>", "image/png")
    refused = browser.post(reverse("wagtailimages:add"), {**told, "title": "Zły", "file": page})
    assert (refused.status_code, Picture.objects.filter(title="Zły").exists()) == (200, False)


def test_editor_adds_a_document_and_no_program(as_, editor):
    browser, collection = as_(editor), Collection.get_first_root_node()
    told = {"title": "Zestawienie", "collection": collection.pk}
    good = SimpleUploadedFile("dane.csv", "miasto;drzewa\nRacibórz;12\n".encode(), "text/csv")
    bad = SimpleUploadedFile("dane.pdf", b"MZ\x90\x00 program", "application/pdf")
    assert browser.post(reverse("wagtaildocs:add"), {**told, "file": good}).status_code == 302
    refused = browser.post(reverse("wagtaildocs:add"), {**told, "title": "Zły", "file": bad})
    assert (refused.status_code, PageDocument.objects.filter(title="Zły").exists()) == (200, False)
