"""Entries: one per subject, withdrawn and relisted without losing who follows them."""

import pytest
from django.utils import timezone

from community.catalogue.actions import Listing, list_entry, withdraw_entry
from community.catalogue.models import Entry
from community.catalogue.queries import latest_entries, waiting_questions
from community.following.models import Follow
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
