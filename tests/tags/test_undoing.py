"""Merging, and undoing what was changed: for 30 days, unless something later stands in the way."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from community.base import clock
from community.base.http import Refused
from community.tags.actions import (
    TagError,
    create_tag,
    describe_tag,
    merge_tags,
    rename_tag,
    set_synonyms,
    undo_change,
)
from community.tags.models import Tag, TagChange, TagName
from community.tags.rules import find_tag_for

pytestmark = pytest.mark.django_db


@pytest.fixture()
def tag():
    """Returns a function: a tag of the demo by name, as it stands."""
    return lambda name: Tag.objects.get(name=name)


def last(kind="merge"):
    return TagChange.objects.filter(kind=kind).latest("pk")


def names_of(tag):
    return sorted(TagName.objects.filter(tag=tag).values_list("name", flat=True))


def why_not(by, change):
    with translation.override("en"), pytest.raises(TagError) as refused:
        undo_change(by=by, change=change)
    return refused.value.sentence


def test_merged_tag_counts_as_the_other_and_leads_to_it(ewa, tag):
    assert merge_tags(by=ewa, tag=tag("deszczówka"), into=tag("wody opadowe")) == tag("wody opadowe")
    assert find_tag_for(ewa, "deszczowka") == tag("wody opadowe")
    assert tag("deszczówka").merged_into == tag("wody opadowe")


def test_merging_takes_along_what_was_merged_before(ewa, tag):
    first, then = tag("błękitno-zielona infrastruktura"), tag("zielono-niebieska infrastruktura")
    merge_tags(by=ewa, tag=then, into=tag("retencja"))
    assert (tag(first.name).merged_into, last().before) == (tag("retencja"), {"merged": [first.pk]})
    undo_change(by=ewa, change=last())
    assert (tag(first.name).merged_into, tag(then.name).merged_into) == (then, None)


def test_merging_a_tag_with_itself_or_a_merged_one_is_refused(ewa, tag):
    for one, into in (
        ("retencja", "retencja"),
        ("retencja", "błękitno-zielona infrastruktura"),
        ("błękitno-zielona infrastruktura", "retencja"),
    ):
        with pytest.raises(TagError):
            merge_tags(by=ewa, tag=tag(one), into=tag(into))


def test_merging_across_networks_takes_who_leads_both(ewa, maria, tag):
    with pytest.raises(Refused):
        merge_tags(by=ewa, tag=tag("retencja"), into=tag("koncesja"))
    assert merge_tags(by=maria, tag=tag("retencja"), into=tag("koncesja")) == tag("koncesja")
    with pytest.raises(Refused):
        undo_change(by=ewa, change=last())


def test_undone_merge_is_as_if_it_had_not_been(ewa, tag):
    names = names_of(tag("deszczówka"))
    merge_tags(by=ewa, tag=tag("deszczówka"), into=tag("wody opadowe"))
    assert undo_change(by=ewa, change=last()) == tag("deszczówka")
    assert (tag("deszczówka").merged_into, names_of(tag("deszczówka"))) == (None, names)
    assert find_tag_for(ewa, "deszczowka") == tag("deszczówka")
    assert (last().undone_by, last().undone_at is None) == (ewa, False)


@pytest.mark.parametrize(("days", "works"), [(0, True), (29.9, True), (30.1, False), (400, False)])
def test_change_can_be_undone_for_thirty_days(days, works, ewa, tag):
    merge_tags(by=ewa, tag=tag("deszczówka"), into=tag("wody opadowe"))
    with clock.replaying(timezone.now() + timedelta(days=days)):
        if works:
            undo_change(by=ewa, change=last())
        else:
            assert "older than 30 days" in why_not(ewa, last())
    assert (tag("deszczówka").merged_into is None) == works


def test_undoing_twice_is_refused_and_says_so(ewa, tag):
    rename_tag(by=ewa, tag=tag("retencja"), name="zatrzymanie deszczu")
    undo_change(by=ewa, change=last("rename"))
    assert "already" in why_not(ewa, last("rename"))


def test_undone_rename_restores_name_address_and_synonyms(ewa, tag):
    retention = tag("retencja")
    before = (retention.name, retention.slug, retention.sort_key, names_of(retention))
    rename_tag(by=ewa, tag=retention, name="zatrzymanie deszczu (ZD)")
    assert "ZD" in names_of(retention)
    undo_change(by=ewa, change=last("rename"))
    retention.refresh_from_db()
    assert (retention.name, retention.slug, retention.sort_key, names_of(retention)) == before
    assert find_tag_for(ewa, "zatrzymanie-deszczu-zd") == retention


def test_undone_rename_gives_a_promoted_synonym_back(ewa, tag):
    before = names_of(tag("retencja"))
    rename_tag(by=ewa, tag=tag("retencja"), name="zatrzymywanie wody")
    undo_change(by=ewa, change=last("rename"))
    assert names_of(tag("retencja")) == before


def test_older_rename_waits_for_the_later_one(ewa, tag):
    retention = tag("retencja")
    rename_tag(by=ewa, tag=retention, name="zatrzymanie deszczu")
    first = last("rename")
    rename_tag(by=ewa, tag=retention, name="zatrzymanie wody")
    assert "renamed again" in why_not(ewa, first)
    undo_change(by=ewa, change=last("rename"))
    undo_change(by=ewa, change=first)
    assert Tag.objects.get(pk=retention.pk).slug == "retencja"


def test_rename_of_a_tag_that_was_merged_since_waits_for_that(ewa, tag):
    retention = tag("retencja")
    rename_tag(by=ewa, tag=retention, name="zatrzymanie deszczu")
    merge_tags(by=ewa, tag=retention, into=tag("deszczówka"))
    assert "merged" in why_not(ewa, last("rename"))


def test_rename_is_not_undone_when_the_old_name_means_another_tag_now(ewa, zielona, tag):
    retention = tag("retencja")
    rename_tag(by=ewa, tag=retention, name="zatrzymanie deszczu")
    set_synonyms(by=ewa, tag=retention, synonyms=[])
    create_tag(by=ewa, name="retencja", space=zielona)
    assert "retencja" in why_not(ewa, last("rename"))
    assert Tag.objects.get(pk=retention.pk).name == "zatrzymanie deszczu"


def test_description_and_synonyms_can_be_undone(ewa, tag):
    described, names = tag("retencja").description, names_of(tag("retencja"))
    describe_tag(by=ewa, tag=tag("retencja"), description="Inny opis.")
    set_synonyms(by=ewa, tag=tag("retencja"), synonyms=["gromadzenie wody", "Retencja miejska"])
    undo_change(by=ewa, change=last("describe"))
    undo_change(by=ewa, change=last("alias"))
    assert (tag("retencja").description, names_of(tag("retencja"))) == (described, names)


def test_description_changed_again_since_waits(ewa, tag):
    describe_tag(by=ewa, tag=tag("retencja"), description="Inny opis.")
    first = last("describe")
    describe_tag(by=ewa, tag=tag("retencja"), description="Jeszcze inny.")
    assert "again" in why_not(ewa, first)


def test_synonyms_do_not_come_back_when_one_means_another_tag_now(ewa, tag):
    set_synonyms(by=ewa, tag=tag("retencja"), synonyms=[])
    set_synonyms(by=ewa, tag=tag("deszczówka"), synonyms=["zatrzymywanie wody"])
    taken = TagChange.objects.get(tag=tag("retencja"), kind="alias")
    assert "zatrzymywanie wody" in why_not(ewa, taken)
    assert names_of(tag("retencja")) == []


def test_new_tag_cannot_be_undone(ewa, zielona):
    made = create_tag(by=ewa, name="zielone torowisko", space=zielona)
    assert "Merge" in why_not(ewa, TagChange.objects.get(tag=made))


def test_who_does_not_keep_the_tag_undoes_nothing(anna, ewa, tag):
    merge_tags(by=ewa, tag=tag("deszczówka"), into=tag("wody opadowe"))
    with pytest.raises(Refused) as refused:
        undo_change(by=anna, change=last())
    assert (refused.value.status, tag("deszczówka").merged_into) == (403, tag("wody opadowe"))
