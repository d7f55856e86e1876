"""Files come out: with headers that make them harmless, in parts, from caches, and only through the rules."""

import pytest
from django.utils import timezone

from community.files.actions import use
from community.files.models import Attachment
from community.people.models import Person
from community.spaces.models import Membership
from forum.actions import delete_post, edit_post, hide_post, reply, start_thread
from forum.actions.drafts import Written, delete_draft, save_draft
from forum.actions.revisions import clear_revisions
from forum.models import Draft, Revision, Thread
from tests.files import making
from tests.files.sending import pdf_of, picture_of, send
from tests.files.test_judging import PLAIN

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_files_yet")]
SAFE = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}


def status(browser, attachment):
    return browser.get(attachment.url).status_code


def seen_by(as_, people, attachment):
    """Returns the status for a visitor and for each of these people."""
    return [status(as_(None), attachment), *(status(as_(who), attachment) for who in people)]


@pytest.fixture()
def insider(closed):
    """A member of the closed group."""
    return Membership.objects.filter(space=closed, role="member").first().person


@pytest.fixture()
def shown(question, jan):
    """Jan's PDF, shown by his answer to Anna's public question."""
    attachment = pdf_of(jan, "Zażółć „plan”.pdf")
    reply(author=jan, thread=question, text=f"Nasz plan: [plan](plik:{attachment.pk})", key="answer-with-file")
    return attachment


def test_document_is_a_download_with_safe_headers(as_, shown):
    answer = as_().get(shown.url)
    assert (answer.status_code, answer["Content-Type"], b"".join(answer)) == (200, "application/pdf", making.pdf())
    assert {name: answer[name] for name in SAFE} == SAFE
    assert answer["Content-Disposition"] == (
        "attachment; filename*=utf-8''Za%C5%BC%C3%B3%C5%82%C4%87%20%E2%80%9Eplan%E2%80%9D.pdf"
    )
    assert (answer["Cache-Control"], answer["Accept-Ranges"]) == ("public, max-age=600, s-maxage=0", "bytes")


@pytest.mark.parametrize("extension", ["docx", "odt", "csv", "txt"])
def test_every_kind_of_document_is_a_download(extension, as_, anna):
    make, content_type = PLAIN[extension]
    browser = as_(anna)
    answer = browser.get(send(browser, make(), f"a.{extension}").json()["url"])
    named = f'attachment; filename="a.{extension}"'
    assert (answer["Content-Type"], answer["Content-Disposition"]) == (content_type, named)
    assert {name: answer[name] for name in SAFE} == SAFE


def test_picture_is_shown_in_two_sizes(as_, anna):
    picture, browser = picture_of(anna), as_(anna)
    full, small = browser.get(picture.url), browser.get(f"{picture.url}?m=1")
    assert (full["Content-Type"], full["Content-Disposition"]) == ("image/webp", 'inline; filename="drzewo.webp"')
    assert {name: small[name] for name in SAFE} == SAFE
    assert len(b"".join(small)) < len(b"".join(full))
    assert full["ETag"] != small["ETag"]


def test_small_picture_has_one_size(as_, anna):
    picture, browser = picture_of(anna, size=(300, 200)), as_(anna)
    assert b"".join(browser.get(f"{picture.url}?m=1")) == b"".join(browser.get(picture.url))


def test_known_file_is_not_sent_again_but_the_rules_are_asked(as_, anna, olaf):
    attachment = pdf_of(anna)
    answer = as_(anna).get(attachment.url)
    again = as_(anna).get(attachment.url, headers={"if-none-match": answer["ETag"]})
    foreign = as_(olaf).get(attachment.url, headers={"if-none-match": answer["ETag"]})
    assert (again.status_code, again.content, again["Cache-Control"]) == (304, b"", "private, no-cache")
    assert foreign.status_code == 404


@pytest.mark.parametrize(
    ("asked", "code", "of", "part"),
    [
        ("bytes=0-3", 206, "bytes 0-3/{size}", slice(0, 4)),
        ("bytes=5-", 206, "bytes 5-{last}/{size}", slice(5, None)),
        ("bytes=-5", 206, "bytes {tail}-{last}/{size}", slice(-5, None)),
        ("bytes=0-99999", 206, "bytes 0-{last}/{size}", slice(0, None)),
        ("bytes=99999-", 416, "bytes */{size}", slice(0, 0)),
        ("bytes=5-3", 416, "bytes */{size}", slice(0, 0)),
        ("bytes=0-1,3-4", 200, None, slice(0, None)),
        ("bytes=-", 200, None, slice(0, None)),
        ("pages=1-2", 200, None, slice(0, None)),
    ],
)
def test_part_of_a_document(asked, code, of, part, as_, shown):
    answer = as_().get(shown.url, headers={"range": asked})
    size = shown.size
    expected = of.format(size=size, last=size - 1, tail=size - 5) if of else None
    assert (answer.status_code, answer.get("Content-Range")) == (code, expected)
    body = b"".join(answer) if answer.streaming else answer.content
    assert body == making.pdf()[part]
    assert {name: answer[name] for name in SAFE} == SAFE


def test_part_of_another_version_is_the_whole(as_, shown):
    answer = as_().get(shown.url, headers={"range": "bytes=0-3", "if-range": '"other"'})
    assert answer.status_code == 200


def test_head_has_the_headers(as_, shown):
    answer = as_().head(shown.url)
    assert (answer.status_code, answer["Content-Length"], answer["Content-Type"]) == (
        200, str(shown.size), "application/pdf",
    )  # fmt: skip


def test_nginx_is_told_where_the_file_is(as_, shown, settings):
    settings.ACCEL_PREFIX = "/_media/"
    answer = as_().get(shown.url)
    assert (answer["X-Accel-Redirect"], answer["Content-Type"], answer.content) == (
        f"/_media/{shown.file}", "application/pdf", b"",
    )  # fmt: skip


@pytest.mark.parametrize("change", ["other.pdf", "plan.html", "..%2f..%2fetc%2fpasswd", "plan.pdf%00"])
def test_another_name_is_not_found(change, as_, anna):
    attachment = pdf_of(anna)
    assert as_(anna).get(f"/pliki/{attachment.pk}/{change}").status_code == 404


def test_row_without_its_file_is_not_found(as_, anna, settings):
    attachment = pdf_of(anna)
    (settings.MEDIA_ROOT / attachment.file).unlink()
    assert status(as_(anna), attachment) == 404


class TestWhoSees:
    """Every place a file can stand in, opened by a visitor, the outsider, members, and who leads."""

    def test_unattached_is_its_owners(self, as_, anna, jan, ewa, maria, olaf):
        assert seen_by(as_, (olaf, jan, ewa, maria, anna), pdf_of(anna)) == [404, 404, 404, 404, 404, 200]

    def test_public_thread(self, as_, olaf, shown):
        assert seen_by(as_, (olaf,), shown) == [200, 200]

    def test_community_thread(self, as_, zielona, anna, olaf):
        attachment = pdf_of(anna)
        start_thread(
            author=anna, space=zielona, kind="question", title="Pytanie do społeczności", key="with-a-file",
            text=f"[plan](plik:{attachment.pk})", audience="community",
        )  # fmt: skip
        assert seen_by(as_, (olaf, anna), attachment) == [404, 200, 200]
        assert as_(olaf).get(attachment.url)["Cache-Control"] == "private, no-cache"

    def test_closed_group(self, as_, closed, insider, olaf, maria):
        attachment = pdf_of(insider)
        start_thread(
            author=insider, space=closed, kind="question", title="Pytanie w grupie", key="with-a-file",
            text=f"[plan](plik:{attachment.pk})",
        )  # fmt: skip
        assert seen_by(as_, (olaf, insider, maria), attachment) == [404, 404, 200, 200]

    def test_deleted_post(self, as_, question, jan, anna, ewa, shown):
        delete_post(by=jan, post=question.posts.get(number=2))
        assert seen_by(as_, (anna, jan, ewa), shown) == [404, 404, 200, 200]

    def test_hidden_post(self, as_, question, jan, anna, ewa, shown):
        hide_post(by=ewa, post=question.posts.get(number=2), fault="spam", reason="Reklama.")
        assert seen_by(as_, (anna, jan, ewa), shown) == [404, 404, 404, 200]

    def test_post_of_a_closed_group_deleted(self, as_, closed, insider, olaf, jan, maria):
        attachment = pdf_of(insider)
        thread = start_thread(
            author=insider, space=closed, kind="question", title="Pytanie w grupie", key="with-a-file", text="Treść.",
        )  # fmt: skip
        post = reply(author=insider, thread=thread, text=f"[plan](plik:{attachment.pk})", key="closed-with-file")
        delete_post(by=insider, post=post)
        Membership.objects.filter(space=closed, person=insider).delete()
        people = (olaf, Person.objects.get(pk=insider.pk), maria)
        assert seen_by(as_, people, attachment) == [404, 404, 404, 200]

    def test_deleted_thread(self, as_, question, jan, ewa, shown):
        Thread.objects.filter(pk=question.pk).update(deleted_at=timezone.now())
        assert seen_by(as_, (jan, ewa), shown) == [404, 404, 200]

    def test_draft(self, as_, zielona, anna, ewa, maria):
        attachment = pdf_of(anna)
        written = Written(text=f"[a](plik:{attachment.pk})")
        draft = save_draft(author=anna, key="draft-with-file", space=zielona, written=written, version=0)
        assert seen_by(as_, (ewa, maria, anna), attachment) == [404, 404, 404, 200]
        Draft.objects.filter(pk=draft.pk).update(held_at=timezone.now())
        assert seen_by(as_, (ewa, maria, anna), attachment) == [404, 200, 200, 200]
        delete_draft(by=anna, draft=draft)
        assert seen_by(as_, (ewa, anna), attachment) == [404, 404, 200]

    def test_former_version(self, as_, question, jan, olaf, shown):
        post = question.posts.get(number=2)
        edit_post(by=jan, post=post, text="Bez planu.", version=1)
        assert seen_by(as_, (olaf, jan), shown) == [404, 200, 200]
        clear_revisions(by=jan, post=post, revision=Revision.objects.get(post=post).version)
        assert seen_by(as_, (olaf, jan), shown) == [404, 404, 200]

    def test_person_who_left(self, as_, closed, insider):
        attachment = pdf_of(insider)
        start_thread(
            author=insider, space=closed, kind="question", title="Pytanie w grupie", key="with-a-file",
            text=f"[plan](plik:{attachment.pk})",
        )  # fmt: skip
        Membership.objects.filter(space=closed, person=insider).delete()
        assert seen_by(as_, (Person.objects.get(pk=insider.pk),), attachment) == [404, 404]

    def test_shown_by_somebody_unknown(self, as_, anna):
        attachment = pdf_of(anna)
        use(holder="nobody.knows", holder_id=1, attachment_ids=[attachment.pk])
        assert seen_by(as_, (anna,), attachment) == [404, 404]

    def test_missing(self, as_, anna):
        attachment = pdf_of(anna)
        Attachment.objects.all().delete()
        assert seen_by(as_, (anna,), attachment) == [404, 404]


def test_cost_of_a_public_file_does_not_grow_with_its_uses(as_, question, jan, shown, django_assert_num_queries):
    for number in range(3):
        reply(author=jan, thread=question, text=f"[plan](plik:{shown.pk})", key=f"again-with-file-{number}")
    with django_assert_num_queries(3):
        as_().get(shown.url)
