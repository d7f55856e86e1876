"""What the demo's people follow: something of every sort, at every level."""

import pytest

from community.following.models import FOLLOWED, Follow, Level, SavedSearch, Target
from community.people.models import Person

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]


def test_everybody_follows_something_that_a_digest_tells():
    digests = Follow.objects.filter(level__in=(Level.DAILY, Level.WEEKLY)).values_list("person", flat=True)
    assert set(Person.objects.values_list("pk", flat=True)) == set(digests)


def test_there_is_every_target_and_every_level():
    assert set(Follow.objects.values_list("target", flat=True)) == set(Target.values)
    assert set(Follow.objects.filter(target=Target.TAG).values_list("level", flat=True)) == {*FOLLOWED, Level.MUTED}
    assert SavedSearch.objects.count() == 2


def test_most_people_follow_topics_of_their_profile(person):
    assert Follow.objects.filter(target=Target.TAG, level__in=FOLLOWED).values("person").distinct().count() >= 45
    names = Follow.objects.filter(person=person("henryk-klon"), target=Target.TAG).count()
    assert names >= 2
