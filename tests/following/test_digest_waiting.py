"""What waits for the reader of a digest: in their language, named once, and nothing that they muted meanwhile."""

from datetime import timedelta

import pytest
from django.utils import timezone

from community.following.actions import follow
from community.notifications.models import Notification, Preference
from community.tags.models import Tag
from forum.actions import reply
from forum.actions.writing import list_thread, set_tags
from tests.following.digesting import digest, entry_of, follow_all, make_old, read, titles

pytestmark = pytest.mark.django_db
TITLE = "Kto podlewa drzewa w upały?"


@pytest.fixture(autouse=True)
def _nobody_follows_or_waits(db):
    make_old()


@pytest.fixture()
def mention(question, jan, olaf):
    """Jan mentions Olaf, who wants no letters of it at once."""
    Preference.objects.create(person=olaf, channels={"personal": ["app"]})
    return reply(author=jan, thread=question, text="Może @olaf-obcy wie?", key="mention-of-olaf")


def test_it_is_said_in_the_language_of_its_reader(mention, olaf):
    olaf.language = "en"
    olaf.save()
    assert titles(digest(olaf)) == [f"Jan Wierzba mentioned you in “{TITLE}”"]


def test_thread_that_is_named_there_is_not_told_again(mention, question, olaf, zielona):
    follow_all(olaf, space=zielona)
    assert [address.partition("#")[0].endswith(question.url) for _title, address in read(digest(olaf))] == [True]


@pytest.mark.parametrize("what", ["entry", "space", "tag"])
def test_what_was_muted_meanwhile_is_not_told(what, mention, question, olaf, zielona):
    tag = Tag.objects.create(name="Podlewanie")
    set_tags(question, [tag])
    list_thread(question)
    target = {"entry": entry_of(question), "space": zielona, "tag": tag}[what]
    follow(person=olaf, target=what, target_id=target.pk, level="muted")
    assert digest(olaf) is None
    assert Notification.objects.get(person=olaf, kind="forum.mention").mailed_at is None


def test_what_is_older_than_a_month_waits_in_the_inbox_alone(mention, olaf):
    Notification.objects.update(created_at=timezone.now() - timedelta(days=31))
    assert digest(olaf) is None
