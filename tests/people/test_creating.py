"""Creating an account at the same moment as somebody else."""

import pytest

from community.people import actions
from community.people.actions import AddressTaken, change_profile, create_person
from community.people.models import Person

pytestmark = pytest.mark.django_db


def test_slug_taken_meanwhile_is_tried_again(anna, monkeypatch):
    offered = iter([anna.slug, anna.slug, "anna-borowik-7"])
    monkeypatch.setattr(actions, "_free_slug", lambda name: next(offered))
    assert create_person(email="druga@anna.example", name="Anna Borowik").slug == "anna-borowik-7"


def test_namesakes_get_slugs_of_their_own(anna):
    twins = [create_person(email=f"anna{number}@twins.example", name=anna.name).slug for number in range(2)]
    assert twins == ["anna-borowik-2", "anna-borowik-3"]


@pytest.mark.parametrize("change", [str, str.upper])
def test_address_that_has_an_account_is_refused_and_nothing_is_left(change, anna):
    before = Person.objects.count()
    with pytest.raises(AddressTaken) as refused:
        create_person(email=change(anna.email), name="Ktoś Inny")
    assert (refused.value.status, Person.objects.count()) == (409, before)


def test_second_address_of_an_account_is_refused_too(anna):
    anna.emailaddress_set.create(email="inny@anna.example", verified=True)
    with pytest.raises(AddressTaken):
        create_person(email="inny@anna.example", name="Ktoś Inny")


def test_keys_of_the_directory_follow_the_profile():
    person = create_person(email="z@keys.example", name="Żaneta Łoś")
    first = person.sort_key
    change_profile(person=person, name="Anna Łoś", position="Główna księgowa")
    person.refresh_from_db()
    assert person.search_text.split() == ["anna", "los", "glowna", "ksiegowa"]
    assert person.sort_key < first
