"""What changed while a page was open: rules are asked again under the lock, and nobody is bothered by what is gone."""

import pytest

from community.following.actions import follow
from community.following.models import Level, Target
from community.notifications.models import Notification
from community.spaces.models import Membership
from forum.actions import (
    ChangedMeanwhile,
    ForumError,
    accept_answer,
    delete_post,
    edit_post,
    move_thread,
    preview_text,
    reply,
    restore_post,
    unaccept_answer,
)
from forum.models import Post, Revision, Thread

pytestmark = pytest.mark.django_db


def unread(person):
    return Notification.objects.filter(person=person, read_at=None, kind__startswith="forum.").count()


@pytest.fixture()
def read_up(anna):
    Notification.objects.filter(person=anna).delete()


def test_thread_that_was_answered_meanwhile_is_not_deleted_by_its_author(anna, jan, question):
    first = question.posts.select_related("thread").get(number=1)
    reply(author=jan, thread=question, text="Już odpowiadam.", key="answered-meanwhile")
    with pytest.raises(ChangedMeanwhile):
        delete_post(by=anna, post=first)
    assert Thread.objects.get(pk=question.pk).deleted_at is None


def test_post_deleted_meanwhile_is_not_edited(jan, ewa, answer):
    delete_post(by=ewa, post=Post.objects.get(pk=answer.pk))
    with pytest.raises(ChangedMeanwhile):
        edit_post(by=jan, post=answer, text="Nowy tekst", version=1)
    assert Revision.objects.filter(post=answer).count() == 0


def test_answer_in_a_thread_deleted_meanwhile_is_not_accepted(anna, ewa, question, answer):
    delete_post(by=ewa, post=question.posts.get(number=1))
    with pytest.raises(ForumError):
        accept_answer(by=anna, post=answer)


def test_answer_is_accepted_only_by_who_may_still_read_the_question(anna, maria, closed, question, answer):
    Membership.objects.filter(space=closed, person=anna).delete()
    move_thread(by=maria, thread=question, space=closed, audience="members")
    with pytest.raises(ChangedMeanwhile):
        accept_answer(by=anna, post=answer)
    assert Thread.objects.get(pk=question.pk).accepted is None


def test_acceptance_is_taken_back_only_by_who_still_facilitates(anna, ewa, zielona, question, answer):
    accept_answer(by=anna, post=answer)
    Membership.objects.filter(space=zielona, person=ewa).update(role="member")
    with pytest.raises(ChangedMeanwhile):
        unaccept_answer(by=ewa, post=answer)
    assert Thread.objects.get(pk=question.pk).accepted == answer


def test_thread_that_was_moved_out_of_sight_takes_no_reply(jan, maria, closed, question):
    Membership.objects.filter(space=closed, person=jan).delete()
    move_thread(by=maria, thread=question, space=closed, audience="members")
    with pytest.raises(ChangedMeanwhile):
        reply(author=jan, thread=question, text="Odpowiedź w ciemno.", key="moved-meanwhile")
    assert not Post.objects.filter(client_key="moved-meanwhile").exists()


def test_deleting_twice_counts_once(ewa, answer):
    delete_post(by=ewa, post=answer)
    delete_post(by=ewa, post=answer)
    assert Thread.objects.get(pk=answer.thread_id).reply_count == 0


@pytest.mark.usefixtures("read_up")
def test_deleted_reply_no_longer_counts_as_unread(anna, jan, question):
    post = reply(author=jan, thread=question, text="Pomyłka", key="a-mistake-of-jan")
    assert unread(anna) == 1
    delete_post(by=jan, post=post)
    assert unread(anna) == 0


@pytest.mark.usefixtures("read_up")
def test_deleted_thread_no_longer_counts_as_unread(anna, ewa, question, answer):
    delete_post(by=ewa, post=question.posts.get(number=1))
    assert unread(anna) == 0


def test_restored_reply_is_in_the_inbox_again(as_, anna, jan, question):
    post = reply(author=jan, thread=question, text="Jednak dobrze", key="right-after-all")
    delete_post(by=jan, post=post)
    restore_post(by=jan, post=Post.objects.get(pk=post.pk))
    assert f"/powiadomienia/{Notification.objects.get(person=anna, object_id=post.pk).pk}/" in (
        as_(anna).get("/powiadomienia/").content.decode()
    )


@pytest.mark.parametrize("target", [Target.ENTRY, Target.SPACE])
@pytest.mark.usefixtures("read_up")
def test_muting_silences_mentions_too(anna, jan, question, target):
    from community.catalogue.models import Entry

    entry = Entry.objects.get(kind="question", subject_id=question.pk)
    follow(
        person=anna,
        target=target,
        target_id=entry.pk if target == Target.ENTRY else question.space_id,
        level=Level.MUTED,
    )
    reply(author=jan, thread=question, text="@anna-borowik, co sądzisz?", key="mention-of-muted")
    assert unread(anna) == 0


@pytest.mark.parametrize("title", ["Odpowiedź", "Post 1 – co dalej?", "!!!!!!!!!!", "Wątek/2: dalej"])
def test_every_title_makes_an_address_that_opens_the_thread(as_, anna, zielona, title):
    from forum.actions import start_thread

    thread = start_thread(author=anna, space=zielona, kind="question", title=title, text="Tekst.", key="odd-title-1")
    response = as_().get(f"/watki/{thread.pk}/", follow=True)
    assert (response.status_code, response.redirect_chain) == (200, [(thread.url, 302)])


def test_preview_shows_mentions_as_they_will_be(anna):
    assert preview_text("@anna-borowik i @nikt-taki", by=anna) == (
        '<p><a href="/ludzie/anna-borowik/" class="mention" rel="nofollow ugc noopener">Anna Borowik</a>'
        " i&nbsp;@nikt-taki</p>\n"
    )
