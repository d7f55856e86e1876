"""A page that is not for everybody: nobody else meets it, its files or its discussion behind any door."""

import re

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from community.catalogue.actions import add_bookmark, relate_now
from community.catalogue.models import Entry
from community.spaces.models import Membership
from community.tags.models import Tag
from forum.actions import reply
from forum.models import Thread
from resources.models import ArticlePage, PageDocument, Picture
from tests.resources.conftest import SAMPLE_PICTURE

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]
SECRET, TITLE = "kosodrzewina", "Gdzie rośnie kosodrzewina"
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
            tags=[Tag.objects.order_by("pk").first()],
        )  # fmt: skip
        naming = [{"type": "practice", "value": {"page": page.pk, "why": "Tam też"}, "id": "44444444-d"}]
        publish(owner=member, title="Jawny artykuł o wodzie", slug="jawny", space=place, audience="members", body=[])
        publish(owner=member, title="Jawny o wodzie", slug="otwarty", audience="public", body=naming)
        thread = Thread.objects.get(about__subject_id=page.pk, about__kind="article")
        reply(author=member, thread=thread, text="W odpowiedzi: kosodrzewina.", key="secret-reply")
        relate_now(Entry.objects.get(kind="article", subject_id=page.pk).pk)
    return page


def doors(page):
    """Returns the addresses at which a page could show, by name."""
    thread = Thread.objects.get(about__subject_id=page.pk, about__kind="article")
    rendition = page.cover.get_rendition("width-640|format-webp")
    space, tag = page.space.slug, page.tags.first().slug
    return {
        "page": "/biblioteka/kosodrzewina/",
        "english": "/en/biblioteka/kosodrzewina/",
        "used in": "/biblioteka/otwarty/",
        "search": "/szukaj/?q=kosodrzewina",
        "search inflected": "/szukaj/?q=kosodrzewiny&rodzaj=article",
        "suggestions": "/szukaj/podpowiedzi/?q=kosodrz",
        "similar": reverse("similar") + "?title=Gdzie+rośnie+kosodrzewina",
        "feed": reverse("feed"),
        "space feed": reverse("space_feed", args=[space]),
        "tag feed": reverse("tag_feed", args=[tag]),
        "sitemap": reverse("sitemap"),
        **{f"sitemap {name}": reverse("sitemap_section", args=[name]) for name in ("wpisy", "biblioteka")},
        "tag": reverse("tag", args=[tag]),
        "home": "/",
        "network": reverse("space_home", args=[space]),
        "threads": reverse("threads"),
        "space threads": reverse("space_threads", args=[space]),
        "person": reverse("person", args=[page.owner.slug]),
        "bookmarks": reverse("bookmarks"),
        "thread": thread.url,
        "thread feed": reverse("thread_feed", args=[thread.pk]),
        "print": reverse("print_thread", args=[thread.pk]),
        "stream": reverse("live_stream", args=[thread.stream]) + "?since=0",
        "picture": rendition.url,
        "document": reverse("wagtaildocs_serve", args=[page_document().pk, page_document().filename]),
    }


def page_document():
    return PageDocument.objects.get(title="Plik kosodrzewina")


def met(browser, page):
    """Returns the doors behind which a secret word stands, or a file opens."""
    shown = set()
    for name, path in doors(page).items():
        answer = browser.get(path)
        assert answer.status_code < 500, (name, answer.status_code)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        if name in ("picture", "document"):
            shown |= {name} if answer.status_code == 200 else set()
            continue
        words = re.sub(r"</?mark>", "", body.decode(errors="replace")).replace("\xa0", " ").lower()
        if f"rośnie {SECRET}" in words or (answer.status_code == 200 and f"biblioteka/{SECRET}/" in words):
            shown.add(name)
    return shown


def test_member_meets_it_where_it_belongs(as_, member, secret):
    for name in ("page", "search", "thread", "picture", "document", "tag"):
        assert name in met(as_(member), secret)


def test_visitor_and_outsider_meet_it_nowhere(as_, olaf, secret):
    entry = Entry.objects.get(kind="article", subject_id=secret.pk)
    add_bookmark(person=olaf, entry=entry)
    assert (met(as_(), secret), met(as_(olaf), secret)) == (set(), set())


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
    assert (met(as_(), secret), met(as_(olaf), secret)) == (set(), set())
    thread = Thread.objects.get(about__subject_id=secret.pk, about__kind="article")
    assert (thread.locked_at is not None, as_(member).get("/biblioteka/kosodrzewina/").status_code) == (True, 404)
    assert not Entry.objects.get(kind="article", subject_id=secret.pk).is_listed


def test_files_of_a_page_taken_back_are_its_writers_only(as_, member, olaf, secret):
    secret.unpublish()
    rendition = secret.cover.get_rendition("width-640|format-webp")
    assert [as_(who).get(rendition.url).status_code for who in (None, olaf, member)] == [404, 404, 200]


def test_draft_is_listed_nowhere(as_, member, anna, publish, zielona):
    page = publish(owner=anna, draft=True, title=TITLE, slug="kosodrzewina", space=zielona, audience="public")
    assert not Entry.objects.filter(kind="article", subject_id=page.pk).exists()
    assert as_(member).get("/biblioteka/kosodrzewina/").status_code == 404
    assert "Gdzie rośnie" not in as_(member).get("/szukaj/?q=kosodrzewina").content.decode()


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
