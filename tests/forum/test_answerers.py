"""Who can answer: whom a question suggests and why, asking with one press, and telling facilitators who waits."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone, translation

from community.base.rounds import rounds
from community.following.actions import follow
from community.notifications.models import Notification
from community.notifications.queries import inbox
from community.people.actions import create_person
from community.people.models import Person
from community.spaces.actions import add_member, take_seat
from community.spaces.models import City, Edition
from community.tags.models import Tag
from forum.actions import (
    accept_answer,
    ask_person,
    delete_post,
    escalate,
    lock_thread,
    reply,
    start_thread,
)
from forum.models import AskedPerson, Thread
from forum.queries.answerers import who_can_answer

pytestmark = pytest.mark.django_db


@pytest.fixture()
def tag(db):
    return Tag.objects.create(name="Nasadzenia testowe")


@pytest.fixture()
def town(db):
    """Returns a function: a city of this size class."""

    def make(name, size):
        return City.objects.create(
            slug=name.lower(), name=name, genitive=name, locative=name, voivodeship="x", size_class=size,
            latitude=52, longitude=19, sort_key=name,
        )  # fmt: skip

    return make


@pytest.fixture()
def official(zielona, town):
    """Returns a function: a member of Sieć Zielona with a seat in a city of this size class."""
    edition = Edition.objects.first()

    def make(key, size="20-50k", role="member", **fields):
        person = create_person(email=f"{key}@official.example", name=f"Osoba {key.capitalize()}", slug=key)
        Person.objects.filter(pk=person.pk).update(**fields)
        add_member(person=person, space=zielona, role=role)
        if size:
            take_seat(person=person, city=town(f"Miasto{key}", size), edition=edition)
        return Person.objects.get(pk=person.pk)

    return make


@pytest.fixture()
def alone(zielona):
    """Nobody of the demo may be asked: only those whom a test makes."""
    Person.objects.update(may_be_asked=False)


@pytest.fixture()
def asker(official):
    return official("pytajaca")


@pytest.fixture()
def tagged(zielona, asker, tag, alone):
    """A fresh question with a tag, from a city of 20–50 thousand."""
    return start_thread(
        author=asker, space=zielona, kind="question", title="Jak pielęgnować nasadzenia?", text="Szukamy rady.",
        key="tagged-question", tags=[tag],
    )  # fmt: skip


def answered_before(person, tag, asker, zielona, *, accepted=False, number=1):
    thread = start_thread(
        author=asker, space=zielona, kind="question", title=f"Dawne pytanie {person.slug} {number}", text="Treść.",
        key=f"before-{person.slug}-{number}", tags=[tag],
    )  # fmt: skip
    post = reply(author=person, thread=thread, text="Odpowiedź.", key=f"before-{person.slug}-{number}")
    if accepted:
        accept_answer(by=asker, post=post)


def names(viewer, thread):
    return [one.name for one in who_can_answer(viewer, thread).people]


# -- whom


def test_who_answered_in_the_same_topic_from_a_similar_city_is_suggested_with_reasons(
    tagged, asker, official, tag, zielona
):
    known = official("ola", size="50-100k")
    answered_before(known, tag, asker, zielona, accepted=True)
    with translation.override("en"):
        (one,) = who_can_answer(asker, tagged).people
    assert (one.id, one.city, one.reasons) == (
        known.pk, "Miastoola",
        ["a city of a similar size: 50–100 thousand inhabitants", "replied in 1 thread on this",
         "1 answer was accepted"],
    )  # fmt: skip


def test_suggestions_stand_by_name_and_there_are_five_at_most(tagged, asker, official, tag, zielona):
    for number, key in enumerate(("ula", "ala", "ela", "ola", "iza", "ada")):
        person = official(key)
        for n in range(number + 1):
            answered_before(person, tag, asker, zielona, number=n)
    found = names(asker, tagged)
    assert (len(found), found) == (5, sorted(found))


def test_words_of_expertise_in_another_form_are_a_reason(tagged, asker, official):
    official("ola", expertise="przetargi, pielęgnacja nasadzeń")
    with translation.override("en"):
        (one,) = who_can_answer(asker, tagged).people
    assert one.reasons[-1] == "can be asked about: pielęgnacja nasadzeń"


def test_up_to_three_are_suggested_for_their_city_alone(tagged, asker, official):
    for key in ("ala", "ela", "ola", "ula"):
        official(key)
    assert len(names(asker, tagged)) == 3


def test_city_of_another_size_is_suggested_only_for_what_is_known(tagged, asker, official, tag, zielona):
    official("duza", size=">500k")
    knows = official("wie", size=">500k")
    answered_before(knows, tag, asker, zielona)
    assert names(asker, tagged) == ["Osoba Wie"]


def test_one_expert_of_the_network_is_suggested(tagged, asker, official):
    official("ogolna", size=None, role="expert")
    knows = official("znawca", size=None, role="expert", expertise="nasadzenia")
    page = who_can_answer(asker, tagged)
    assert (page.people, page.expert.id) == ([], knows.pk)


@pytest.mark.parametrize("why", [
    "asked", "takes part", "inactive", "observer", "muted the space", "muted the thread", "muted the asker",
    "ignores the asker", "is ignored by the asker", "does not want", "asked three times", "own city",
])  # fmt: skip
def test_left_out(why, tagged, asker, official, tag, zielona, closed):
    from community.catalogue.models import Entry

    person = official("ola")
    answered_before(person, tag, asker, zielona)
    assert names(asker, tagged) == ["Osoba Ola"]
    entry = Entry.objects.get(kind="question", subject_id=tagged.pk)
    {
        "asked": lambda: ask_person(by=asker, thread=tagged, person_id=person.pk),
        "takes part": lambda: reply(author=person, thread=tagged, text="Już.", key="takes-part-1"),
        "inactive": lambda: Person.objects.filter(pk=person.pk).update(is_active=False),
        "observer": lambda: person.memberships.update(role="observer"),
        "muted the space": lambda: follow(person=person, target="space", target_id=zielona.pk, level="muted"),
        "muted the thread": lambda: follow(person=person, target="entry", target_id=entry.pk, level="muted"),
        "muted the asker": lambda: follow(person=person, target="person", target_id=asker.pk, level="muted"),
        "ignores the asker": lambda: follow(person=person, target="person", target_id=asker.pk, level="ignored"),
        "is ignored by the asker": lambda: follow(person=asker, target="person", target_id=person.pk, level="ignored"),
        "does not want": lambda: Person.objects.filter(pk=person.pk).update(may_be_asked=False),
        "asked three times": lambda: _asked_elsewhere(person, 3),
        "own city": lambda: person.seats.update(city=asker.seats.get().city),
    }[why]()
    assert names(asker, tagged) == []


def _asked_elsewhere(person, times, days_ago=1):
    for thread in Thread.objects.exclude(author=person).order_by("pk")[:times]:
        at = timezone.now() - timedelta(days=days_ago)
        AskedPerson.objects.create(thread=thread, person=person, created_at=at)


@pytest.mark.parametrize(("times", "days_ago"), [(2, 1), (3, 8)])
def test_whoever_was_asked_less_lately_is_suggested(times, days_ago, tagged, asker, official, tag, zielona):
    person = official("ola")
    answered_before(person, tag, asker, zielona)
    _asked_elsewhere(person, times, days_ago)
    assert names(asker, tagged) == ["Osoba Ola"]


def test_in_a_closed_group_only_its_members_are_suggested(closed, official, alone):
    inside, outside, asking = official("ala"), official("ela"), official("ola")
    for person in (inside, asking):
        add_member(person=person, space=closed)
    thread = start_thread(
        author=asking, space=closed, kind="question", title="Pytanie w grupie", text="Treść.", key="closed-question"
    )
    page = who_can_answer(Person.objects.get(pk=asking.pk), thread)
    assert [one.id for one in page.people] == [inside.pk]
    assert outside.pk not in [one.id for one in page.people]


def test_what_the_asker_cannot_see_is_no_reason(tagged, asker, official, tag, closed):
    person, other = official("ola"), official("inna")
    for one in (person, other):
        add_member(person=one, space=closed)
    answered_before(person, tag, other, closed)
    with translation.override("en"):
        (found,) = [one for one in who_can_answer(asker, tagged).people if one.id == person.pk]
    assert found.reasons == ["a city of the same size: 20–50 thousand inhabitants"]


def test_suggestions_cost_the_same_with_2_and_with_20_people(
    as_, tagged, asker, official, tag, zielona, django_assert_num_queries
):
    browser, path = as_(asker), f"/kogo-zapytac/{tagged.pk}/"
    for n in range(2):
        answered_before(official(f"os{n}"), tag, asker, zielona)
    browser.get(path)
    with django_assert_num_queries(9) as few:
        browser.get(path)
    for n in range(2, 20):
        answered_before(official(f"os{n}"), tag, asker, zielona, accepted=True)
    ask_person(by=asker, thread=tagged, person_id=Person.objects.get(slug="os5").pk)
    with django_assert_num_queries(len(few.captured_queries)):
        browser.get(path)


# -- asking


def test_one_press_asks_by_notification_and_letter(as_, tagged, asker, official, mailoutbox):
    person = official("ola")
    response = as_(asker).post(f"/kogo-zapytac/{tagged.pk}/", {"person": person.pk})
    assert response["Location"] == f"/kogo-zapytac/{tagged.pk}/"
    assert AskedPerson.objects.get(thread=tagged).by == asker
    with translation.override("en"):
        (line,) = inbox(person).rows
    assert line.sentence == "Osoba Pytajaca asks you to answer “Jak pielęgnować nasadzenia?”"
    assert as_(person).get(line.url)["Location"] == f"/en{tagged.url}"


def test_letter_says_who_asks_what_and_how_not_to_be_asked(
    as_, tagged, asker, official, mailoutbox, django_capture_on_commit_callbacks
):
    person = official("ola", language="en")
    with django_capture_on_commit_callbacks(execute=True):
        ask_person(by=asker, thread=tagged, person_id=person.pk)
    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == ([person.email], "Osoba Pytajaca asks you: Jak pielęgnować nasadzenia?")
    assert f"/en{tagged.url}" in letter.body
    assert "/en/konto/profil/" in letter.body


def test_asking_twice_is_asking_once(as_, tagged, asker, official):
    person = official("ola")
    statuses = [as_(asker).post(f"/kogo-zapytac/{tagged.pk}/", {"person": person.pk}).status_code for _ in range(2)]
    assert (statuses, AskedPerson.objects.filter(thread=tagged).count()) == ([302, 302], 1)


def test_sixth_person_is_not_asked(as_, tagged, asker, official):
    for n in range(5):
        ask_person(by=asker, thread=tagged, person_id=official(f"os{n}").pk)
    response = as_(asker).post(f"/kogo-zapytac/{tagged.pk}/", {"person": official("szosta").pk})
    assert (response.status_code, AskedPerson.objects.filter(thread=tagged).count()) == (409, 5)
    assert 'name="person"' not in as_(asker).get(f"/kogo-zapytac/{tagged.pk}/").content.decode()


@pytest.mark.parametrize(("person", "status"), [("", 404), ("x", 404), ("9" * 30, 404), ("999999", 409), ("-1", 404)])
def test_person_that_there_is_not_is_refused_in_words(person, status, as_, tagged, asker):
    assert as_(asker).post(f"/kogo-zapytac/{tagged.pk}/", {"person": person}).status_code == status


def test_whoever_does_not_want_to_be_asked_is_not_asked(as_, tagged, asker, anna):
    assert as_(asker).post(f"/kogo-zapytac/{tagged.pk}/", {"person": anna.pk}).status_code == 409


def test_facilitator_asks_on_behalf(as_, ewa, tagged, asker, official, django_capture_on_commit_callbacks):
    person = official("ola")
    with django_capture_on_commit_callbacks(execute=True):
        as_(ewa).post(f"/kogo-zapytac/{tagged.pk}/", {"person": person.pk})
    assert AskedPerson.objects.get(thread=tagged).by == ewa
    assert "Osoba Pytajaca" in mail.outbox[-1].body


@pytest.mark.parametrize(("who", "status"), [("jan", 403), ("olaf", 403)])
def test_others_ask_nobody(who, status, as_, jan, olaf, tagged, official):
    browser, path = as_({"jan": jan, "olaf": olaf}[who]), f"/kogo-zapytac/{tagged.pk}/"
    statuses = [browser.get(path).status_code, browser.post(path, {"person": official("ola").pk}).status_code]
    assert (statuses, AskedPerson.objects.filter(thread=tagged).count()) == ([status, status], 0)


def test_question_that_has_its_answer_looks_for_nobody(as_, anna, question, answer):
    accept_answer(by=anna, post=answer)
    assert as_(anna).get(f"/kogo-zapytac/{question.pk}/").status_code == 409


def test_discussion_looks_for_nobody(as_, anna, zielona):
    thread = start_thread(
        author=anna, space=zielona, kind="discussion", title="Luźna rozmowa", text="Treść.", key="a-discussion"
    )
    assert as_(anna).get(f"/kogo-zapytac/{thread.pk}/").status_code == 404


def test_reply_of_the_asked_settles_it_and_is_shown(as_, tagged, asker, official):
    person = official("ola")
    ask_person(by=asker, thread=tagged, person_id=person.pk)
    reply(author=person, thread=tagged, text="Proszę bardzo.", key="settles-it")
    assert not Notification.objects.filter(person=person, kind="forum.please", read_at=None).exists()
    (row,) = who_can_answer(asker, tagged).asked
    assert (row.name, row.has_answered) == ("Osoba Ola", True)


def test_deleted_question_asks_nobody_any_more(tagged, asker, official):
    person = official("ola")
    ask_person(by=asker, thread=tagged, person_id=person.pk)
    delete_post(by=asker, post=tagged.posts.get(number=1))
    assert not Notification.objects.filter(person=person, kind="forum.please", read_at=None).exists()
    assert inbox(person).rows == []


def test_asker_comes_to_the_suggestions_after_publishing(as_, asker, official, alone, zielona):
    form = {"kind": "question", "title": "Kto prowadzi rejestr drzew?", "text": "Szukamy.", "audience": "public"}
    nobody = as_(asker).post("/s/zielona/zapytaj/", form)
    thread = Thread.objects.get(title=form["title"])
    assert nobody["Location"] == thread.url
    official("ola")
    somebody = as_(asker).post("/s/zielona/zapytaj/", {**form, "title": "Kto prowadzi rejestr alei?"})
    assert somebody["Location"] == f"/kogo-zapytac/{thread.pk + 1}/"


def test_own_open_question_leads_to_the_suggestions(as_, anna, jan, question):
    path = f'href="/kogo-zapytac/{question.pk}/"'
    assert [as_(who).get(question.url).content.decode().count(path) for who in (anna, jan, None)] == [1, 0, 0]


# -- waiting


@pytest.fixture()
def waiting(question):
    """Anna's question, six days old and without a reply."""
    Thread.objects.update(escalated_at=timezone.now())
    Thread.objects.filter(pk=question.pk).update(created_at=timezone.now() - timedelta(days=6), escalated_at=None)
    return Thread.objects.get(pk=question.pk)


def test_facilitators_are_told_once_of_a_question_that_waits(ewa, waiting, as_):
    assert [rounds["forum.escalate"].run() for _ in range(2)] == [1, 0]
    (row,) = Notification.objects.filter(kind="forum.waits")
    assert row.person == ewa
    with translation.override("en"):
        line = next(line for line in inbox(ewa).rows if line.id == row.pk)
    assert line.sentence == "Nobody has replied to “Kto podlewa drzewa w upały?” for five days. Whom could one ask?"
    assert as_(ewa).get(line.url)["Location"] == f"/en/kogo-zapytac/{waiting.pk}/"


@pytest.mark.parametrize("why", ["fresh", "replied", "locked", "deleted", "duplicate", "discussion"])
def test_nobody_is_told(why, waiting, ewa, jan, anna):
    other = Thread.objects.exclude(pk=waiting.pk).first()
    {
        "fresh": lambda: Thread.objects.filter(pk=waiting.pk).update(created_at=timezone.now() - timedelta(days=4)),
        "replied": lambda: reply(author=jan, thread=waiting, text="Jest.", key="a-reply-there"),
        "locked": lambda: lock_thread(by=ewa, thread=waiting),
        "deleted": lambda: delete_post(by=anna, post=waiting.posts.get(number=1)),
        "duplicate": lambda: Thread.objects.filter(pk=waiting.pk).update(duplicate_of=other),
        "discussion": lambda: Thread.objects.filter(pk=waiting.pk).update(kind="discussion"),
    }[why]()
    assert (escalate(), Notification.objects.filter(kind="forum.waits").count()) == (0, 0)


def test_reply_settles_what_facilitators_were_told(waiting, ewa, jan):
    escalate()
    reply(author=jan, thread=waiting, text="Jest odpowiedź.", key="settles-waiting")
    assert not Notification.objects.filter(kind="forum.waits", read_at=None).exists()


def test_space_without_facilitators_turns_to_those_of_the_community(waiting, zielona, maria):
    zielona.memberships.filter(role="facilitator").delete()
    escalate()
    assert list(Notification.objects.filter(kind="forum.waits").values_list("person_id", flat=True)) == [maria.pk]
