"""Reporting: open to whoever can read, kind to who presses twice, told once to who decides, and paced."""

import pytest
from django.core import mail

from community.moderation import actions
from community.moderation.models import Report
from community.notifications.models import Notification
from community.notifications.queries import inbox
from community.spaces.models import Membership
from forum.actions import hide_post

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]
TYPED = {"fault": "unkind", "text": "To obraża sąsiadów."}


def told(kind="moderation.report"):
    return sorted(Notification.objects.filter(kind=kind).values_list("person__slug", flat=True))


def test_member_reports_and_is_thanked(as_, anna, answer):
    response = as_(anna).post(f"/zglos/post/{answer.pk}/", TYPED)
    assert (response.status_code, response["Location"]) == (302, f"/zglos/post/{answer.pk}/?wyslane=1")
    row = Report.objects.get()
    assert (row.reporter, row.author, row.fault, row.text, row.space) == (
        anna, answer.author, "unkind", TYPED["text"], answer.thread.space
    )  # fmt: skip
    assert as_(anna).get(response["Location"]).content.decode().count("notice--success") == 1


def test_visitor_reports_with_an_address_and_gets_a_letter(as_, answer, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        as_().post(f"/en/zglos/post/{answer.pk}/", {**TYPED, "contact": "gosc@outside.example"})
    row = Report.objects.get()
    assert (row.reporter, row.contact) == (None, "gosc@outside.example")
    assert [letter.to for letter in mail.outbox] == [["gosc@outside.example"]]
    assert TYPED["text"] not in mail.outbox[0].body  # nobody sends words of their own to a stranger through us


def test_member_is_not_asked_for_an_address(as_, anna, answer):
    html = as_(anna).get(f"/zglos/post/{answer.pk}/").content.decode()
    assert (html.count('name="fault"'), html.count('name="contact"')) == (5, 0)


def test_second_open_report_of_the_same_is_told_kindly(as_, anna, answer, reported):
    response = as_(anna).post(f"/zglos/post/{answer.pk}/", TYPED)
    assert (response.status_code, Report.objects.count()) == (409, 1)
    assert response.content.decode().count('<form class="form"') == 0


def test_second_report_at_once_adds_nothing(anna, answer, reported, subject_of):
    with pytest.raises(actions.AlreadyReported):
        actions.report(subject=subject_of(answer), fault="other", text="Jeszcze raz.", reporter=anna)
    assert Report.objects.count() == 1


@pytest.mark.parametrize(
    "typed",
    [
        {}, {"fault": "x"}, {"fault": "wrong"}, {"fault": "other", "text": "  "}, {**TYPED, "text": "x" * 2001},
        {**TYPED, "contact": "nie-adres"},
    ],
)  # fmt: skip
def test_bad_report_is_explained_and_kept(typed, as_, answer):
    response = as_().post(f"/zglos/post/{answer.pk}/", typed)
    assert (response.status_code, Report.objects.count()) == (422, 0)
    assert response.content.decode().count('id="form-errors"') == 1


def test_own_text_is_not_reported(as_, jan, answer):
    assert as_(jan).get(f"/zglos/post/{answer.pk}/").status_code == 403


@pytest.mark.parametrize("path", ["/zglos/post/999999/", "/zglos/wiadomosc/1/"])
def test_what_is_not_there_is_not_found(path, as_, anna):
    assert [as_(who).get(path).status_code for who in (None, anna)] == [404, 404]


def test_deleted_post_is_not_found_even_for_its_keeper(as_, jan, ewa, answer):
    from forum.actions import delete_post

    delete_post(by=jan, post=answer)
    assert [as_(who).get(f"/zglos/post/{answer.pk}/").status_code for who in (None, ewa)] == [404, 404]


def test_who_decides_is_told_once_about_a_subject(anna, olaf, ewa, answer, subject_of):
    for who in (anna, olaf, None):
        actions.report(subject=subject_of(answer), fault="unkind", reporter=who)
    assert told() == [ewa.slug]
    line = inbox(ewa).rows[0]
    assert line.sentence.count(answer.thread.title) == 1
    assert Notification.objects.get(kind="moderation.report").actor is None


def test_report_about_a_facilitator_goes_to_who_leads_all(anna, ewa, maria, question, subject_of):
    from forum.actions import reply

    post = reply(author=ewa, thread=question, text="Słowo facylitatorki.", key="of-ewa-1234")
    actions.report(subject=subject_of(post), fault="unkind", reporter=anna)
    assert told() == [maria.slug]


def test_report_where_nobody_facilitates_goes_to_who_leads_all(anna, maria, zielona, answer, subject_of):
    Membership.objects.filter(space=zielona, role="facilitator").update(role="member")
    actions.report(subject=subject_of(answer), fault="unkind", reporter=anna)
    assert told() == [maria.slug]


def test_eleventh_report_in_an_hour_waits(as_, anna, question, jan):
    from forum.actions import reply

    browser, statuses = as_(anna), []
    for number in range(11):
        post = reply(author=jan, thread=question, text=f"Wpis {number}.", key=f"brake-{number}")
        statuses.append(browser.post(f"/zglos/post/{post.pk}/", TYPED).status_code)
    assert statuses == [302] * 10 + [429]
    assert as_().post(f"/zglos/post/{post.pk}/", TYPED).status_code == 302  # somebody else's brake is another one


def test_link_to_report_is_on_the_page_of_more(as_, anna, jan, answer):
    link = f'href="/zglos/post/{answer.pk}/"'
    shown = [as_(who).get(f"/wpisy/{answer.pk}/wiecej/").content.decode().count(link) for who in (None, anna, jan)]
    assert shown == [1, 1, 0]


@pytest.mark.parametrize("verb", ["keep", "hide"])
def test_word_to_who_reported_reaches_a_visitor_and_the_reason_for_the_author_does_not(
    verb, as_, ewa, answer, subject_of, django_capture_on_commit_callbacks
):
    actions.report(subject=subject_of(answer), fault="unkind", contact="gosc@outside.example")
    typed = {"keep": {"keep": "1", "note": "Ostre, ale to cytat."}, "hide": {"fault": "unkind", "words": "To cytat."}}
    with django_capture_on_commit_callbacks(execute=True):
        as_(ewa).post(f"/s/zielona/zgloszenia/post/{answer.pk}/", typed[verb])
    (letter,) = mail.outbox
    parts = [letter.body, letter.alternatives[0][0]]
    assert ["to cytat" in part.replace("\xa0", " ").lower() for part in parts] == [verb == "keep"] * 2


@pytest.mark.parametrize(("language", "words"), [("pl", "Zgłoszony przez ciebie tekst"), ("en", "The text that you")])
def test_visitor_hears_of_the_decision_in_the_language_of_the_report(
    language, words, ewa, answer, subject_of, django_capture_on_commit_callbacks
):
    report = {"fault": "unkind", "contact": "gosc@outside.example", "language": language}
    actions.report(subject=subject_of(answer), **report)
    with django_capture_on_commit_callbacks(execute=True):
        hide_post(by=ewa, post=answer, fault="unkind", reason="Obraża.")
    (letter,) = mail.outbox
    body = letter.body.replace("\xa0", " ")
    assert (words in body, "Sieć Zielona" in body) == (True, True)
