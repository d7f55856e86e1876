"""Files in posts: who may put which into a text, what a post shows, and what stays when texts change."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from community.base.markup import RENDERER_VERSION
from community.catalogue.models import Passage
from community.files.models import Attachment, AttachmentUse
from community.spaces.models import Membership
from forum.actions import edit_post, preview_text, reply, start_thread
from forum.actions.attachments import MOST_FILES, TooManyFiles
from forum.actions.drafts import Written, save_draft
from forum.actions.rerendering import rerender_posts
from forum.actions.revisions import restore_revision
from forum.actions.submitting import schedule
from forum.models import Draft, Post, Revision
from tests.files import making
from tests.files.sending import pdf_of, picture_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_files_yet")]


def uses():
    return sorted(AttachmentUse.objects.values_list("holder", "holder_id", "attachment_id"))


def shows(post, attachment):
    post.refresh_from_db()
    return attachment.url in post.html


@pytest.fixture()
def with_file(question, jan):
    """Jan's answer that shows his PDF; the PDF is `attachment`."""
    attachment = pdf_of(jan)
    post = reply(author=jan, thread=question, text=f"Plan: [plan](plik:{attachment.pk})", key="answer-with-file")
    post.attachment = attachment
    return post


def test_own_file_is_shown_and_held(with_file):
    assert shows(with_file, with_file.attachment)
    assert uses() == [("forum.post", with_file.pk, with_file.attachment.pk)]


def test_question_shows_its_picture_and_is_found_by_its_description(zielona, anna):
    picture = picture_of(anna)
    thread = start_thread(
        author=anna, space=zielona, kind="question", title="Jakie drzewa na rynku?", key="question-with-picture",
        text=f"![Platan na rynku](plik:{picture.pk})",
    )  # fmt: skip
    post = thread.posts.get()
    assert post.html.count('alt="Platan na rynku"') == 1
    assert uses() == [("forum.post", post.pk, picture.pk)]
    assert Passage.objects.get(entry__subject_id=thread.pk, entry__kind="question").text == "Platan na rynku"


def test_file_of_somebody_else_stays_words(question, jan, anna):
    attachment = pdf_of(anna)
    post = reply(author=jan, thread=question, text=f"[cudzy plan](plik:{attachment.pk})", key="foreign-file")
    assert (post.html, uses()) == ("<p>cudzy plan</p>\n", [])


def test_file_that_one_sees_may_be_shown_again(question, anna, with_file):
    post = reply(author=anna, thread=question, text=f"[plan](plik:{with_file.attachment.pk})", key="seen-file")
    assert shows(post, with_file.attachment)


def test_file_of_a_closed_group_stays_words_for_who_is_not_in_it(question, closed, jan):
    insider = Membership.objects.filter(space=closed, role="member").exclude(person=jan).first().person
    attachment = pdf_of(insider)
    start_thread(
        author=insider, space=closed, kind="question", title="Pytanie w grupie", key="closed-with-file",
        text=f"[plan](plik:{attachment.pk})",
    )  # fmt: skip
    Membership.objects.filter(space=closed, person=jan).delete()
    post = reply(author=jan, thread=question, text=f"[plan](plik:{attachment.pk})", key="closed-file")
    assert (post.html, len(uses())) == ("<p>plan</p>\n", 1)


def test_facilitator_who_edits_keeps_the_authors_file(with_file, ewa):
    edit_post(by=ewa, post=with_file, text=f"Tytuł. {with_file.source}", version=1)
    assert shows(with_file, with_file.attachment)


def test_file_that_is_taken_out_stays_with_the_former_version_and_comes_back(with_file, jan):
    edit_post(by=jan, post=with_file, text="Już bez planu.", version=1)
    former = Revision.objects.get(post=with_file)
    assert not shows(with_file, with_file.attachment)
    assert uses() == [("forum.revision", former.pk, with_file.attachment.pk)]
    restore_revision(by=jan, post=with_file, revision=1, version=2)
    assert shows(with_file, with_file.attachment)
    assert [holder for holder, _id, _attachment in uses()] == ["forum.post", "forum.revision"]


def test_draft_holds_its_files_until_it_is_published(question, jan):
    attachment = pdf_of(jan)
    written = Written(text=f"[plan](plik:{attachment.pk})")
    draft = save_draft(
        author=jan, key="draft-with-file", space=question.space, thread=question, written=written, version=0
    )
    assert uses() == [("forum.draft", draft.pk, attachment.pk)]
    post = reply(author=jan, thread=question, text=written.text, key="draft-with-file")
    assert (uses(), Draft.objects.filter(author=jan).count()) == ([("forum.post", post.pk, attachment.pk)], 0)


def test_preview_shows_own_files_only(jan, anna):
    own, foreign = pdf_of(jan), pdf_of(anna)
    html = preview_text(f"[a](plik:{own.pk}) [b](plik:{foreign.pk})", by=jan)
    assert (html.count(own.url), html.count(foreign.url), uses()) == (1, 0, [])


def test_text_without_files_costs_no_query_more(question, jan, django_assert_num_queries):
    with django_assert_num_queries(0):
        preview_text("plik:abc ![](http://x/y.png) [](plik:0)", by=jan)


def test_more_than_twenty_files_are_refused_and_the_text_is_kept(as_, question, jan):
    rows = [Attachment(owner=jan, name=f"{number}.pdf", kind="document", size=1) for number in range(MOST_FILES + 1)]
    ids = [row.pk for row in Attachment.objects.bulk_create(rows)]
    text = "\n\n".join(f"[plan](plik:{pk})" for pk in ids)
    with pytest.raises(TooManyFiles):
        reply(author=jan, thread=question, text=text, key="too-many-files")
    answer = as_(jan).post(f"/odpowiedz/{question.pk}/", {"text": text, "key": "too-many-files"})
    assert (answer.status_code, answer.content.decode().count(f"plik:{ids[0]})")) == (422, 1)
    post = reply(author=jan, thread=question, text=text.rpartition("\n\n")[0], key="twenty-files")
    assert post.html.count('class="file"') == MOST_FILES


def test_rendering_again_keeps_what_a_post_shows(with_file, jan):
    Attachment.objects.update(owner=None)
    Post.objects.filter(pk=with_file.pk).update(renderer_version=RENDERER_VERSION - 1, html="")
    assert list(rerender_posts()) == [1]
    assert shows(with_file, with_file.attachment)


def test_form_without_scripts_attaches_and_keeps_the_text(as_, question, jan):
    files = [SimpleUploadedFile("plan.pdf", making.pdf()), SimpleUploadedFile("zly.svg", making.SVG)]
    answer = as_(jan).post(
        f"/odpowiedz/{question.pk}/", {"text": "Mój tekst.", "key": "without-scripts", "files": files, "attach": "1"}
    )
    (attachment,) = Attachment.objects.filter(owner=jan)
    page = answer.content.decode()
    assert (page.count("Mój tekst."), page.count(f"[plan.pdf](plik:{attachment.pk})"), page.count("zly:")) == (1, 1, 1)
    assert Post.objects.filter(thread=question).count() == 1


def test_posts_of_before_lose_nothing_by_being_rendered_again(question):
    """RENDERER_VERSION 2 adds files; texts without them are what they were."""
    texts = Post.objects.exclude(source__contains="](plik:").values_list("pk", "html")
    before = dict(texts)
    Post.objects.update(renderer_version=1)
    list(rerender_posts())
    assert dict(texts.all()) == before


def test_text_that_waits_has_no_more_files_than_a_post_either(as_, zielona, ewa):
    rows = [Attachment(owner=ewa, name=f"{number}.pdf", kind="document", size=1) for number in range(MOST_FILES + 1)]
    ids = [row.pk for row in Attachment.objects.bulk_create(rows)]
    text = "\n\n".join(f"[plan](plik:{pk})" for pk in ids)
    written = Written(text=text, title="Warsztaty w Łodzi", kind="announcement", audience="public")
    at = timezone.now() + timedelta(days=1)
    with pytest.raises(TooManyFiles):
        schedule(author=ewa, key="waits-files-1", space=zielona, written=written, publish_at=at)
    draft = save_draft(author=ewa, key="waits-files-2", space=zielona, written=written, version=0)
    page = as_(ewa).get(f"/szkice/{draft.pk}/usun/")
    assert (page.status_code, page.content.decode().count('class="file"')) == (200, MOST_FILES + 1)
