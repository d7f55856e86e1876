"""Hiding with a reason: what the author reads, what everybody else reads, and who brings it back."""

import pytest

from community.moderation.models import Decision
from forum.actions import hide_post, reply, restore_post
from forum.actions.errors import ChangedMeanwhile
from forum.models import Post
from forum.rules import may_hide, may_restore, may_restore_thread

pytestmark = pytest.mark.django_db
REASON = "Podaje numer telefonu mieszkańca."
TYPED = {"fault": "personal", "words": REASON}


def page(as_, who, path):
    return as_(who).get(path).content.decode()


def test_facilitator_gives_a_reason_for_hiding_anothers_post(as_, ewa, answer):
    assert as_(ewa).get(f"/wpisy/{answer.pk}/usun/").content.decode().count('name="fault"') == 5
    assert as_(ewa).post(f"/wpisy/{answer.pk}/usun/", {}).status_code == 422
    assert as_(ewa).post(f"/wpisy/{answer.pk}/usun/", TYPED).status_code == 302
    post = Post.objects.get(pk=answer.pk)
    verb = Decision.objects.get(subject_id=answer.pk).verb
    assert (post.deleted_by, post.deleted_reason.endswith(REASON), verb) == (ewa, True, "hidden")


def test_facilitator_deletes_an_own_post_without_a_reason(as_, ewa, question):
    own = reply(author=ewa, thread=question, text="Moje.", key="own-of-ewa")
    as_(ewa).post(f"/wpisy/{own.pk}/usun/", {})
    assert (Post.objects.get(pk=own.pk).deleted_reason, Decision.objects.filter(subject_id=own.pk).count()) == ("", 0)


def test_page_says_hidden_without_the_reason_to_everybody(as_, anna, jan, ewa, answer):
    hide_post(by=ewa, post=answer, fault="personal", reason=REASON)
    for who in (None, anna, jan, ewa):
        html = page(as_, who, f"/en{answer.thread.url}")
        says = "This post was hidden by a facilitator."
        assert [html.count(words) for words in (says, REASON, "zakład komunalny")] == [1, 0, 0]
    link = f'href="/decyzje/post/{answer.pk}/"'
    assert [page(as_, who, answer.thread.url).count(link) for who in (None, anna)] == [0, 1]  # shown by its roles


def test_why_leads_the_author_and_facilitators_to_the_decision(as_, anna, jan, ewa, answer):
    decision = hide_post(by=ewa, post=answer, fault="personal", reason=REASON)
    path = f"/decyzje/post/{answer.pk}/"
    assert [as_(who).get(path).status_code for who in (jan, ewa, anna)] == [302, 302, 404]
    assert as_(jan).get(path)["Location"] == f"/decyzje/{decision.pk}/"
    html = page(as_, jan, f"/decyzje/{decision.pk}/")
    assert (html.count(REASON), html.count("zakład komunalny")) == (1, 1)  # nothing of the text is lost


def test_author_cannot_restore_what_a_facilitator_hid(as_, jan, ewa, answer):
    hide_post(by=ewa, post=answer, fault="personal", reason=REASON)
    post = Post.objects.select_related("thread__space").get(pk=answer.pk)
    assert [may_restore(who, post) for who in (jan, ewa)] == [False, True]
    assert as_(jan).post(f"/wpisy/{answer.pk}/przywroc/").status_code == 404
    with pytest.raises(ChangedMeanwhile):
        restore_post(by=jan, post=post)


def test_author_who_facilitates_cannot_either(as_, jan, ewa, zielona, answer):
    from community.spaces.models import Membership

    Membership.objects.filter(person=jan, space=zielona).update(role="facilitator")
    hide_post(by=ewa, post=answer, fault="personal", reason=REASON)
    post = Post.objects.select_related("thread__space").get(pk=answer.pk)
    assert (may_restore(jan, post), may_hide(jan, post)) == (False, False)


def test_hidden_thread_opens_for_facilitators_only(as_, anna, ewa, maria, question):
    hide_post(by=ewa, post=question.posts.get(number=1), fault="personal", reason=REASON)
    question.refresh_from_db()
    assert [may_restore_thread(who, question) for who in (anna, ewa, maria)] == [False, True, True]
    assert [as_(who).get(question.url).status_code for who in (None, anna, ewa)] == [404, 404, 200]
    restore_post(by=maria, post=question.posts.get(number=1))
    assert as_(anna).get(question.url).status_code == 200


def test_facilitator_who_left_no_longer_restores(ewa, zielona, answer, person):
    from community.spaces.models import Membership
    from community.spaces.standing import forget_standing

    hide_post(by=ewa, post=answer, fault="personal", reason=REASON)
    Membership.objects.filter(person=ewa, space=zielona).update(role="member")
    forget_standing(ewa)
    assert may_restore(ewa, Post.objects.select_related("thread__space").get(pk=answer.pk)) is False
