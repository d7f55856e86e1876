"""Verbs of following up: steps stay for good, cities speak for themselves, pages may change underneath."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.models import Locale

from community.spaces.models import Seat
from resources.actions.errors import NothingSaid, NotYourCity, ReasonMissing, StepTooEarly, StepTooLate
from resources.actions.following_up import adopt, confirm_barrier, forget_adoption, record_step, withdraw_case
from resources.models import Adoption, AdoptionStep, Case, RecommendationStep
from resources.queries.following_up import steps_of
from resources.queries.histories import waiting_since

pytestmark = pytest.mark.django_db


def today():
    return timezone.localdate()


def rows_of(page):
    rows = RecommendationStep.objects.filter(key=page.translation_key).order_by("pk")
    return list(rows.values_list("pk", "status", "at", "note", "reason", "by_id", "recorded_at"))


def test_step_is_added_to_the_history(ewa, recommendation):
    before = rows_of(recommendation)
    step = record_step(by=ewa, page=recommendation, status="implemented", at=today(), note=" Weszło w życie. ")
    assert rows_of(recommendation)[:-1] == before
    assert (step.status, step.at, step.note, step.by) == ("implemented", today(), "Weszło w życie.", ewa)
    assert steps_of(recommendation)[0].status == "implemented"


def test_same_step_sent_twice_is_one(ewa, recommendation):
    steps = [record_step(by=ewa, page=recommendation, status="accepted", at=today(), note="Tak.") for _time in (1, 2)]
    assert steps[0] == steps[1]


@pytest.mark.parametrize("status", ["rejected", "lapsed"])
def test_step_that_disappoints_needs_a_reason(status, ewa, recommendation):
    with pytest.raises(ReasonMissing):
        record_step(by=ewa, page=recommendation, status=status, at=today(), note="Słowa.", reason="  ")
    assert record_step(by=ewa, page=recommendation, status=status, at=today(), reason="Brak środków.").pk


def test_reason_is_asked_for_by_the_database_too(recommendation):
    with pytest.raises(IntegrityError), transaction.atomic():
        RecommendationStep.objects.create(key=recommendation.translation_key, status="rejected", at=today())


def test_step_cannot_lie_before_the_last_one_or_in_the_future(ewa, recommendation):
    last = steps_of(recommendation)[0].at
    with pytest.raises(StepTooEarly) as early:
        record_step(by=ewa, page=recommendation, status="accepted", at=last - timedelta(days=1))
    assert str(last.year) in early.value.sentence
    with pytest.raises(StepTooLate):
        record_step(by=ewa, page=recommendation, status="accepted", at=today() + timedelta(days=1))
    assert record_step(by=ewa, page=recommendation, status="accepted", at=last).at == last


def test_steps_know_no_way_to_change_or_go(recommendation):
    steps = RecommendationStep.objects.filter(key=recommendation.translation_key)
    before, step = rows_of(recommendation), steps.first()
    step.note = "Inaczej."
    for attempt in (
        step.save,
        step.delete,
        steps.delete,
        lambda: steps.update(note=""),
        lambda: RecommendationStep.objects.bulk_update([step], ["note"]),
        lambda: RecommendationStep.objects.update_or_create(pk=step.pk, defaults={"note": ""}),
    ):
        with pytest.raises(TypeError), transaction.atomic():
            attempt()
    assert rows_of(recommendation) == before


def test_erased_account_leaves_its_steps(olaf, recommendation):
    olaf.groups.add(Group.objects.get(name="Redakcja"))
    step = record_step(by=olaf, page=recommendation, status="accepted", at=today())
    olaf.delete()
    assert RecommendationStep.objects.get(pk=step.pk).by is None


def test_reverting_a_page_keeps_the_history(ewa, recommendation):
    old = recommendation.latest_revision
    recommendation.title = "Inny tytuł"
    recommendation.save_revision(user=ewa).publish()
    record_step(by=ewa, page=recommendation, status="implemented", at=today())
    before = rows_of(recommendation)
    old.as_object().save_revision(user=ewa).publish()
    recommendation.refresh_from_db()
    assert (recommendation.title != "Inny tytuł", rows_of(recommendation)) == (True, before)
    assert steps_of(recommendation)[0].status == "implemented"


def test_unpublished_and_published_page_keeps_the_history(ewa, jan, zyrardow, recommendation):
    before, cases = rows_of(recommendation), Case.objects.filter(key=recommendation.translation_key).count()
    recommendation.unpublish()
    recommendation.refresh_from_db()
    assert (recommendation.live, rows_of(recommendation)) == (False, before)
    recommendation.save_revision(user=ewa).publish()
    assert rows_of(recommendation) == before
    assert Case.objects.filter(key=recommendation.translation_key).count() == cases


def test_copy_begins_a_history_of_its_own(ewa, recommendation):
    before = rows_of(recommendation)
    copy = recommendation.copy(update_attrs={"slug": "kopia", "title": "Kopia"}, user=ewa)
    assert (rows_of(copy), rows_of(recommendation)) == ([], before)
    record_step(by=ewa, page=copy, status="proposed", at=today())
    assert (len(rows_of(copy)), rows_of(recommendation)) == (1, before)


def test_translation_shares_the_history(ewa, recommendation):
    before = rows_of(recommendation)
    english = recommendation.copy_for_translation(Locale.objects.get(language_code="en"), copy_parents=True)
    english.save_revision(user=ewa).publish()
    assert rows_of(english) == before
    record_step(by=ewa, page=english, status="implemented", at=today())
    assert (len(rows_of(recommendation)), rows_of(recommendation)) == (len(before) + 1, rows_of(english))


def test_deleting_a_translation_keeps_the_history(ewa, recommendation):
    before = rows_of(recommendation)
    english = recommendation.copy_for_translation(Locale.objects.get(language_code="en"), copy_parents=True)
    english.save_revision(user=ewa).publish()
    english.delete()
    assert rows_of(recommendation) == before


@pytest.mark.parametrize(
    ("statuses", "since"),
    [
        ([], None),
        (["proposed"], None),
        (["proposed", "sent"], 2),
        (["sent", "acknowledged"], 1),
        (["sent", "acknowledged", "sent"], 1),
        (["sent", "in_analysis"], None),
        (["sent", "rejected", "sent"], 3),
        (["acknowledged"], None),
    ],
)
def test_days_are_counted_from_sending_until_somebody_answers(statuses, since):
    steps = [(status, date(2026, 1, number)) for number, status in enumerate(statuses, 1)]
    assert waiting_since(steps) == (date(2026, 1, since) if since else None)


def test_city_confirms_a_barrier_once_and_may_change_its_words(anna, raciborz, fresh):
    first = confirm_barrier(by=anna, page=fresh, city=raciborz, text=" U nas tak samo. ")
    again = confirm_barrier(by=anna, page=fresh, city=raciborz, text="U nas gorzej.")
    rows = Case.objects.filter(key=fresh.translation_key).values_list("pk", "city", "text", "author")
    assert list(rows) == [(first.pk, raciborz.pk, "U nas gorzej.", anna.pk)]
    assert again.created_at == first.created_at
    assert [withdraw_case(by=anna, page=fresh, city=raciborz) for _time in (1, 2)] == [True, False]
    assert Case.objects.filter(key=fresh.translation_key).exists() is False


def test_case_needs_words(anna, raciborz, fresh):
    with pytest.raises(NothingSaid):
        confirm_barrier(by=anna, page=fresh, city=raciborz, text=" \n ")


def test_nobody_speaks_for_a_city_without_a_seat(anna, zyrardow, olaf, raciborz, fresh, article):
    for who, city in ((anna, zyrardow), (olaf, raciborz)):
        for attempt in (
            lambda by, city: confirm_barrier(by=by, page=fresh, city=city, text="Tak."),
            lambda by, city: withdraw_case(by=by, page=fresh, city=city),
            lambda by, city: adopt(by=by, page=article, city=city, state="done"),
            lambda by, city: forget_adoption(by=by, page=article, city=city),
        ):
            with pytest.raises(NotYourCity):
                attempt(who, city)


def test_who_gave_the_seat_up_speaks_no_more(anna, raciborz, fresh):
    Seat.objects.filter(person=anna).update(until=today())
    with pytest.raises(NotYourCity):
        confirm_barrier(by=anna, page=fresh, city=raciborz, text="Tak.")


def test_every_change_of_an_adoption_is_a_step(anna, raciborz, article):
    Adoption.objects.filter(key=article.translation_key).delete()
    said = [("considering", ""), ("adapting", "Mamy kartę."), ("adapting", "Mamy kartę."), ("done", "Działa.")]
    for state, note in said:
        adoption = adopt(by=anna, page=article, city=raciborz, state=state, note=note)
    steps = AdoptionStep.objects.filter(adoption=adoption).order_by("pk").values_list("state", "note")
    assert (adoption.state, list(steps)) == ("done", [said[0], said[1], said[3]])
    assert adoption.since < adoption.changed_at


def test_giving_up_says_why(anna, raciborz, article):
    with pytest.raises(ReasonMissing):
        adopt(by=anna, page=article, city=raciborz, state="abandoned", note=" ")
    assert adopt(by=anna, page=article, city=raciborz, state="abandoned", note="Gaz.").note == "Gaz."


def test_taken_back_adoption_goes_with_its_steps(anna, raciborz, article):
    adoption = adopt(by=anna, page=article, city=raciborz, state="done")
    assert [forget_adoption(by=anna, page=article, city=raciborz) for _time in (1, 2)] == [True, False]
    assert AdoptionStep.objects.filter(adoption_id=adoption.pk).exists() is False


def test_adoption_is_shared_by_translations(anna, raciborz, article):
    english = article.get_translation(Locale.objects.get(language_code="en"))
    before = adopt(by=anna, page=article, city=raciborz, state="adapting")
    assert adopt(by=anna, page=english, city=raciborz, state="done").pk == before.pk


def test_no_page_takes_the_address_of_the_exports(ewa, article):
    from django.core.exceptions import ValidationError

    article.slug = "eksport"
    with pytest.raises(ValidationError) as refused:
        article.full_clean()
    assert list(refused.value.message_dict) == ["slug"]
    article.slug, article.title = "", "Eksport"
    article.full_clean()
    assert article.slug == "eksport-2"
