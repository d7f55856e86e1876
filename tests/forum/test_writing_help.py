"""What helps while one writes: preview, tools, templates of places, and how many people a text may mention."""

import pytest
from django.core.cache import cache

from community.base.http import TEXT_LIMIT_BYTES
from community.people.actions import create_person
from community.spaces.actions import describe_space
from forum.models import Post
from forum.queries.mentions import MOST_MENTIONED, fault_of_mentions
from forum.views.writing import PREVIEWS_A_MINUTE
from tests.pages import fields

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]


def preview(browser, text, language=""):
    return browser.post(f"{language}/podglad/", {"text": text})


@pytest.mark.parametrize("language", ["", "/en"])
def test_preview_is_what_will_be_published(language, as_, anna, question):
    text = "## Tytuł\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n- @jan-wierzba\n- [link](/sieci/)"
    shown = preview(as_(anna), text, language).content.decode()
    as_(anna).post(f"/odpowiedz/{question.pk}/", {"text": text, "key": "previewed-reply"})
    page = as_(anna).get(f"{language}{question.url}").content.decode()
    assert shown.count('<div class="prose">') == 1
    assert shown.split('<div class="prose">')[1].rpartition("</div>")[0].strip() in page
    assert Post.objects.filter(client_key="previewed-reply").exists()


def test_preview_of_nothing_says_so(as_, anna):
    assert 'class="meta"' in preview(as_(anna), " ").content.decode()


def test_preview_holds_nothing_that_runs(as_, anna):
    html = preview(as_(anna), "<script>alert(1)</script> [x](javascript:alert(1))").content.decode()
    assert ("<script" in html, "javascript:" in html.replace("](javascript:", "")) == (False, False)


def test_preview_beyond_200_kb_is_refused(as_, anna):
    assert preview(as_(anna), "a" * (TEXT_LIMIT_BYTES + 1)).status_code == 413


def test_preview_is_asked_for_only_so_often(as_, anna):
    browser = as_(anna)
    cache.set(f"door:preview:person:{anna.pk}", PREVIEWS_A_MINUTE, 60)
    assert preview(browser, "a").status_code == 429


def test_visitors_preview_nothing_and_nothing_of_theirs_is_kept(as_):
    browser = as_()
    response = preview(browser, "moje")
    assert (response.status_code, response["Location"].partition("?")[0]) == (302, "/konto/login/")
    assert "kept_forms" not in browser.session


@pytest.mark.parametrize(("method", "path"), [("get", "/podglad/"), ("post", "/pisanie/")])
def test_wrong_methods_are_refused(method, path, as_, anna):
    assert getattr(as_(anna), method)(path).status_code == 405


def test_tools_are_the_same_for_everybody_and_kept_by_the_browser(as_, anna, jan):
    first, second = as_(anna).get("/pisanie/"), as_(jan).get("/pisanie/")
    assert first.content == second.content
    assert first["Cache-Control"] == "private, max-age=3600"
    assert first.content.decode().count('class="tool"') == 10
    assert as_().get("/pisanie/").status_code == 302


@pytest.fixture()
def crowd(db):
    return [create_person(email=f"o{n}@crowd.example", name=f"Osoba {n}", slug=f"osoba-{n}") for n in range(30)]


def test_twenty_people_are_mentioned_and_no_more(crowd, as_, anna, question):
    def send(count, key):
        text = " ".join(f"@{person.slug}" for person in crowd[:count])
        return as_(anna).post(f"/odpowiedz/{question.pk}/", {"text": text, "key": key})

    assert send(MOST_MENTIONED, "mentions-20").status_code == 302
    response = send(MOST_MENTIONED + 1, "mentions-21")
    assert response.status_code == 422
    assert response.content.decode().count("field__error") == 1
    assert f" {MOST_MENTIONED + 1}" in response.content.decode().split("field__error")[1].split("</p>")[0]
    assert not Post.objects.filter(client_key="mentions-21").exists()


def test_five_hundred_words_that_mention_nobody_are_text(django_assert_num_queries, db):
    with django_assert_num_queries(1):
        assert fault_of_mentions(" ".join(f"@nikt-{n}" for n in range(500))) == ""


@pytest.mark.parametrize("text", ["@wszyscy zobaczcie", "Hej @Wszyscy!", "(@everyone)", "@all"])
def test_mention_of_everybody_gets_a_sentence(text, as_, anna, question):
    response = as_(anna).post(f"/odpowiedz/{question.pk}/", {"text": text, "key": "everybody-1"})
    assert response.status_code == 422
    assert fields(response)["text"] == text


@pytest.mark.parametrize("text", ["biuro@wszyscy.pl", "@allegro", "Wszyscy wiedzą", "@anna-borowik"])
def test_words_that_only_look_so_are_text(text, django_assert_max_num_queries, db):
    with django_assert_max_num_queries(1):
        assert fault_of_mentions(text) == ""


def test_template_of_the_place_is_offered_and_put_in(as_, anna, ewa, zielona):
    assert zielona.question_template.startswith("**O co chodzi.**")
    browser = as_(anna)
    assert fields(browser.get("/s/zielona/zapytaj/?wzor=1"))["text"] == zielona.question_template
    assert fields(browser.get("/s/zielona/zapytaj/"))["text"] == ""
    typed = {"title": "Mój tytuł", "text": "Zaczęte.", "tags": "retencja", "kind": "question", "wzor": "1"}
    response = browser.post("/s/zielona/zapytaj/", typed)
    shown = fields(response)
    assert (response.status_code, shown["title"]) == (200, "Mój tytuł")
    assert shown["text"] == f"Zaczęte.\n\n{zielona.question_template}"


def test_place_without_a_template_offers_none(as_, anna, ewa, zielona):
    described = {name: getattr(zielona, name) for name in ("name", "purpose", "question", "description", "joining")}
    describe_space(by=ewa, space=zielona, question_template="", **described)
    assert 'name="wzor"' not in as_(anna).get("/s/zielona/zapytaj/").content.decode()


def test_facilitator_writes_the_template(as_, ewa, anna, zielona):
    described = {name: getattr(zielona, name) for name in ("name", "purpose", "question", "description", "joining")}
    response = as_(ewa).post("/s/zielona/opis/", {**described, "question_template": "Co\r\nwiesz?"})
    assert response.status_code == 302
    zielona.refresh_from_db()
    assert zielona.question_template == "Co\nwiesz?"
    too_long = as_(ewa).post("/s/zielona/opis/", {**described, "question_template": "a" * 4001})
    assert (too_long.status_code, too_long.content.decode().count("field__error")) == (422, 1)
