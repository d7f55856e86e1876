"""People who can be asked, threads to merge, a text that waits for its hour, and a place where all is read."""

from datetime import timedelta

import pytest
from django.utils import timezone

from community.base import clock
from community.people.actions import create_person
from community.people.models import Person
from community.spaces.actions import add_member, take_seat
from community.spaces.models import City, Edition
from community.tags.models import Tag
from forum import actions
from forum.models import Draft
from tests.forum.scheduling import submit
from tests.forum.threads import again


@pytest.fixture()
def tag(db):
    return Tag.objects.create(name="Nasadzenia testowe")


@pytest.fixture()
def town(db):
    """Returns a function: a city of this size class."""

    def make(name, size):
        return City.objects.create(
            slug=name.lower(), name=name, genitive=name, locative=name, voivodeship="x", size_class=size,
            latitude=52, longitude=19, sort_key=name,
        )  # fmt: skip

    return make


@pytest.fixture()
def official(zielona, town):
    """Returns a function: a member of Sieć Zielona with a seat in a city of this size class."""
    edition = Edition.objects.first()

    def make(key, size="20-50k", role="member", **fields):
        person = create_person(email=f"{key}@official.example", name=f"Osoba {key.capitalize()}", slug=key)
        Person.objects.filter(pk=person.pk).update(**fields)
        add_member(person=person, space=zielona, role=role)
        if size:
            take_seat(person=person, city=town(f"Miasto{key}", size), edition=edition)
        return Person.objects.get(pk=person.pk)

    return make


@pytest.fixture()
def alone(zielona):
    """Nobody of the demo may be asked: only those whom a test makes."""
    Person.objects.update(may_be_asked=False)


@pytest.fixture()
def asker(official):
    return official("pytajaca")


@pytest.fixture()
def tagged(zielona, asker, tag, alone):
    """A fresh question with a tag, from a city of 20–50 thousand."""
    return actions.start_thread(
        author=asker, space=zielona, kind="question", title="Jak pielęgnować nasadzenia?", text="Szukamy rady.",
        key="tagged-question", tags=[tag],
    )  # fmt: skip


@pytest.fixture()
def source(zielona, jan, anna):
    """Jan's question with Anna's answer and his thanks: three posts, older than the target's last."""
    thread = actions.start_thread(
        author=jan, space=zielona, kind="question", title="Podlewanie młodych drzew", text="Kto to robi?",
        key="merge-source-1",
    )  # fmt: skip
    actions.reply(author=anna, thread=thread, text="U nas zakład.", key="merge-source-2")
    actions.reply(author=jan, thread=thread, text="Dziękuję.", key="merge-source-3")
    return again(thread)


@pytest.fixture()
def target(question, answer):
    """Anna's question with Jan's answer: two posts."""
    return again(question)


@pytest.fixture()
def scheduled(ewa, zielona):
    """Ewa's announcement for tomorrow."""
    return submit(ewa, zielona, at=timezone.now() + timedelta(days=1)).draft


@pytest.fixture()
def quiet(anna, zielona):
    """Sieć Zielona, all read by Anna an hour ago."""
    with clock.replaying(timezone.now() - timedelta(hours=1)):
        actions.read_space(by=anna, space=zielona, at=clock.now())
    return zielona


@pytest.fixture()
def nothing_else_scheduled(db):
    """The demo's scheduled texts are gone: their hours come nearer while the tests run."""
    Draft.objects.filter(publish_at__isnull=False).delete()
