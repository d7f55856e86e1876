"""The door for uploads: what it answers, whom it refuses, and in which words."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from community.base import clock
from community.base.middleware import FILES_LIMIT
from community.files import limits, storing
from community.files.actions import attach_all
from community.files.models import Attachment
from tests.files import corpus, making
from tests.files.sending import DOOR, JSON, given, pdf_of, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_files_yet")]


def stored(settings):
    return sorted(path.suffix for path in (settings.MEDIA_ROOT / "files").glob("*/*"))


def test_document_is_stored_and_described(as_, anna, settings):
    answer = send(as_(anna), making.pdf(), "Plan [2026].pdf")
    row = Attachment.objects.get()
    assert (answer.status_code, answer.json()) == (
        201,
        {
            "id": row.pk, "name": "Plan [2026].pdf", "kind": "document", "size": row.size, "size_label": "1 KB",
            "url": f"/pliki/{row.pk}/Plan%20%5B2026%5D.pdf", "markdown": rf"[Plan \[2026\].pdf](plik:{row.pk})",
            "width": 0, "height": 0, "needs_alt": False,
        },
    )  # fmt: skip
    assert (row.owner, row.content_type, stored(settings)) == (anna, "application/pdf", [".pdf"])


def test_photo_is_stored_as_webp_without_its_place(as_, anna, settings):
    answer = send(as_(anna), making.photo(), "IMG_1.JPG").json()
    row = Attachment.objects.get()
    assert (answer["name"], answer["kind"], answer["width"], answer["height"]) == ("IMG_1.webp", "image", 900, 1200)
    assert (answer["needs_alt"], answer["markdown"]) == (True, f"![⟨opisz, co widać na obrazie⟩](plik:{row.pk})")
    assert stored(settings) == [".webp", ".webp"]
    for path in (settings.MEDIA_ROOT / "files").glob("*/*"):
        assert path.read_bytes().find(making.SECRET) == -1
        with Image.open(path) as made:
            assert dict(made.getexif()) == {}


def test_picture_with_a_description_asks_for_none(as_, anna):
    answer = send(as_(anna), making.picture(), "a.png", alt="Drzewo\nw parku *miejskim*").json()
    assert (answer["needs_alt"], answer["markdown"]) == (
        False, rf"![Drzewo w parku \*miejskim\*](plik:{answer['id']})",
    )  # fmt: skip


@pytest.mark.parametrize("case", ["svg", "zero bytes", "docm", "zip", "png just over the limit", "pdf and zip in one"])
def test_refused_file_leaves_nothing_behind(case, as_, anna, settings):
    make, name, _sentence = corpus.REFUSED[case]
    answer = send(as_(anna), make(), name)
    assert (answer.status_code, list(answer.json())) == (422, ["why"])
    assert (Attachment.objects.count(), stored(settings)) == (0, [])


def test_refusal_speaks_the_language_of_the_page(as_, anna):
    english = as_(anna).post(f"/en{DOOR}", {"file": given(b"")}, headers=JSON).json()["why"]
    assert english[: len(corpus.EMPTY)] == corpus.EMPTY


def test_file_over_the_limit_is_413_in_words(as_, anna):
    answer = send(as_(anna), b"a" * (20 * making.MB + 1))
    assert (answer.status_code, list(answer.json())) == (413, ["why"])


def test_request_over_the_limit_stops_early_in_words(as_, anna):
    answer = send(as_(anna), b"a" * (FILES_LIMIT + 1))
    assert (answer.status_code, list(answer.json())) == (413, ["why"])


@pytest.mark.parametrize("form", [{}, {"file": "text"}, {"alt": "a"}])
def test_form_without_a_file_is_refused_in_words(form, as_, anna):
    answer = as_(anna).post(DOOR, form, headers=JSON)
    assert (answer.status_code, list(answer.json())) == (422, ["why"])


def test_two_files_at_once_are_refused_in_words(as_, anna):
    answer = as_(anna).post(DOOR, {"file": [given(making.pdf()), given(making.pdf())]}, headers=JSON)
    assert (answer.status_code, Attachment.objects.count()) == (422, 0)


def test_three_hundred_files_at_once_are_refused_in_words(as_, anna):
    files = [SimpleUploadedFile(f"{number}.txt", b"a") for number in range(300)]
    answer = as_(anna).post(DOOR, {"file": files}, headers=JSON)
    assert (answer.status_code, list(answer.json()), Attachment.objects.count()) == (413, ["why"], 0)


def test_visitor_is_told_to_sign_in(as_):
    answer = send(as_(), making.pdf())
    assert (answer.status_code, sorted(answer.json())) == (401, ["sign_in", "why"])
    assert as_().post(DOOR, {"file": given(making.pdf())}).status_code == 302
    assert Attachment.objects.count() == 0


def test_only_pressing_opens_the_door(as_, anna):
    assert (as_(anna).get(DOOR).status_code, as_(anna).put(DOOR).status_code) == (405, 405)


def test_same_content_of_two_people_is_one_file_and_two_rows(as_, anna, jan, settings):
    for who in (anna, jan, anna):
        assert send(as_(who), making.pdf()).status_code == 201
    assert (Attachment.objects.count(), stored(settings)) == (3, [".pdf"])


def test_same_content_written_by_many_at_once_is_one_whole_file(settings):
    content = making.pdf() * 200
    with ThreadPoolExecutor(8) as pool:
        for done in [pool.submit(storing.write, "files/ab/one.pdf", content) for _again in range(64)]:
            done.result()
    folder = settings.MEDIA_ROOT / "files" / "ab"
    assert [(path.name, path.read_bytes() == content) for path in folder.iterdir()] == [("one.pdf", True)]


def test_too_many_files_an_hour_are_429_with_the_wait(as_, anna, jan, monkeypatch):
    monkeypatch.setattr(limits, "MOST_AN_HOUR", 2)
    for _again in range(2):
        row = pdf_of(anna)
    Attachment.objects.exclude(pk=row.pk).update(created_at=clock.now() - timedelta(minutes=49, seconds=30))
    answer = as_(anna).post(f"/en{DOOR}", {"file": given(making.pdf())}, headers=JSON)
    assert (answer.status_code, answer.json()["why"]) == (
        429, "That is a lot of files. You can attach the next one in 11 minutes.",
    )  # fmt: skip
    assert send(as_(jan), making.pdf()).status_code == 201
    Attachment.objects.filter(owner=anna).update(created_at=clock.now() - timedelta(hours=1))
    assert send(as_(anna), making.pdf()).status_code == 201


def test_too_much_a_day_is_429(as_, anna, monkeypatch):
    monkeypatch.setattr(limits, "MOST_A_DAY", 100)
    pdf_of(anna)
    Attachment.objects.update(created_at=clock.now() - timedelta(hours=2))
    answer = as_(anna).post(f"/en{DOOR}", {"file": given(making.pdf())}, headers=JSON)
    assert (answer.status_code, answer.json()["why"]) == (
        429, "That is a lot of files. You can attach the next one in 1320 minutes.",
    )  # fmt: skip


def test_wait_is_as_long_as_it_takes_for_a_day_to_hold_less(anna, monkeypatch):
    for size, hours in ((1, 23), (90, 5), (60, 2)):
        row = pdf_of(anna)
        Attachment.objects.filter(pk=row.pk).update(size=size, created_at=clock.now() - timedelta(hours=hours))
    monkeypatch.setattr(limits, "MOST_A_DAY", 100)
    with pytest.raises(limits.TooManyUploads) as refused:
        limits.check_limits(anna.pk)
    assert str(19 * 60) in refused.value.sentence


def test_refused_files_count_as_tries(as_, anna, jan, monkeypatch):
    monkeypatch.setattr(limits, "MOST_TRIES", 2)
    assert [send(as_(anna), b"").status_code for _again in range(3)] == [422, 422, 429]
    assert (send(as_(anna), making.pdf()).status_code, send(as_(jan), making.pdf()).status_code) == (429, 201)


def test_files_of_a_form_are_taken_one_by_one(anna):
    uploads = [given(making.pdf(), "a.pdf"), given(b"", "pusty\u202e.pdf"), given(making.picture(), "b.png")]
    lines, sentences = attach_all(owner=anna, uploads=uploads)
    first, second = Attachment.objects.order_by("pk")
    assert [line.rpartition("(")[2] for line in lines] == [f"plik:{first.pk})", f"plik:{second.pk})"]
    assert [sentence.partition(":")[0] for sentence in sentences] == ["pusty"]


def test_form_with_more_than_twenty_files_takes_twenty_and_says_so(anna):
    lines, sentences = attach_all(owner=anna, uploads=[given(b"tekst", f"{number}.txt") for number in range(25)])
    assert (len(lines), len(sentences)) == (20, 1)


def test_form_stops_at_the_limit(anna, monkeypatch):
    monkeypatch.setattr(limits, "MOST_AN_HOUR", 1)
    lines, sentences = attach_all(owner=anna, uploads=[given(b"tekst", f"{number}.txt") for number in range(5)])
    assert (len(lines), [sentence.partition(":")[0] for sentence in sentences]) == (1, ["1"])
