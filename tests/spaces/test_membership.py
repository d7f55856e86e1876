"""Joining, leaving and roles; and the facilitator who cannot be lost."""

import pytest

from community.live.models import Event
from community.people.models import Person
from community.spaces.actions import (
    LastFacilitator,
    MembershipEnded,
    add_member,
    change_role,
    join,
    leave,
    remove_member,
)
from community.spaces.models import Membership

pytestmark = pytest.mark.django_db


def of(person, space):
    return Membership.objects.filter(person=person, space=space).values_list("role", flat=True).first()


def test_join_an_open_network_and_leave_it(as_, olaf, zielona):
    as_(olaf).post("/s/zielona/dolacz/")
    assert of(olaf, zielona) == "member"
    as_(olaf).post("/s/zielona/opusc/")
    assert of(olaf, zielona) is None


def test_join_twice_is_joining_once_and_keeps_the_role(ewa, zielona):
    assert join(person=ewa, space=zielona).role == "facilitator"


def test_join_a_group_by_request_waits_for_its_facilitator(as_, olaf):
    from community.spaces.models import JoinRequest, Space

    as_(olaf).post("/s/standardy-zieleni/dolacz/", {"text": "Chcę pomóc."})
    assert JoinRequest.objects.get(person=olaf).text == "Chcę pomóc."
    assert of(olaf, Space.objects.get(slug="standardy-zieleni")) is None


@pytest.mark.parametrize("path", ["/s/umowy-i-ryzyka/dolacz/", "/s/spolecznosc/dolacz/"])
def test_join_by_invitation_only_is_refused(path, as_, olaf):
    assert as_(olaf).post(path).status_code in (403, 404)


def test_last_facilitator_cannot_leave_be_removed_or_step_down(ewa, maria, zielona):
    row = Membership.objects.get(person=ewa, space=zielona)
    for verb in (
        lambda: leave(person=ewa, space=zielona),
        lambda: remove_member(by=maria, membership=row),
        lambda: change_role(by=maria, membership=row, role="expert"),
    ):
        with pytest.raises(LastFacilitator):
            verb()
    assert of(ewa, zielona) == "facilitator"


def test_facilitator_with_a_closed_account_is_no_other(ewa, jan, zielona):
    change_role(by=ewa, membership=Membership.objects.get(person=jan, space=zielona), role="facilitator")
    Person.objects.filter(pk=jan.pk).update(is_active=False)
    with pytest.raises(LastFacilitator):
        leave(person=ewa, space=zielona)


def test_facilitator_leaves_when_there_is_another(ewa, jan, zielona):
    change_role(by=ewa, membership=Membership.objects.get(person=jan, space=zielona), role="facilitator")
    leave(person=ewa, space=zielona)
    assert (of(ewa, zielona), of(jan, zielona)) == (None, "facilitator")


def test_last_facilitator_is_told_why_on_the_page(as_, ewa):
    response = as_(ewa).post("/s/zielona/opusc/")
    assert (response.status_code, response.content.decode().count('class="lede"')) == (409, 1)


def test_role_changes_at_once_for_the_next_page(as_, ewa, jan, zielona):
    row = Membership.objects.get(person=jan, space=zielona)
    as_(ewa).post(f"/s/zielona/osoby/{row.pk}/rola/", {"role": "observer"})
    assert as_(jan).get("/s/zielona/zapytaj/").status_code == 403


@pytest.mark.parametrize("role", ["", "king", "member\x00"])
def test_role_that_does_not_exist_is_refused(role, as_, ewa, jan, zielona):
    row = Membership.objects.get(person=jan, space=zielona)
    assert as_(ewa).post(f"/s/zielona/osoby/{row.pk}/rola/", {"role": role}).status_code == 422


def test_membership_of_another_space_is_out_of_reach(as_, ewa, person):
    row = Membership.objects.get(person=person("karol-bratek"), space__slug="ppp")
    assert as_(ewa).post(f"/s/zielona/osoby/{row.pk}/rola/", {"role": "member"}).status_code == 404


def test_changes_are_told_to_the_stream_of_the_space(olaf, ewa, zielona):
    row = add_member(person=olaf, space=zielona)
    change_role(by=ewa, membership=row, role="expert")
    leave(person=olaf, space=zielona)
    kinds = Event.objects.filter(stream__key=f"space:{zielona.pk}").order_by("-seq").values_list("kind", flat=True)[:3]
    assert list(kinds) == ["member.left", "member.changed", "member.joined"]


@pytest.mark.parametrize(
    ("role", "offered", "then"),
    [
        ("observer", "member", "member"),
        ("member", "expert", "expert"),
        ("expert", "facilitator", "facilitator"),
        ("expert", "member", "expert"),
        ("member", "observer", "member"),
        ("facilitator", "observer", "facilitator"),
    ],
)
def test_add_member_raises_a_role_and_never_lowers_it(role, offered, then, olaf, zielona):
    add_member(person=olaf, space=zielona, role=role)
    assert add_member(person=olaf, space=zielona, role=offered).role == then == of(olaf, zielona)


def test_facilitator_with_a_closed_account_can_be_removed(maria, jan, zielona):
    Membership.objects.filter(space=zielona).exclude(person=jan).delete()
    Membership.objects.filter(space=zielona, person=jan).update(role="facilitator")
    Person.objects.filter(pk=jan.pk).update(is_active=False)
    remove_member(by=maria, membership=Membership.objects.get(space=zielona, person=jan))
    assert of(jan, zielona) is None


def test_membership_that_ended_meanwhile_is_not_changed(ewa, jan, zielona):
    row = Membership.objects.get(person=jan, space=zielona)
    leave(person=jan, space=zielona)
    with pytest.raises(MembershipEnded):
        remove_member(by=ewa, membership=row)
    with pytest.raises(MembershipEnded):
        change_role(by=ewa, membership=row, role="expert")


def test_role_is_decided_on_what_the_database_says_now(maria, ewa, jan, zielona):
    stale = Membership.objects.get(person=ewa, space=zielona)
    change_role(by=maria, membership=Membership.objects.get(person=jan, space=zielona), role="facilitator")
    change_role(by=maria, membership=Membership.objects.get(person=ewa, space=zielona), role="member")
    leave(person=ewa, space=zielona)
    with pytest.raises(MembershipEnded):
        change_role(by=maria, membership=stale, role="facilitator")
    with pytest.raises(LastFacilitator):
        leave(person=jan, space=zielona)


def test_same_role_again_tells_nothing(ewa, jan, zielona):
    before = Event.objects.count()
    change_role(by=ewa, membership=Membership.objects.get(person=jan, space=zielona), role="member")
    assert Event.objects.count() == before


class TestOpenSockets:
    """Whose place in a space ends or changes proves anew what they may follow."""

    @pytest.fixture()
    def rechecked(self, monkeypatch):
        found = []
        monkeypatch.setattr("community.spaces.actions.membership.recheck_people", lambda ids: found.extend(ids))
        return found

    @pytest.mark.parametrize("verb", ["leave", "remove", "change"])
    def test_ended_or_changed_membership_is_rechecked(self, verb, rechecked, zielona, jan, ewa):
        membership = Membership.objects.get(space=zielona, person=jan)
        {
            "leave": lambda: leave(person=jan, space=zielona),
            "remove": lambda: remove_member(by=ewa, membership=membership),
            "change": lambda: change_role(by=ewa, membership=membership, role="observer"),
        }[verb]()
        assert rechecked == [jan.pk]

    def test_joining_rechecks_nobody(self, rechecked, zielona, olaf):
        join(person=olaf, space=zielona)
        assert rechecked == []
