"""The queue and its decisions: one case a subject, reasons for authors, words for reporters, one decision at once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from community.moderation import actions
from community.moderation.models import Decision, Report
from community.moderation.queries import open_count
from community.notifications.models import Notification
from community.notifications.queries import inbox
from forum.actions import ChangedMeanwhile, delete_post, hide_post, reply, restore_post
from forum.models import Post

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]
HIDING = {"fault": "unkind", "words": "Bez tego zdania może zostać."}


def case(post):
    return f"/s/{post.thread.space.slug}/zgloszenia/post/{post.pk}/"


def told(person, kind):
    return [line.sentence for line in inbox(person).rows if Notification.objects.get(pk=line.id).kind == kind]


def test_queue_shows_a_subject_once_with_all_its_reports(as_, ewa, anna, olaf, answer, subject_of, reported):
    actions.report(subject=subject_of(answer), fault="wrong", text="To nieprawda.", reporter=olaf)
    actions.report(subject=subject_of(answer), fault="advertising")
    page = as_(ewa).get("/s/zielona/zgloszenia/").content.decode()
    assert page.count(f'href="{case(answer)}"') == 1
    one = as_(ewa).get(case(answer)).content.decode()
    said = ("To obraża sąsiadów.", "To nieprawda.", anna.name, olaf.name)
    assert [one.count(words) for words in said] == [1, 1, 1, 1]
    assert one.count("zakład komunalny") == 1  # the text in its place
    assert open_count(ewa, answer.thread.space) == 1


def test_queue_is_for_who_facilitates(as_, anna, olaf, maria, reported, answer):
    for path in ("/s/zielona/zgloszenia/", case(answer)):
        assert [as_(who).get(path).status_code for who in (anna, olaf, maria)] == [403, 403, 200]


def test_queue_costs_the_same_with_many_reports(as_, ewa, jan, anna, question, answer, reported, subject_of):
    def cost():
        with CaptureQueriesContext(connection) as captured:
            browser.get("/s/zielona/zgloszenia/")
        return len(captured)

    browser = as_(ewa)
    one = cost()
    for number in range(4):
        post = reply(author=jan, thread=question, text=f"Wpis {number}.", key=f"queue-{number}")
        actions.report(subject=subject_of(post), fault="unkind", reporter=anna)
    assert cost() == one


def test_own_text_is_somebody_elses_to_decide(as_, ewa, second, anna, question, subject_of):
    post = reply(author=ewa, thread=question, text="Słowo facylitatorki.", key="of-ewa-1234")
    actions.report(subject=subject_of(post), fault="unkind", text="Zbyt ostro.", reporter=anna)
    page = as_(ewa).get("/s/zielona/zgloszenia/").content.decode()
    assert (page.count(case(post)), open_count(ewa, post.thread.space)) == (0, 0)
    refused = as_(ewa).get(case(post))
    assert (refused.status_code, "Zbyt ostro." in refused.content.decode()) == (404, False)
    assert as_(second).get(case(post)).status_code == 200


def test_keeping_settles_the_reports_and_tells_who_reported_only(as_, ewa, anna, jan, answer, reported):
    as_(ewa).post(case(answer), {"keep": "1", "note": "Ostre, ale zgodne z zasadami."})
    decision = Decision.objects.get()
    assert (decision.verb, decision.by, decision.author) == ("kept", ewa, jan)
    assert Report.objects.get().decision == decision
    assert (len(told(anna, "moderation.decided")), told(jan, "moderation.decided")) == (1, [])
    assert Notification.objects.filter(kind="moderation.report", read_at=None).count() == 0
    assert Post.objects.get(pk=answer.pk).deleted_at is None


def test_hiding_needs_a_reason(as_, ewa, answer, reported):
    for typed in ({}, {"fault": "x"}, {"fault": "other"}, {**HIDING, "words": "x" * 2001}):
        assert as_(ewa).post(case(answer), typed).status_code == 422
    assert (Decision.objects.count(), Post.objects.get(pk=answer.pk).deleted_at) == (0, None)


def test_hiding_tells_the_author_why_and_who_reported_that_somebody_looked(as_, ewa, anna, jan, olaf, answer, reported):
    as_(ewa).post(case(answer), HIDING)
    decision = Decision.objects.get()
    post = Post.objects.get(pk=answer.pk)
    assert post.deleted_reason == decision.reason
    assert decision.reason.endswith(HIDING["words"])
    assert (len(told(jan, "moderation.decided")), len(told(anna, "moderation.decided"))) == (1, 1)
    shown = {who: as_(who).get(f"/decyzje/{decision.pk}/") for who in (jan, anna, ewa, olaf)}
    assert [page.status_code for page in shown.values()] == [200, 200, 200, 404]
    reads = [HIDING["words"] in page.content.decode() for page in shown.values()]
    assert reads == [True, False, True, False]
    named = [ewa.name in shown[who].content.decode() for who in (jan, anna)]
    assert named == [False, False]


def test_reporter_is_named_to_facilitators_only(as_, ewa, jan, anna, answer, reported):
    as_(ewa).post(case(answer), HIDING)
    decision = Decision.objects.get()
    paths = [f"/decyzje/{decision.pk}/", "/powiadomienia/", "/s/zielona/decyzje/"]
    pages = [as_(jan).get(path) for path in paths]
    assert [page.content.decode().count("To obraża sąsiadów.") for page in pages] == [0, 0, 0]
    assert anna.name not in pages[0].content.decode().split("<main")[1].split("</main>")[0]


@pytest.mark.parametrize("first", ["keep", "hide"])
@pytest.mark.parametrize("then", ["keep", "hide"])
def test_second_facilitator_learns_that_somebody_has_decided(first, then, as_, ewa, second, answer, reported):
    typed = {"keep": {"keep": "1"}, "hide": HIDING}
    assert as_(ewa).post(case(answer), typed[first]).status_code == 302
    late = as_(second).post(case(answer), typed[then])
    assert (late.status_code, late.content.decode().count('class="lede"')) == (409, 1)
    assert Decision.objects.count() == 1


def test_hiding_twice_by_the_delete_page_is_one_decision(ewa, second, answer):
    hide_post(by=ewa, post=answer, fault="unkind", reason="Obraża.")
    with pytest.raises(actions.DecidedMeanwhile):
        hide_post(by=second, post=answer, fault="unkind", reason="Obraża.")
    assert Decision.objects.count() == 1


def test_who_may_not_hide_hides_nothing(anna, jan, olaf, answer):
    for who in (anna, jan, olaf):
        with pytest.raises(ChangedMeanwhile):
            hide_post(by=who, post=answer, fault="unkind", reason="Obraża.")
    assert Decision.objects.count() == 0


def test_hiding_from_the_thread_settles_the_reports_too(ewa, anna, answer, reported):
    hide_post(by=ewa, post=answer, fault="unkind", reason="Obraża.")
    assert Report.objects.get().decision.verb == "hidden"
    assert len(told(anna, "moderation.decided")) == 1


def test_restoring_settles_what_was_reported_meanwhile_and_tells_the_author(ewa, jan, anna, answer, hidden):
    Report.objects.create(kind="post", subject_id=answer.pk, space=answer.thread.space, reporter=anna, fault="other")
    restore_post(by=ewa, post=Post.objects.get(pk=answer.pk))
    assert Report.objects.get().decision.verb == "restored"
    assert Post.objects.values_list("deleted_at", "deleted_reason").get(pk=answer.pk) == (None, "")
    assert len(told(jan, "moderation.decided")) == 2


def test_what_the_author_deleted_meanwhile_is_closed(as_, ewa, jan, answer, reported):
    delete_post(by=jan, post=answer)
    page = as_(ewa).get(case(answer)).content.decode()
    assert (page.count('name="keep"'), page.count('name="fault"')) == (1, 0)
    as_(ewa).post(case(answer), {"keep": "1"})
    assert Report.objects.get().decision.verb == "kept"


def test_list_of_decisions_names_nobody_and_quotes_nothing(as_, ewa, anna, jan, olaf, answer, reported):
    as_(ewa).post(case(answer), HIDING)
    html = as_(anna).get("/s/zielona/decyzje/").content.decode().split("<main")[1].split("</main>")[0]
    words = [ewa.name, jan.name, anna.name, HIDING["words"], "zakład komunalny", answer.thread.title, "To obraża"]
    assert [html.count(word) for word in words] == [0] * 7
    assert html.count('<li class="row">') == Decision.objects.filter(space__slug="zielona").count()
    assert [as_(who).get("/s/zielona/decyzje/").status_code for who in (olaf, ewa)] == [403, 200]


def test_decision_of_a_closed_group_is_not_found_outside(as_, anna):
    assert as_(anna).get("/s/umowy-i-ryzyka/decyzje/").status_code == 404


def test_home_of_the_place_tells_who_facilitates(as_, ewa, anna, reported):
    link = 'href="/s/zielona/zgloszenia/"'
    assert [as_(who).get("/s/zielona/").content.decode().count(link) for who in (ewa, anna, None)] == [2, 0, 0]
