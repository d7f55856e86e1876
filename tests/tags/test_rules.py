"""Who keeps which tag, and who may know of one."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.utils.translation import override

from community.base.http import Refused
from community.spaces.models import Membership, Space
from community.tags.models import Tag
from community.tags.rules import (
    TagAbilities,
    abilities,
    find_kept_tag_for,
    find_space_to_tag_for,
    find_tag_for,
    may_create_in,
    may_keep,
    may_merge,
    may_see_tag,
    tags_visible_to,
)

pytestmark = pytest.mark.django_db
NOBODY = AnonymousUser()


@pytest.fixture()
def of_network():
    return Tag.objects.get(name="retencja")


@pytest.fixture()
def of_everybody():
    return Tag.objects.get(name="Plan Ulepszeń (PU)")


@pytest.fixture()
def of_group():
    """A tag of a group for signed-in people, made when the group was still open to all."""
    return Tag.objects.create(name="szkielet standardów", space=Space.objects.get(slug="standardy-zieleni"))


def test_facilitators_keep_the_tags_of_their_network(ewa, maria, anna, olaf, of_network):
    assert [may_keep(who, of_network) for who in (ewa, maria, anna, olaf, NOBODY)] == [True, True, False, False, False]


def test_tags_of_everybody_are_kept_by_who_leads_everybody(ewa, maria, of_everybody):
    assert (may_keep(ewa, of_everybody), may_keep(maria, of_everybody)) == (False, True)


def test_merging_takes_both(ewa, maria, person, of_network):
    other = Tag.objects.get(name="koncesja")
    karol = person("karol-bratek")
    assert [may_merge(who, of_network, other) for who in (ewa, karol, maria)] == [False, False, True]
    assert may_merge(ewa, of_network, Tag.objects.get(name="deszczówka"))


def test_abilities_are_those_of_who_keeps(ewa, anna, of_network):
    assert abilities(ewa, of_network) == TagAbilities(may_edit=True, may_merge=True)
    assert abilities(anna, of_network) == TagAbilities()


def test_tags_are_added_by_facilitators_and_never_in_a_closed_place(ewa, maria, person, zielona, closed):
    assert (may_create_in(ewa, zielona), may_create_in(person("anna-borowik"), zielona)) == (True, False)
    assert (may_create_in(person("karol-bratek"), closed), may_create_in(maria, closed)) == (False, False)
    with override("en"), pytest.raises(Refused, match="Not everybody can read here, so"):
        find_space_to_tag_for(maria, closed.slug)


@pytest.mark.parametrize(("audience", "may"), [("public", True), ("community", False), ("members", False)])
def test_tags_are_added_only_where_everybody_may_look(audience, may, ewa, zielona):
    zielona.audience = audience
    zielona.save()
    assert may_create_in(ewa, zielona) is may


def test_tag_of_a_group_for_the_signed_in_is_unknown_to_visitors(olaf, of_group):
    assert (may_see_tag(olaf, of_group), may_see_tag(NOBODY, of_group)) == (True, False)
    with pytest.raises(Http404):
        find_tag_for(NOBODY, of_group.slug)


@pytest.mark.parametrize("who", ["nobody", "olaf-obcy", "anna-borowik", "maria-kalina"])
def test_tags_in_lists_equal_tags_that_open(who, olaf, person, closed, of_group):
    Tag.objects.create(name="tajny temat", space=closed)
    viewer = NOBODY if who == "nobody" else person(who)
    opened = {tag.pk for tag in Tag.objects.select_related("space") if may_see_tag(viewer, tag)}
    assert set(tags_visible_to(viewer).values_list("pk", flat=True)) == opened
    assert opened


def test_unknown_tag_is_not_found(anna):
    with pytest.raises(Http404):
        find_tag_for(anna, "nie-ma-takiego")


def test_tag_is_found_in_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        assert find_tag_for(NOBODY, "blekitno-zielona-infrastruktura").name == "zielono-niebieska infrastruktura"


def test_member_who_is_no_facilitator_is_refused_with_a_reason(anna, of_network):
    with pytest.raises(Refused) as refused:
        find_kept_tag_for(anna, of_network.slug)
    assert refused.value.status == 403


def test_former_facilitator_keeps_nothing(ewa, of_network):
    Membership.objects.filter(person=ewa).delete()
    assert not may_keep(type(ewa).objects.get(pk=ewa.pk), of_network)
