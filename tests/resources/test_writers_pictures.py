"""Pictures that writers bring: covers and those in the text, judged, limited, and shown to nobody too early."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from resources.models import Picture
from tests.resources.desk import draft_of, form_of, webp

pytestmark = pytest.mark.django_db


def test_cover_is_taken_and_kept_when_another_field_is_wrong(as_, begun, expert):
    browser = as_(expert)
    answer = browser.post(f"/pisz/{begun.pk}/", {**form_of(begun, title=""), "cover": webp()})
    kept = re.search(r'name="cover_kept" value="(\d+)"', answer.content.decode())[1]
    assert (answer.status_code, Picture.objects.get(pk=kept).uploaded_by_user) == (422, expert)
    browser.post(f"/pisz/{begun.pk}/", form_of(begun, cover_kept=kept, cover_alt="Ławka"))
    assert (draft_of(begun).cover_id, draft_of(begun).cover_alt) == (int(kept), "Ławka")
    browser.post(f"/pisz/{begun.pk}/", form_of(begun, cover_kept=kept, no_cover="on"))
    assert draft_of(begun).cover_id is None


def test_cover_of_somebody_else_is_not_taken(as_, begun, expert, jan):
    other = Picture.objects.create(title="x", file="x.webp", width=1, height=1, uploaded_by_user=jan)
    as_(expert).post(f"/pisz/{begun.pk}/", form_of(begun, cover_kept=other.pk))
    assert draft_of(begun).cover_id is None


def test_cover_that_is_no_picture_is_explained(as_, begun, expert):
    file = SimpleUploadedFile("cover.png", b"<script>alert(1)</script>", "image/png")
    answer = as_(expert).post(f"/pisz/{begun.pk}/", {**form_of(begun), "cover": file})
    assert (answer.status_code, 'id="id_cover_error"' in answer.content.decode()) == (422, True)


def test_picture_comes_in_by_its_door(as_, expert):
    answer = as_(expert).post("/pisz/obrazy/", {"file": webp(), "alt": " Ławka \n w parku "})
    told = answer.json()
    assert (answer.status_code, told["width"], told["height"], told["alt"]) == (201, 40, 30, "Ławka w parku")
    assert as_(expert).get(told["src"]).status_code == 200
    assert Picture.objects.get(pk=told["id"]).uploaded_by_user == expert


def test_picture_of_a_draft_is_not_shown_to_others(as_, client, expert, editor, anna):
    told = as_(expert).post("/pisz/obrazy/", {"file": webp()}).json()
    assert [as_(who).get(told["src"]).status_code for who in (editor, anna)] == [200, 404]
    assert client.get(told["src"]).status_code == 404


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4", b"<svg onload=alert(1)>", b"\x89PNG\r\n\x1a\nzepsuty"])
def test_what_is_no_picture_is_refused_in_words(content, as_, expert):
    answer = as_(expert).post("/pisz/obrazy/", {"file": SimpleUploadedFile("x.png", content, "image/png")})
    assert (answer.status_code, list(answer.json())) == (422, ["why"])


def test_picture_door_is_for_writers(as_, client, expert, anna):
    assert as_(anna).post("/pisz/obrazy/", {"file": webp()}).status_code == 403
    assert client.post("/pisz/obrazy/", {"file": webp()}).status_code == 302
    assert (as_(expert).get("/pisz/obrazy/").status_code, as_(expert).post("/pisz/obrazy/").status_code) == (405, 422)


def test_too_large_and_too_many_pictures_are_refused(as_, expert, monkeypatch):
    from resources.actions import pictures

    monkeypatch.setattr(pictures, "LARGEST_PICTURE", 10)
    assert as_(expert).post("/pisz/obrazy/", {"file": webp()}).status_code == 413
    monkeypatch.undo()
    monkeypatch.setattr(pictures, "MOST_AN_HOUR", 1)
    answers = [as_(expert).post("/pisz/obrazy/", {"file": webp()}) for _n in range(2)]
    assert ([one.status_code for one in answers], list(answers[1].json())) == ([201, 429], ["why"])
