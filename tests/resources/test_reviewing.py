"""Between author and editors: what is missing, what stands still, what is published, and who is told how."""

import html as html_of
import re

import pytest
from django.contrib.auth.models import Group
from wagtail.models import WorkflowState

from community.notifications.models import Notification
from community.notifications.queries import unread_counts
from forum.models import Thread
from resources import review_notices
from resources.actions import errors
from resources.actions.reviewing import comment_page, decide_page, submit_article, withdraw_page
from resources.actions.writing import version_of
from resources.models import ArticlePage, ReviewNote
from resources.queries.writing import notes_about
from resources.rules import editors, lock_on, may_decide, may_edit, state_of
from tests.notifications.post import clear_post, deliver
from tests.resources.conftest import TITLE

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]


def kinds(page):
    return [note.kind for note in notes_about(page)]


def decide(page, by, *, approve, comment="", version=None):
    page.refresh_from_db()
    decide_page(by=by, page=page, version=version or version_of(page.latest_revision), approve=approve, comment=comment)
    page.refresh_from_db()


def told(person, page):
    """The kinds of what a person was told about a page."""
    notes = ReviewNote.objects.filter(page_id=page.pk).values("pk")
    rows = Notification.objects.filter(person=person, kind__startswith="resources.", object_id__in=notes)
    return sorted(rows.values_list("kind", flat=True))


def test_sent_article_stands_still_and_editors_are_told(as_, whole, expert, editor, maria):
    clear_post()
    answer = as_(expert).post(f"/pisz/{whole.pk}/wyslij/")
    whole.refresh_from_db()
    assert (answer["Location"], state_of(whole), kinds(whole)) == ("/pisz/", "in_progress", ["submitted"])
    assert (may_edit(expert, whole), may_edit(editor, whole), bool(lock_on(expert, whole))) == (False, False, True)
    assert [told(who, whole) for who in (editor, maria, expert)] == [["resources.submitted"]] * 2 + [[]]
    letters = {letter.to[0]: letter.body for letter in deliver()}
    assert sorted(letters) == sorted([editor.email, maria.email])
    assert f"/pisz/{whole.pk}/decyzja/" in letters[editor.email]
    assert [words for words in letters.values() if "/cms/" in words or "/admin/" in words] == []


def test_waiting_article_is_not_saved(as_, waiting, expert):
    draft = waiting.latest_revision_id
    sent = {"title": "Inny", "space": waiting.space_id, "audience": "public", "body": "<p>x</p>",
            "version": version_of(waiting.latest_revision)}  # fmt: skip
    browser = as_(expert)
    answers = [browser.post(f"/pisz/{waiting.pk}/{door}", sent).status_code for door in ("", "zapis/", "wyslij/")]
    waiting.refresh_from_db()
    assert (answers, waiting.latest_revision_id) == ([409, 409, 409], draft)
    assert browser.get(f"/pisz/{waiting.pk}/").status_code == 200


def test_sending_twice_is_refused(waiting, expert):
    with pytest.raises(errors.PageLocked):
        submit_article(by=expert, page=waiting)


def test_taking_back_opens_it_again_and_settles_the_editors(as_, waiting, expert, editor):
    before = unread_counts([editor.pk]).get(editor.pk, 0)
    answer = as_(expert).post(f"/pisz/{waiting.pk}/cofnij/")
    assert (answer["Location"], may_edit(expert, waiting)) == (f"/pisz/{waiting.pk}/", True)
    assert kinds(waiting) == ["submitted", "withdrawn"]
    assert unread_counts([editor.pk]).get(editor.pk, 0) == before - 1
    assert as_(expert).post(f"/pisz/{waiting.pk}/cofnij/").status_code == 409


def test_author_does_not_decide(as_, waiting, expert):
    browser = as_(expert)
    assert browser.get(f"/pisz/{waiting.pk}/decyzja/").status_code == 403
    answer = browser.post(
        f"/pisz/{waiting.pk}/decyzja/", {"approve": "1", "version": version_of(waiting.latest_revision)}
    )
    assert (answer.status_code, ArticlePage.objects.get(pk=waiting.pk).live) == (403, False)
    with pytest.raises(errors.NotYours):
        decide(waiting, expert, approve=True)


def test_editor_decides_about_an_own_text_only_when_alone(waiting, editor, maria):
    ArticlePage.objects.filter(pk=waiting.pk).update(owner=editor)
    waiting.refresh_from_db()
    assert (may_decide(editor, waiting), may_decide(maria, waiting)) == (False, True)
    editors().exclude(pk=editor.pk).update(is_active=False)
    assert may_decide(editor, waiting) is True


def test_changes_need_words(as_, waiting, editor):
    version = version_of(waiting.latest_revision)
    answer = as_(editor).post(f"/pisz/{waiting.pk}/decyzja/", {"changes": "1", "version": version, "comment": "  "})
    assert (answer.status_code, "field__error" in answer.content.decode(), state_of(waiting)) == (
        422,
        True,
        "in_progress",
    )


def test_asking_for_changes_opens_the_text_for_its_author(as_, waiting, expert, editor):
    clear_post()
    sent = {"changes": "1", "version": version_of(waiting.latest_revision), "comment": "Dopisz koszty."}
    assert as_(editor).post(f"/pisz/{waiting.pk}/decyzja/", sent)["Location"] == "/pisz/"
    assert (state_of(waiting), may_edit(expert, waiting)) == ("needs_changes", True)
    assert [(note.kind, note.text) for note in notes_about(waiting)][-1] == ("changes", "Dopisz koszty.")
    assert (told(expert, waiting), told(editor, waiting)) == (["resources.changes_asked"], ["resources.submitted"])
    (letter,) = deliver()
    assert (letter.to, "Dopisz koszty." in letter.body, f"/pisz/{waiting.pk}/" in letter.body) == (
        [expert.email],
        True,
        True,
    )
    page = as_(expert).get(f"/pisz/{waiting.pk}/").content.decode()
    assert ("Dopisz koszty." in page, 'name="body"' in page) == (True, True)


def test_after_changes_it_is_sent_again_and_published(waiting, expert, editor, write):
    decide(waiting, editor, approve=False, comment="Dopisz koszty.")
    write(waiting, expert, "<p>Treść z kosztami.</p>")
    submit_article(by=expert, page=waiting)
    decide(waiting, editor, approve=True)
    assert (waiting.live, "Treść z kosztami." in str(waiting.body)) == (True, True)
    assert kinds(waiting) == ["submitted", "changes", "submitted", "approved"]
    assert WorkflowState.objects.for_instance(waiting).count() == 1


def test_approval_publishes_lists_and_tells(as_, client, waiting, expert, editor):
    clear_post()
    answer = as_(editor).post(
        f"/pisz/{waiting.pk}/decyzja/", {"approve": "1", "version": version_of(waiting.latest_revision)}
    )
    waiting.refresh_from_db()
    assert (answer["Location"], waiting.live, waiting.has_unpublished_changes) == (waiting.url, True, False)
    assert client.get(f"/biblioteka/{waiting.slug}/").status_code == 200
    assert told(expert, waiting) == ["resources.approved"]
    letters = [letter for letter in deliver() if letter.to == [expert.email]]
    assert (len(letters), f"/biblioteka/{waiting.slug}/" in letters[0].body) == (1, True)
    assert Thread.objects.filter(title=TITLE).exists()


def test_facilitator_of_everything_approves_without_rights_in_the_admin(waiting, maria):
    decide(waiting, maria, approve=True)
    assert waiting.live is True


def test_only_what_the_editor_read_is_published(waiting, editor, expert):
    """A revision that came after the decision page was opened, however it was made, is not what was read."""
    read = version_of(waiting.latest_revision)
    draft = waiting.get_latest_revision_as_object()
    draft.title = "Po cichu zmieniony"
    draft.save_revision(user=expert, clean=False)
    with pytest.raises(errors.NotWaiting):
        decide(waiting, editor, approve=True, version=read)
    waiting.refresh_from_db()
    assert (waiting.live, state_of(waiting)) == (False, "in_progress")


def test_decision_page_says_that_the_office_changed_the_text(as_, waiting, editor, maria):
    draft = waiting.get_latest_revision_as_object()
    draft.title = "Poprawiony w redakcji"
    draft.save_revision(user=editor, clean=False)
    page = as_(maria).get(f"/pisz/{waiting.pk}/decyzja/").content.decode()
    version = re.search(r'name="version" value="([^"]+)"', page)[1]
    assert ("Poprawiony w redakcji" in page, page.count("notice--warning")) == (True, 1)
    as_(maria).post(f"/pisz/{waiting.pk}/decyzja/", {"approve": "1", "version": version})
    assert ArticlePage.objects.get(pk=waiting.pk, live=True).title == "Poprawiony w redakcji"


def test_draft_of_a_published_article_changes_nothing_for_readers(as_, client, published, expert, write):
    write(published, expert, "<p>Nowa treść.</p>", title="Nowy tytuł")
    page = client.get(f"/biblioteka/{published.slug}/").content.decode()
    assert ("Nowy tytuł" in page, "Nowa treść" in page, TITLE in page) == (False, False, True)
    assert "Nowa treść." in as_(expert).get(f"/pisz/{published.pk}/podglad/").content.decode()


def test_editor_sees_what_changed_since_the_publication(as_, published, expert, editor, write):
    write(published, expert, "<p>Treść artykułu poprawiona.</p>", title=f"{TITLE} i ogrodzie")
    submit_article(by=expert, page=published)
    page = as_(editor).get(f"/pisz/{published.pk}/decyzja/").content.decode()
    added = [
        html_of.unescape(re.sub(r"<span.*?</span>", "", one)).strip() for one in re.findall(r"<ins>(.*?)</ins>", page)
    ]
    assert added == ["i ogrodzie", "poprawiona"]
    decide(published, editor, approve=True)
    assert published.title == f"{TITLE} i ogrodzie"


def test_published_article_without_changes_is_not_sent(published, expert):
    with pytest.raises(errors.NotReady):
        submit_article(by=expert, page=published)


def test_decision_about_what_does_not_wait_leads_on(as_, whole, published, editor):
    assert as_(editor).get(f"/pisz/{published.pk}/decyzja/")["Location"] == f"/pisz/{published.pk}/"
    with pytest.raises(errors.NotWaiting):
        decide(published, editor, approve=True)


def test_comments_are_seen_by_both_in_order(as_, waiting, expert, editor):
    as_(editor).post(f"/pisz/{waiting.pk}/uwagi/", {"text": "Ile to kosztowało?"})
    as_(expert).post(f"/pisz/{waiting.pk}/uwagi/", {"text": "Dopiszę <b>jutro</b>."})
    assert [note.text for note in notes_about(waiting)] == ["", "Ile to kosztowało?", "Dopiszę <b>jutro</b>."]
    pages = [as_(who).get(f"/pisz/{waiting.pk}/").content.decode() for who in (expert, editor)]
    assert ["Dopiszę &lt;b&gt;" in page for page in pages] == [True, True]
    assert (told(expert, waiting), told(editor, waiting)) == (
        ["resources.noted"],
        ["resources.noted", "resources.submitted"],
    )


@pytest.mark.parametrize("text", ["", "   ", "x" * 4001])
def test_empty_and_endless_comments_are_refused(text, as_, waiting, expert):
    assert as_(expert).post(f"/pisz/{waiting.pk}/uwagi/", {"text": text}).status_code == 422


def test_inbox_tells_each_in_words(as_, waiting, expert, editor):
    decide(waiting, editor, approve=False, comment="Dopisz koszty.")
    comment_page(by=editor, page=waiting, text="I terminy.")
    said = [
        (one.kind, one.actor, tell(expert, [one.object_id])[one.object_id].url)
        for one in Notification.objects.filter(person=expert, kind__startswith="resources.").order_by("pk")
        for tell in (
            review_notices.tell_changes_asked if one.kind == "resources.changes_asked" else review_notices.tell_noted,
        )
    ]
    desk = f"/pisz/{waiting.pk}/#notes"
    assert said[-2:] == [("resources.changes_asked", editor, desk), ("resources.noted", editor, desk)]
    page = as_(expert).get("/powiadomienia/").content.decode().replace("\u00a0", " ")
    assert len(re.findall(f"[“„]{TITLE}”", page)) == 2
    decided = Notification.objects.get(person=editor, kind="resources.submitted", object_id=notes_about(waiting)[0].id)
    assert decided.read_at is not None


def test_notifications_about_drafts_tell_nobody_else(anna, waiting):
    notes = list(ReviewNote.objects.filter(page_id=waiting.pk).values_list("pk", flat=True))
    for tell in (
        review_notices.tell_submitted,
        review_notices.tell_changes_asked,
        review_notices.tell_approved,
        review_notices.tell_noted,
    ):
        assert tell(anna, notes) == {}


def test_steps_made_in_the_admin_tell_the_same(waiting, expert, editor):
    clear_post()
    state = waiting.current_workflow_task_state
    state.task.specific.on_action(state, editor, "reject", comment="Z biura.")
    assert [(note.kind, note.text) for note in notes_about(waiting)][-1] == ("changes", "Z biura.")
    letters = deliver()
    assert [letter.to for letter in letters] == [[expert.email]]
    assert [letter for letter in letters if "/cms/" in letter.body + str(letter.alternatives)] == []


def test_wagtail_writes_no_letters_of_its_own(whole, expert, editor, monkeypatch):
    from wagtail.admin import mail

    written = []
    monkeypatch.setattr(mail, "send_mail", lambda *args, **kwargs: written.append(args))
    monkeypatch.setattr(mail, "send_notification", lambda *args, **kwargs: written.append(args), raising=False)
    submit_article(by=expert, page=whole)
    decide(whole, editor, approve=False, comment="Nie.")
    submit_article(by=expert, page=whole)
    decide(whole, editor, approve=True)
    assert written == []


def test_editors_are_the_group_and_who_facilitates_everything(editor, maria, jan):
    Group.objects.get(name="Redakcja").user_set.add(jan)
    assert set(editors()) == {editor, maria, jan}
    jan.is_active = False
    jan.save(update_fields=["is_active"])
    assert set(editors()) == {editor, maria}


def test_withdrawing_what_does_not_wait_is_refused(whole, expert):
    with pytest.raises(errors.NotWaiting):
        withdraw_page(by=expert, page=whole)


@pytest.mark.parametrize("more", [0, 5])
def test_notes_cost_one_query(more, waiting, editor, django_assert_num_queries):
    for number in range(more):
        comment_page(by=editor, page=waiting, text=f"Uwaga {number}")
    with django_assert_num_queries(1):
        assert len(notes_about(waiting)) == more + 1
