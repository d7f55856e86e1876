"""A reported answer, and what deciding needs."""

import pytest

from community.moderation import actions
from community.moderation.models import Decision, Report
from community.moderation.queries import subjects_of
from community.notifications.models import Notification
from community.spaces.models import Membership
from forum.actions import hide_post


@pytest.fixture(autouse=True)
def _nothing_reported_yet(db):
    """What the demo has reported and decided would be counted, too."""
    Report.objects.all().delete()
    Decision.objects.all().delete()
    Notification.objects.filter(kind__startswith="moderation.").delete()


@pytest.fixture()
def subject_of(rf):
    """Returns a function: a post as the registry of subjects has it."""
    return lambda post: subjects_of([("post", post.pk)])[("post", post.pk)]


@pytest.fixture()
def second(person, zielona):
    """Another facilitator of Sieć Zielona."""
    who = person("leszek-czyzyk")
    Membership.objects.update_or_create(person=who, space=zielona, defaults={"role": "facilitator"})
    return who


@pytest.fixture()
def reported(answer, anna, subject_of):
    """Anna's report of Jan's answer."""
    return actions.report(subject=subject_of(answer), fault="unkind", text="To obraża sąsiadów.", reporter=anna)


@pytest.fixture()
def hidden(answer, ewa):
    """The decision by which Ewa hid Jan's answer."""
    hide_post(by=ewa, post=answer, fault="unkind", reason="Obraża. Bez tego zdania może zostać.")
    return Decision.objects.get(kind="post", subject_id=answer.pk)
