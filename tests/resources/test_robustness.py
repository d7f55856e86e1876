"""The library holds: pages that lack something, moved and deleted ones, lost files, blocks of another time, a flush."""

import json

import pytest
from django.urls import reverse
from wagtail.models import Locale, Page, Site, Workflow

from community.catalogue.models import Entry
from community.catalogue.rebuilding import rebuild
from forum.models import Thread
from resources.actions.setting_up import set_up
from resources.models import ArticlePage, ImprovementPlanPage, LibraryPage, OldAddress, Picture, StandardPage
from resources.rendering import parts_of

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]


def entry_of(page):
    return Entry.objects.get(kind=page.kind, subject_id=page.pk)


class TestSettingUp:
    def test_again_changes_nothing(self):
        before = [model.objects.count() for model in (Page, Site, Locale, Workflow)]
        set_up()
        assert [model.objects.count() for model in (Page, Site, Locale, Workflow)] == before

    def test_after_everything_is_gone_it_is_there_again(self):
        Site.objects.all().delete()
        Page.objects.all().delete()
        Locale.objects.all().delete()
        Workflow.objects.all().delete()
        set_up()
        assert sorted(LibraryPage.objects.values_list("locale__language_code", "live")) == [("en", True), ("pl", True)]
        assert (Site.objects.count(), Page.find_problems()) == (1, ([], [], [], [], []))


class TestPagesThatLackSomething:
    def test_page_without_place_writer_and_text_opens(self, as_, publish):
        publish(owner=None, summary="", audience="public")
        assert as_().get("/biblioteka/nowy/").status_code == 200

    def test_page_without_place_has_no_discussion(self, publish, anna):
        page = publish(owner=anna)
        assert not Thread.objects.filter(about=entry_of(page)).exists()

    def test_page_whose_writer_is_gone_opens(self, as_, publish, anna, zielona):
        page = publish(owner=anna, space=zielona)
        ArticlePage.objects.filter(pk=page.pk).update(owner=None)
        assert as_().get("/biblioteka/nowy/").status_code == 200

    def test_page_that_was_never_published_by_wagtail_is_listed(self, library, anna):
        page = library.add_child(instance=StandardPage(title="Bez daty", slug="bez-daty", owner=anna))
        list(rebuild())
        assert entry_of(page).title == "Bez daty"

    def test_library_itself_leads_somewhere(self, as_):
        assert as_().get("/biblioteka/").status_code in (200, 302)


class TestLostThings:
    def test_page_whose_pictures_have_no_files_opens(self, as_, article):
        """In tests every test has a folder of its own, so all files of the demo are lost."""
        article.save_revision().publish()
        assert as_().get("/biblioteka/ogrod/").status_code == 200

    def test_page_whose_picture_is_deleted_opens(self, as_, article, pictures_there):
        Picture.objects.all().delete()
        html = as_().get("/biblioteka/ogrod/").content.decode()
        assert "cover" not in html.partition("<article")[2].partition("prose")[0]

    def test_picture_whose_size_has_no_file_is_not_found(self, as_, article, pictures_there):
        rendition = article.cover.get_rendition("width-640|format-webp")
        rendition.file.storage.delete(rendition.file.name)
        answer = as_().get(rendition.url)
        assert (answer.status_code, "<h1>" in answer.content.decode()) == (404, True)


class TestBlocksOfAnotherTime:
    BODY = [
        {"type": "carousel", "value": {"slides": [1, 2]}, "id": "00000000-1"},
        {"type": "heading", "value": {"text": "Bez poziomu"}, "id": "00000000-2"},
        {"type": "heading", "value": {"level": "7", "text": "Zły poziom"}, "id": "00000000-3"},
        {"type": "callout", "value": {"title": "Bez tekstu"}, "id": "00000000-4"},
        {"type": "image", "value": {}, "id": "00000000-5"},
        {"type": "image", "value": {"image": {"image": 987654, "alt_text": "Nie ma"}}, "id": "00000000-6"},
        {"type": "quote", "value": {"text": "Bez źródła"}, "id": "00000000-7"},
        {"type": "steps", "value": [{"title": "Bez opisu"}], "id": "00000000-8"},
        {"type": "table", "value": None, "id": "00000000-9"},
        {"type": "table", "value": {"columns": [], "rows": []}, "id": "00000000-a"},
        {"type": "document", "value": 987654, "id": "00000000-b"},
        {"type": "video", "value": {"url": "javascript:alert(1)", "title": "Zły film"}, "id": "00000000-c"},
        {"type": "practice", "value": {"page": 987654}, "id": "00000000-d"},
        {"type": "text", "value": "<p onclick='x()'>Tekst<script>x()</script></p>"},
    ]  # fmt: skip

    @pytest.fixture()
    def old(self, publish, anna, zielona):
        page = publish(owner=anna, space=zielona, audience="public")
        revision = page.latest_revision
        revision.content["body"] = json.dumps(self.BODY)
        revision.content["a_field_of_long_ago"] = "x"
        revision.save()
        return page

    def test_old_revision_opens_and_says_what_it_can(self, old, editor, as_):
        url = reverse("wagtailadmin_pages:revisions_view", args=[old.pk, old.latest_revision_id])
        html = as_(editor).get(url).content.decode()
        for words in ("Bez&nbsp;poziomu", "Zły poziom", "Bez&nbsp;tekstu", "Bez&nbsp;źródła", "Bez&nbsp;opisu"):
            assert words.replace("&nbsp;", " ") in html.replace("\xa0", " ")
        assert [bad for bad in ("javascript:", "onclick", "x()</script>") if bad in html.partition("<article")[2]] == []

    def test_old_revision_can_be_published_again(self, old, as_):
        old.latest_revision.publish()
        assert as_().get("/biblioteka/nowy/").status_code == 200

    def test_edit_form_of_an_old_revision_opens(self, old, editor, as_):
        assert as_(editor).get(reverse("wagtailadmin_pages:edit", args=[old.pk])).status_code == 200


class TestMemoryOfTexts:
    def test_text_is_read_once_for_a_revision(self, article, django_assert_num_queries):
        page = ArticlePage.objects.get(pk=article.pk)
        parts_of(page)
        again = ArticlePage.objects.select_related("locale").get(pk=article.pk)
        with django_assert_num_queries(0):
            parts_of(again)

    def test_revisions_and_forms_are_not_mistaken_for_what_is_published(self, article):
        published = parts_of(ArticlePage.objects.get(pk=article.pk))
        draft = ArticlePage.objects.get(pk=article.pk).get_latest_revision_as_object()
        draft.body = [("quote", {"text": "Tylko w formularzu", "source": ""})]
        assert [part.text for part in parts_of(draft)] == ["Tylko w formularzu"]
        assert parts_of(ArticlePage.objects.get(pk=article.pk)) == published

    def test_page_changed_by_hand_is_read_anew(self, article):
        page = ArticlePage.objects.get(pk=article.pk)
        parts_of(page)
        page.body = [("quote", {"text": "Zmienione", "source": ""})]
        assert [part.text for part in parts_of(page)] == ["Zmienione"]


class TestMovedPages:
    @pytest.fixture()
    def rename(self, django_capture_on_commit_callbacks):
        """Returns a function: publishes a page under another name; Wagtail tells of it after the commit."""

        def renamed(page, slug):
            with django_capture_on_commit_callbacks(execute=True):
                page.slug = slug
                page.save_revision().publish()

        return renamed

    def test_old_address_leads_to_the_new_one(self, as_, article, rename):
        rename(article, "ogrod-deszczowy")
        for prefix in ("", "/en"):
            assert as_().get(f"{prefix}/biblioteka/ogrod/", follow=True).status_code == 200
        assert as_().get("/biblioteka/ogrod/")["Location"] == "/biblioteka/ogrod-deszczowy/"
        assert entry_of(article).url == "/biblioteka/ogrod-deszczowy/"

    def test_renamed_twice_and_back_again_leads_right(self, as_, publish, anna, rename):
        page = publish(owner=anna, slug="raz")
        for slug in ("dwa", "trzy", "raz"):
            rename(page, slug)
        assert as_().get("/biblioteka/raz/").status_code == 200
        assert {as_().get(f"/biblioteka/{slug}/")["Location"] for slug in ("dwa", "trzy")} == {"/biblioteka/raz/"}
        assert set(OldAddress.objects.filter(page=page).values_list("path", flat=True)) == {"dwa/", "trzy/"}

    def test_new_page_at_an_old_address_is_shown_there(self, as_, publish, anna, rename):
        rename(publish(owner=anna, slug="raz"), "dwa")
        publish(owner=anna, slug="raz", title="Następny pod tym adresem")
        assert as_().get("/biblioteka/raz/").status_code == 200

    def test_what_stands_below_moves_along(self, as_, rename):
        plan = ImprovementPlanPage.objects.filter(live=True).order_by("pk").first()
        below = plan.get_children().live().first()
        old = below.url
        rename(plan, "plan-po-zmianie")
        below.refresh_from_db()
        assert as_().get(old)["Location"] == f"/biblioteka/plan-po-zmianie/{below.slug}/"
        assert entry_of(below.specific).url == f"/biblioteka/plan-po-zmianie/{below.slug}/"

    def test_old_address_says_nothing_to_outsiders(self, as_, olaf, anna, publish, zielona, rename):
        rename(publish(owner=anna, slug="raz", space=zielona, audience="members"), "tajna-nazwa")
        answers = [as_(who).get("/biblioteka/raz/") for who in (None, olaf, anna)]
        assert [answer.status_code for answer in answers] == [404, 404, 302]
        assert "tajna-nazwa" not in answers[0].content.decode() + answers[1].content.decode()


class TestDeletedPages:
    def test_entry_thread_and_marks_pass_to_the_translation_that_stays(self, as_, article, anna):
        entry = entry_of(article)
        thread = Thread.objects.get(about=entry)
        english = article.get_translations().get()
        article.delete()
        entry.refresh_from_db()
        thread.refresh_from_db()
        assert (entry.subject_id, entry.is_listed, entry.language) == (english.pk, True, "en")
        assert (thread.about_id, thread.locked_at) == (entry.pk, None)
        assert as_().get("/en/biblioteka/ogrod/").status_code == 200

    def test_translation_that_is_deleted_takes_nothing_along(self, as_, article):
        Page.objects.get(pk=article.get_translations().get().pk).specific.delete()
        assert (entry_of(article).is_listed, as_().get("/biblioteka/ogrod/").status_code) == (True, 200)

    def test_plan_takes_its_recommendations_along(self, as_):
        plan = ImprovementPlanPage.objects.filter(live=True).order_by("pk").first()
        below = list(plan.get_children().specific())
        plan.delete()
        assert [entry_of(page).is_listed for page in below] == [False] * len(below)
