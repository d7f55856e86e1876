"""Who can answer: whom a question suggests and why, and who is left out."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from community.following.actions import follow
from community.people.models import Person
from community.spaces.actions import add_member
from forum.actions import accept_answer, ask_person, reply, start_thread
from forum.models import AskedPerson, Thread
from forum.queries.answerers import who_can_answer

pytestmark = pytest.mark.django_db


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
