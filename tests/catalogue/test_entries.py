"""Entries: one per subject, withdrawn and relisted without losing who follows them."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from community.catalogue.actions import Listing, list_entry, withdraw_entry
from community.catalogue.models import Entry
from community.catalogue.queries import latest_entries, waiting_questions
from community.catalogue.rules import entries_visible_to
from community.following.models import Follow
from community.people.actions import change_profile
from community.people.models import Person
from forum.actions import delete_post, restore_post

pytestmark = pytest.mark.django_db


def listing(space, **changed):
    now = timezone.now()
    given = {
        "title": "T",
        "url": "/t/",
        "space_id": space.pk,
        "audience": "public",
        "published_at": now,
        "last_activity_at": now,
    }
    return Listing(**given | changed)


def test_listing_twice_is_one_entry_of_today(zielona):
    first = list_entry("city", 1, listing(zielona))
    second = list_entry("city", 1, listing(zielona, title="Nowy"))
    assert (first.pk, Entry.objects.get(pk=first.pk).title) == (second.pk, "Nowy")


def test_withdrawn_entry_is_in_no_list_and_comes_back_the_same(anna, zielona):
    entry = list_entry("city", 1, listing(zielona))
    withdraw_entry("city", 1)
    assert [row.title for row in latest_entries(anna, space=zielona, limit=50) if row.title == "T"] == []
    assert list_entry("city", 1, listing(zielona)).pk == entry.pk
    assert [row.title for row in latest_entries(anna, space=zielona, limit=50) if row.title == "T"] == ["T"]


def test_deleted_and_restored_thread_keeps_its_followers(anna, question):
    entry = Entry.objects.get(kind="question", subject_id=question.pk)
    first = question.posts.get(number=1)
    delete_post(by=anna, post=first)
    restore_post(by=anna, post=first)
    assert Follow.objects.filter(target="entry", target_id=entry.pk, person=anna).count() == 1
    assert Entry.objects.get(kind="question", subject_id=question.pk) == entry


def test_waiting_questions_are_unanswered_and_of_others(anna, jan, zielona, question):
    assert [r.title for r in waiting_questions(jan, space_ids=[zielona.pk]) if r.title == question.title] == [
        question.title
    ]
    assert [r.title for r in waiting_questions(anna, space_ids=[zielona.pk]) if r.title == question.title] == []


@pytest.fixture()
def who_finds(anna, jan, olaf, maria):
    """Returns a function: who finds Jan, whose profile is public to begin with."""
    change_profile(person=jan, is_profile_public=True)
    viewers = {"visitor": AnonymousUser(), "olaf": olaf, "anna": anna, "maria": maria}

    def names():
        listed = {name: entries_visible_to(viewer).filter(kind="person") for name, viewer in viewers.items()}
        return [name for name, rows in listed.items() if rows.filter(subject_id=jan.pk).exists()]

    return names


def test_public_profile_is_found_by_everybody(who_finds):
    assert who_finds() == ["visitor", "olaf", "anna", "maria"]


def test_closed_profile_is_found_by_no_visitor_though_the_catalogue_was_not_told(jan, who_finds):
    Person.objects.filter(pk=jan.pk).update(is_profile_public=False)
    assert who_finds() == ["olaf", "anna", "maria"]


def test_person_who_left_is_found_by_nobody_though_the_catalogue_was_not_told(jan, who_finds):
    Person.objects.filter(pk=jan.pk).update(is_active=False)
    assert who_finds() == []


def test_thread_of_the_same_number_as_a_person_who_left_is_still_found(anna, jan, zielona):
    list_entry("question", jan.pk, listing(zielona))
    Person.objects.filter(pk=jan.pk).update(is_active=False)
    assert entries_visible_to(anna).filter(kind="question", subject_id=jan.pk).count() == 1
