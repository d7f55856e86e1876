"""Where one person facilitates alone: another look is theirs, and said to be; reports of own texts are refused."""

import pytest

from community.moderation import actions
from community.moderation.models import Decision, Report
from community.moderation.queries import open_count
from community.moderation.rules import decision_abilities, open_appeals_for
from community.notifications.models import Notification
from community.people.models import Person
from community.spaces.models import Membership, Space
from forum.actions import hide_post, reply
from forum.models import Post

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]
SAME = "the same facilitator looks again"


@pytest.fixture()
def alone(ewa):
    """Ewa, who leads her network and the whole community, as nobody else does: as just after founding."""
    Membership.objects.filter(role="facilitator").exclude(person=ewa).update(role="member")
    everybody = Space.objects.get(kind="community")
    Membership.objects.update_or_create(person=ewa, space=everybody, defaults={"role": "facilitator"})
    return Person.objects.get(pk=ewa.pk)


@pytest.fixture()
def appealed(alone, hidden, jan):
    return actions.appeal(by=jan, decision=hidden, text="To był cytat z uchwały.")


def said_to(browser, decision):
    page = browser.get(f"/en/decyzje/{decision.pk}/").content.decode().replace("\xa0", " ")
    return [words for words in (SAME, "The same facilitator will look again", "Somebody other than") if words in page]


def is_asked(who, decision):
    listed = Decision.objects.filter(open_appeals_for(who, decision.space), pk=decision.pk).exists()
    can = decision_abilities(who, decision)
    assert (listed and can.is_leader) == can.may_answer
    return can.may_answer


def test_author_is_told_before_and_after_asking_who_looks_again(as_, alone, hidden, jan):
    assert said_to(as_(jan), hidden) == [SAME]
    form = as_(jan).get(f"/en/decyzje/{hidden.pk}/odwolanie/").content.decode().replace("\xa0", " ")
    assert (SAME in form, "Somebody other than" in form) == (True, False)
    actions.appeal(by=jan, decision=hidden, text="To był cytat z uchwały.")
    assert said_to(as_(jan), hidden) == ["The same facilitator will look again"]


def test_who_decided_is_asked_and_answers(as_, alone, zielona, appealed):
    told = Notification.objects.filter(kind="moderation.appeal").values_list("person_id", flat=True)
    assert (list(told), is_asked(alone, appealed), open_count(alone, zielona)) == ([alone.pk], True, 1)
    answer = {"text": "Racja, to był cytat.", "restore": "1"}
    assert as_(alone).post(f"/decyzje/{appealed.pk}/odpowiedz/", answer).status_code == 302
    assert Post.objects.get(pk=appealed.subject_id).deleted_at is None


def test_somebody_who_came_since_looks_again_instead(as_, alone, jan, appealed, second):
    assert [is_asked(who, appealed) for who in (alone, second)] == [False, True]
    assert said_to(as_(jan), appealed) == ["Somebody other than"]
    Person.objects.filter(pk=second.pk).update(is_active=False)
    assert is_asked(alone, appealed)


@pytest.mark.parametrize("is_there", [True, False])
def test_author_is_nobody_who_could_look_again(is_there, alone, second, question):
    post = reply(author=second, thread=question, text="Słowo drugiego.", key="of-second-1")
    hide_post(by=alone, post=post, fault="unkind", reason="Obraża.")
    decision = actions.appeal(by=second, decision=Decision.objects.get(subject_id=post.pk), text="To cytat.")
    if not is_there:
        Membership.objects.filter(person=second, role="facilitator").update(role="member")
        Decision.objects.filter(pk=decision.pk).update(author=None)
        decision.refresh_from_db()
    assert is_asked(alone, decision)


def test_report_that_nobody_could_decide_is_refused_in_words(as_, alone, anna, question, subject_of):
    post = reply(author=alone, thread=question, text="Słowo facylitatorki.", key="of-ewa-1234")
    path = f"/zglos/post/{post.pk}/"
    assert [as_(who).get(path).status_code for who in (anna, None)] == [409, 409]
    assert as_(anna).post(path, {"fault": "unkind"}).status_code == 409
    with pytest.raises(actions.NobodyDecides):
        actions.report(subject=subject_of(post), fault="unkind", reporter=anna)
    assert not Report.objects.exists()
