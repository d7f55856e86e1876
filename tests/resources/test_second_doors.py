"""A page that is not for everybody: nobody else meets it, its files or its discussion behind any door."""

import re

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from community.catalogue.actions import add_bookmark, relate_now
from community.catalogue.models import Entry
from community.spaces.models import City, Membership, Role
from community.tags.models import Tag
from forum.actions import reply
from forum.models import Thread
from resources.actions.listing import relist_page
from resources.models import Adoption, ArticlePage, PageDocument, Picture
from tests.resources.conftest import SAMPLE_PICTURE
from tests.resources.second_doors import OF_THE_THREAD, SECRET, TITLE, met

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]
BODY = [
    {"type": "heading", "value": {"text": "Rozdział kosodrzewina", "level": "2"}, "id": "11111111-a"},
    {"type": "text", "value": "<p>Tu rośnie kosodrzewina.</p>", "id": "22222222-b"},
]


@pytest.fixture(params=["closed", "network"])
def place(request, closed, zielona):
    return closed if request.param == "closed" else zielona


@pytest.fixture()
def member(place, anna):
    """Somebody of the place who facilitates nothing."""
    return Membership.objects.filter(space=place, role="member").order_by("pk").first().person


@pytest.fixture()
def files(member):
    picture = Picture(title="Rysunek", file=ContentFile(SAMPLE_PICTURE.read_bytes(), name="kosodrzewina.webp"))
    picture._set_image_file_metadata()
    picture.save()
    document = PageDocument.objects.create(
        title="Plik kosodrzewina", file=ContentFile(b"kosodrzewina;1\n", name="kosodrzewina.csv")
    )
    return picture, document


@pytest.fixture()
def secret(publish, place, member, files, django_capture_on_commit_callbacks):
    """A page for members of the place, with files, topics and a discussion, named by a public page."""
    picture, document = files
    body = [*BODY, {"type": "document", "value": document.pk, "id": "33333333-c"}]
    with django_capture_on_commit_callbacks(execute=True):
        page = publish(
            owner=member, title=TITLE, slug="kosodrzewina", summary="Wszystko o kosodrzewina.", space=place,
            audience="members", cover=picture, cover_alt="Kosodrzewina", body=body,
            tags=[Tag.objects.order_by("pk").first()], cities=[City.objects.get(slug="raciborz")],
        )  # fmt: skip
        naming = [{"type": "practice", "value": {"page": page.pk, "why": "Tam też"}, "id": "44444444-d"}]
        publish(owner=member, title="Jawny artykuł o wodzie", slug="jawny", space=place, audience="members", body=[])
        publish(owner=member, title="Jawny o wodzie", slug="otwarty", audience="public", body=naming)
        thread = Thread.objects.get(about__subject_id=page.pk, about__kind="article")
        reply(author=member, thread=thread, text="W odpowiedzi: kosodrzewina.", key="secret-reply")
        relate_now(Entry.objects.get(kind="article", subject_id=page.pk).pk)
    return page


def page_document():
    return PageDocument.objects.get(title="Plik kosodrzewina")


@pytest.fixture()
def elsewhere(place):
    """A member of another network."""
    others = Membership.objects.exclude(person__memberships__space=place).filter(role=Role.MEMBER)
    return others.exclude(person__memberships__role=Role.FACILITATOR).order_by("pk").first().person


def test_member_meets_it_where_it_belongs(as_, member, secret):
    there = {
        "page", "search", "thread", "picture", "document", "tag", "library", "network", "suggestions",
        "printout", "printout_file", "practice_adoption", "export practices_export csv",
        "export practices_export json", "used in", "print",
    }  # fmt: skip
    assert there - met(as_(member), secret) == set()


def test_visitor_outsider_and_member_of_another_network_meet_it_nowhere(as_, olaf, elsewhere, secret):
    entry = Entry.objects.get(kind="article", subject_id=secret.pk)
    add_bookmark(person=olaf, entry=entry)
    adopt_it(secret)
    assert [met(as_(who), secret) for who in (None, olaf, elsewhere)] == [set(), set(), set()]


def adopt_it(page):
    """A city follows the practice, so that it could show at the city's."""
    now = timezone.now()
    Adoption.objects.create(
        key=page.translation_key, city=City.objects.get(slug="raciborz"), state="adapting",
        note=f"Rośnie {SECRET}", since=now, changed_at=now,
    )  # fmt: skip
    relist_page(page)


def test_its_address_is_not_there_for_others(as_, olaf, secret):
    answers = [as_(who).get("/biblioteka/kosodrzewina/") for who in (None, olaf)]
    assert [answer.status_code for answer in answers] == [404, 404]
    said = "".join(answer.content.decode() for answer in answers)
    assert SECRET not in re.sub("biblioteka(/|%2F)kosodrzewina", "", said)  # what was asked for is repeated


def test_guessed_names_of_files_are_not_there(as_, member, secret):
    rendition = secret.cover.get_rendition("width-640|format-webp")
    guesses = [
        f"/media/{rendition.file.name}", f"/media/{secret.cover.file.name}", f"/media/{page_document().file.name}",
        reverse("picture", args=[rendition.pk, "inna.webp"]), reverse("picture", args=[rendition.pk + 1, "x.webp"]),
        reverse("wagtaildocs_serve", args=[page_document().pk, "inny.csv"]), f"/documents/{page_document().pk}/x.csv",
        f"/images/{secret.cover.pk}/width-10/", f"/_files/{rendition.file.name}", "/api/v2/pages/",
        "/cms/api/main/pages/",
    ]  # fmt: skip
    for who in (None, member):
        opened = [path for path in guesses if as_(who).get(path).status_code == 200]
        assert (who, opened) == (who, [])


def test_pictures_and_documents_say_that_no_cache_may_keep_them(as_, member, secret):
    rendition = secret.cover.get_rendition("width-640|format-webp")
    assert as_(member).get(rendition.url)["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("name", ["edit", "history", "view_draft", "copy", "usage", "move", "unpublish", "delete"])
def test_admin_says_nothing_of_it_to_members_and_outsiders(name, as_, member, olaf, secret):
    for who in (member, olaf):
        answer = as_(who).get(reverse(f"wagtailadmin_pages:{name}", args=[secret.pk]))
        assert (answer.status_code, SECRET in answer.content.decode()) == (403, False)


def test_admins_other_ways_to_it_are_closed(as_, member, secret):
    revision = secret.latest_revision_id
    paths = [
        reverse("wagtailadmin_pages:revisions_view", args=[secret.pk, revision]),
        reverse("wagtailadmin_pages:revisions_compare", args=[secret.pk, "earliest", "live"]),
        reverse("wagtailadmin_pages:preview_on_edit", args=[secret.pk]),
        reverse("wagtailadmin_choose_page_search") + "?q=kosodrzewina",
        reverse("wagtailimages:edit", args=[secret.cover_id]),
        reverse("wagtaildocs:edit", args=[page_document().pk]),
        reverse("simple_translation:submit_page_translation", args=[secret.pk]),
        reverse("wagtailadmin_api:pages:detail", args=[secret.pk]),
    ]  # fmt: skip
    assert {path: as_(member).get(path).status_code for path in paths} == dict.fromkeys(paths, 403)


def test_closing_a_public_page_closes_its_thread_and_files_at_once(as_, olaf, secret, place):
    if place.audience != "public":
        return  # nothing there is ever public
    secret.audience = "public"
    secret.save_revision().publish()
    assert {"page", "search", "thread", "picture", "document"} <= met(as_(), secret)
    secret.audience = "members"
    secret.save_revision().publish()
    assert (met(as_(), secret), met(as_(olaf), secret)) == (set(), set())


def test_page_that_is_taken_back_leaves_nothing_but_its_closed_thread(as_, olaf, member, secret):
    secret.unpublish()
    adopt_it(secret)
    assert (met(as_(), secret), met(as_(olaf), secret)) == (set(), set())
    others = Membership.objects.filter(space=secret.space, role="member").exclude(person=member)
    insider = others.order_by("pk").last().person
    assert met(as_(insider), secret) - OF_THE_THREAD == set()
    thread = Thread.objects.get(about__subject_id=secret.pk, about__kind="article")
    assert (thread.locked_at is not None, as_(member).get("/biblioteka/kosodrzewina/").status_code) == (True, 404)
    assert not Entry.objects.get(kind="article", subject_id=secret.pk).is_listed


def test_files_of_a_page_taken_back_are_its_writers_only(as_, member, olaf, secret):
    secret.unpublish()
    rendition = secret.cover.get_rendition("width-640|format-webp")
    assert [as_(who).get(rendition.url).status_code for who in (None, olaf, member)] == [404, 404, 200]


def test_draft_shows_behind_no_door(as_, olaf, jan, anna, publish, zielona, files):
    picture, document = files
    body = [*BODY, {"type": "document", "value": document.pk, "id": "33333333-c"}]
    page = publish(
        owner=anna, draft=True, title=TITLE, slug="kosodrzewina", space=zielona, audience="public", cover=picture,
        cover_alt="Kosodrzewina", body=body, tags=[Tag.objects.order_by("pk").first()],
    )  # fmt: skip
    assert not Entry.objects.filter(kind="article", subject_id=page.pk).exists()
    assert [met(as_(who), page) for who in (None, olaf, jan)] == [set(), set(), set()]


def test_words_of_a_draft_of_a_published_page_are_not_found(as_, anna, publish, zielona):
    page = publish(owner=anna, title="Zwykły", slug="zwykly", space=zielona, audience="public")
    page.title = TITLE
    page.save_revision(user=anna)
    html = (
        as_(anna).get("/szukaj/?q=kosodrzewina").content.decode()
        + as_(anna).get("/biblioteka/zwykly/").content.decode()
    )
    assert "Gdzie rośnie" not in html.replace("\xa0", " ")


def test_a_page_published_from_a_narrower_revision_is_narrow(as_, anna, publish, zielona, olaf):
    page = publish(owner=anna, title=TITLE, slug="kosodrzewina", space=zielona, audience="members")
    narrow = page.latest_revision
    page.audience = "public"
    page.save_revision().publish()
    assert as_(olaf).get("/biblioteka/kosodrzewina/").status_code == 200
    narrow.publish()
    thread = Thread.objects.get(about__subject_id=page.pk, about__kind="article")
    entry = Entry.objects.get(kind="article", subject_id=page.pk)
    assert (as_(olaf).get("/biblioteka/kosodrzewina/").status_code, thread.audience, entry.audience) == (
        404, "members", "members",
    )  # fmt: skip


def test_translations_are_for_whom_their_source_is(as_, article):
    assert as_().get("/en/biblioteka/ogrod/").status_code == 200
    english = ArticlePage.objects.get(pk=article.get_translations().get().pk)
    article.audience = "members"
    article.save_revision().publish()
    assert [as_().get(f"{prefix}/biblioteka/ogrod/").status_code for prefix in ("", "/en")] == [404, 404]
    english.audience = "public"
    english.save_revision().publish()  # a forgotten draft of the translation
    assert [as_().get(f"{prefix}/biblioteka/ogrod/").status_code for prefix in ("", "/en")] == [404, 404]


def test_page_is_never_for_more_people_than_its_place(as_, publish, closed, maria):
    page = publish(owner=maria, title=TITLE, slug="kosodrzewina", space=closed, audience="public")
    assert (page.audience, as_().get("/biblioteka/kosodrzewina/").status_code) == ("members", 404)


def test_discussion_closes_with_a_page_whose_writer_is_gone(as_, olaf, anna, publish, zielona):
    page = publish(owner=anna, title=TITLE, slug="kosodrzewina", space=zielona, audience="public")
    page.owner, page.audience = None, "members"
    page.save()
    page.save_revision().publish()
    thread = Thread.objects.get(about__subject_id=page.pk, about__kind="article")
    assert (thread.audience, as_(olaf).get(thread.url).status_code) == ("members", 404)
