"""A change of the vocabulary shows in search at once: nothing is indexed anew for it."""

import pytest

from community.catalogue.models import Entry
from community.catalogue.queries.search import search
from community.catalogue.typed import read_query
from community.tags.actions import create_tag, merge_tags, rename_tag, set_synonyms, undo_change
from community.tags.models import TagChange
from forum.actions import start_thread

pytestmark = pytest.mark.django_db


@pytest.fixture()
def one(ewa, zielona):
    return create_tag(by=ewa, name="zielone torowisko", space=zielona)


@pytest.fixture()
def other(ewa, zielona):
    return create_tag(by=ewa, name="tramwaj wodny", space=zielona)


@pytest.fixture()
def asked(anna, zielona, one):
    """A question that has the tag, and none of its words."""
    return start_thread(
        author=anna, space=zielona, kind="question", title="Jak to się kosi?", text="Szukamy firmy.",
        key="searched-1", tags=[one],
    )  # fmt: skip


def finds(viewer, words, thread):
    entry = Entry.objects.get(kind="question", subject_id=thread.pk)
    return entry.pk in [hit.entry_id for hit in search(viewer, read_query(words)).hits]


def last():
    return TagChange.objects.latest("pk")


def test_thread_is_found_by_the_name_of_its_tag_in_any_form(anna, asked):
    assert finds(anna, "zielonych torowisk", asked)
    assert not finds(anna, "tramwaje wodne", asked)


def test_synonym_finds_at_once_and_no_more_when_it_is_gone(anna, ewa, one, asked):
    set_synonyms(by=ewa, tag=one, synonyms=["trawa między szynami"])
    assert finds(anna, "trawie między szynami", asked)
    set_synonyms(by=ewa, tag=one, synonyms=[])
    assert not finds(anna, "trawie między szynami", asked)


def test_renamed_tag_finds_by_both_names_until_undone(anna, ewa, one, asked):
    rename_tag(by=ewa, tag=one, name="żywe szyny")
    assert finds(anna, "żywych szyn", asked)
    assert finds(anna, "zielone torowisko", asked)
    undo_change(by=ewa, change=last())
    assert not finds(anna, "żywych szyn", asked)
    assert finds(anna, "zielone torowisko", asked)


def test_merged_tags_find_each_other_until_undone(anna, ewa, one, other, asked):
    merge_tags(by=ewa, tag=one, into=other)
    assert finds(anna, "tramwajem wodnym", asked)
    assert finds(anna, "zielone torowisko", asked)
    undo_change(by=ewa, change=last())
    assert not finds(anna, "tramwajem wodnym", asked)
    assert finds(anna, "zielone torowisko", asked)
