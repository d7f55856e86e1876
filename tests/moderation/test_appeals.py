"""Another look: the author asks once, somebody else answers, and a text may come back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from community.moderation import actions
from community.moderation.models import Decision
from community.moderation.queries import open_count
from community.moderation.rules import decision_abilities, open_appeals_for
from community.notifications.models import Notification
from forum.actions import delete_post, restore_post
from forum.models import Post

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]


def told(kind):
    return sorted(Notification.objects.filter(kind=kind).values_list("person__slug", flat=True))


@pytest.fixture()
def appealed(hidden, jan):
    return actions.appeal(by=jan, decision=hidden, text="To był cytat z uchwały.")


def test_author_asks_once(as_, jan, hidden):
    path = f"/decyzje/{hidden.pk}/odwolanie/"
    assert as_(jan).get(path).status_code == 200
    assert as_(jan).post(path, {"text": ""}).status_code == 422
    assert as_(jan).post(path, {"text": "To był cytat z uchwały."}).status_code == 302
    assert as_(jan).post(path, {"text": "I jeszcze raz."}).status_code == 403
    assert Decision.objects.get(pk=hidden.pk).appeal == "To był cytat z uchwały."


@pytest.mark.parametrize(("who", "status"), [("anna", 404), ("olaf", 404), ("ewa", 403)])
def test_nobody_else_asks(who, status, as_, hidden, request):
    response = as_(request.getfixturevalue(who)).post(f"/decyzje/{hidden.pk}/odwolanie/", {"text": "Proszę."})
    assert (response.status_code, Decision.objects.get(pk=hidden.pk).appeal) == (status, "")


def test_after_half_a_year_it_is_too_late(jan, hidden):
    Decision.objects.filter(pk=hidden.pk).update(created_at=timezone.now() - timedelta(days=184))
    with pytest.raises(actions.NotYours):
        actions.appeal(by=jan, decision=hidden, text="Proszę.")


def test_who_did_not_decide_is_asked(second, jan, hidden):
    actions.appeal(by=jan, decision=hidden, text="Proszę.")
    assert told("moderation.appeal") == ["leszek-czyzyk", "maria-kalina"]


def test_who_leads_all_is_asked_where_one_person_facilitates(appealed):
    assert told("moderation.appeal") == ["maria-kalina"]


def test_who_decided_does_not_answer(as_, ewa, maria, appealed, zielona):
    path = f"/decyzje/{appealed.pk}/odpowiedz/"
    assert [as_(who).get(path).status_code for who in (ewa, maria)] == [403, 200]
    assert [open_count(who, zielona) for who in (ewa, maria)] == [0, 1]
    with pytest.raises(actions.NotYours):
        actions.answer_appeal(by=ewa, decision=appealed, text="Nie.")


def test_list_form_of_the_rule_equals_the_rule(ewa, maria, jan, second, zielona, appealed):
    for who in (ewa, maria, jan, second):
        listed = Decision.objects.filter(open_appeals_for(who, zielona), pk=appealed.pk).exists()
        leads = decision_abilities(who, appealed).is_leader
        assert (listed and leads) == decision_abilities(who, appealed).may_answer


def test_decision_stands(as_, jan, maria, appealed):
    as_(maria).post(f"/decyzje/{appealed.pk}/odpowiedz/", {"text": "Cytat zawierał wyzwisko."})
    assert as_(jan).get(f"/decyzje/{appealed.pk}/").content.decode().count("Cytat zawierał wyzwisko.") == 1
    waiting = Notification.objects.filter(kind="moderation.appeal", read_at=None).count()
    assert (told("moderation.answered"), waiting) == ([jan.slug], 0)
    assert Post.objects.get(pk=appealed.subject_id).deleted_at is not None


def test_text_comes_back(as_, jan, maria, appealed):
    as_(maria).post(f"/decyzje/{appealed.pk}/odpowiedz/", {"text": "Racja, to był cytat.", "restore": "1"})
    assert Post.objects.get(pk=appealed.subject_id).deleted_at is None
    assert sorted(Decision.objects.filter(subject_id=appealed.subject_id).values_list("verb", flat=True)) == [
        "hidden", "restored"
    ]  # fmt: skip
    assert told("moderation.answered") == []  # that it is shown again says it all


def test_second_answer_comes_too_late(as_, maria, second, appealed):
    assert as_(second).post(f"/decyzje/{appealed.pk}/odpowiedz/", {"text": "Zostaje."}).status_code == 302
    late = as_(maria).post(f"/decyzje/{appealed.pk}/odpowiedz/", {"text": "Wraca.", "restore": "1"})
    assert (late.status_code, Post.objects.get(pk=appealed.subject_id).deleted_at is None) == (409, False)


def test_second_answer_at_once_brings_nothing_back(maria, second, appealed):
    actions.answer_appeal(by=second, decision=appealed, text="Zostaje.")
    with pytest.raises(actions.DecidedMeanwhile):
        actions.answer_appeal(by=maria, decision=appealed, text="Wraca.", restores=True)
    assert Post.objects.get(pk=appealed.subject_id).deleted_at is not None
    assert Decision.objects.filter(verb="restored", subject_id=appealed.subject_id).count() == 0


def test_text_that_cannot_come_back_is_not_offered_and_nothing_else_is_answered_instead(as_, maria, appealed, answer):
    path = f"/decyzje/{appealed.pk}/odpowiedz/"
    assert as_(maria).get(path).content.decode().count('name="restore"') == 1
    delete_post(by=maria, post=answer.thread.posts.get(number=1))
    assert as_(maria).get(path).content.decode().count('name="restore"') == 0
    late = as_(maria).post(path, {"text": "Racja, to był cytat z uchwały rady miasta.", "restore": "1"})
    assert (late.status_code, "to był cytat z uchwały rady" in late.content.decode()) == (409, True)
    assert (Decision.objects.get(pk=appealed.pk).answered_at, told("moderation.answered")) == (None, [])


def test_text_that_came_back_meanwhile_is_said_to_be_there(maria, second, appealed, answer):
    restore_post(by=second, post=Post.objects.get(pk=answer.pk))
    with pytest.raises(actions.NotRestored):
        actions.answer_appeal(by=maria, decision=appealed, text="Racja.", restores=True)
    assert Decision.objects.get(pk=appealed.pk).answered_at is None
