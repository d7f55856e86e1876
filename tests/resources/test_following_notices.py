"""Who is told of steps and adoptions: who follows and who confirmed, as far as they may read."""

import pytest
from django.utils import timezone

from community.catalogue.models import Entry
from community.following.actions import follow
from community.notifications.models import Notification
from community.notifications.queries import told_now
from resources.actions.following_up import adopt, confirm_barrier, forget_adoption, record_step
from resources.actions.listing import relist_page
from resources.models import Adoption, Case

pytestmark = pytest.mark.django_db


def told(kind, object_id):
    rows = Notification.objects.filter(kind=kind, object_id=object_id)
    return set(rows.values_list("person__slug", flat=True))


def entry_of(page):
    return Entry.objects.get(kind=page.kind, subject_id=page.pk)


def step_of(ewa, page, status="sent"):
    return record_step(by=ewa, page=page, status=status, at=timezone.localdate())


@pytest.fixture()
def followed(anna, raciborz, olaf, ewa, fresh):
    """A recommendation that Olaf and Ewa follow and that Anna's city has confirmed."""
    confirm_barrier(by=anna, page=fresh, city=raciborz, text="U nas też.")
    for who in (olaf, ewa):
        follow(person=who, target="entry", target_id=entry_of(fresh).pk)
    return fresh


def test_step_tells_followers_and_cities_but_not_who_added_it(ewa, followed):
    assert told("resources.step", step_of(ewa, followed).pk) == {"anna-borowik", "olaf-obcy"}


def test_muting_wins(anna, ewa, followed):
    follow(person=anna, target="entry", target_id=entry_of(followed).pk, level="muted")
    assert told("resources.step", step_of(ewa, followed).pk) == {"olaf-obcy"}


def test_only_those_who_may_read_are_told(ewa, followed):
    type(followed).objects.filter(pk=followed.pk).update(audience="members")
    followed.refresh_from_db()
    relist_page(followed)
    assert told("resources.step", step_of(ewa, followed).pk) == {"anna-borowik"}


def test_step_of_an_unpublished_page_tells_nobody(ewa, followed):
    followed.unpublish()
    followed.refresh_from_db()
    assert told("resources.step", step_of(ewa, followed).pk) == set()


def test_notice_of_a_step_is_told_from_current_rows(anna, ewa, followed):
    step = step_of(ewa, followed)
    row = Notification.objects.get(kind="resources.step", object_id=step.pk, person=anna)
    assert told_now(anna, row).url == entry_of(followed).url
    assert followed.title in told_now(anna, row).sentence
    followed.unpublish()
    assert told_now(anna, row) is None


def test_author_is_told_of_each_change_of_state(anna, raciborz, article):
    Adoption.objects.filter(key=article.translation_key, city=raciborz).delete()
    counts = []
    for state, note in (("considering", ""), ("considering", "Słowa."), ("adapting", "Słowa.")):
        adoption = adopt(by=anna, page=article, city=raciborz, state=state, note=note)
        ids = adoption.steps.values_list("pk", flat=True)
        counts.append(Notification.objects.filter(kind="resources.adopted", object_id__in=ids).count())
    assert counts == [1, 1, 2]
    assert told("resources.adopted", adoption.steps.latest("pk").pk) == {article.owner.slug}


def test_notice_of_an_adoption_names_city_and_practice(anna, raciborz, article):
    step = adopt(by=anna, page=article, city=raciborz, state="done").steps.latest("pk")
    row = Notification.objects.get(kind="resources.adopted", object_id=step.pk)
    said = told_now(row.person, row)
    assert (raciborz.name in said.sentence, article.title in said.sentence) == (True, True)
    assert said.url == "/biblioteka/ogrod/#adoptions"


def test_taken_back_adoption_waits_in_no_inbox(anna, raciborz, article):
    step = adopt(by=anna, page=article, city=raciborz, state="done").steps.latest("pk")
    row = Notification.objects.get(kind="resources.adopted", object_id=step.pk)
    forget_adoption(by=anna, page=article, city=raciborz)
    row.refresh_from_db()
    assert (row.read_at is None, told_now(row.person, row)) == (False, None)


def test_closed_account_is_not_told(anna, ewa, followed):
    type(anna).objects.filter(pk=anna.pk).update(is_active=False)
    assert told("resources.step", step_of(ewa, followed).pk) == {"olaf-obcy"}
    assert Case.objects.filter(key=followed.translation_key).count() == 1
