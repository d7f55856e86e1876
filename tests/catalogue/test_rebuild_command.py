"""`manage.py catalogue rebuild`: what it says, and when it leaves the work alone."""

from io import StringIO

import pytest
from django.core.management import call_command

from community.catalogue.engine.indexing import READING
from community.catalogue.models import Entry, Passage, RebuildProgress
from community.catalogue.rebuilding import rebuild
from community.catalogue.sources import Source, catalogue_sources
from community.people.models import Person
from forum.models import Thread
from resources.actions.listing import batch

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]


def said(*options):
    out = StringIO()
    call_command("catalogue", "rebuild", *options, stdout=out)
    return out.getvalue()


def subjects():
    models = (Person, Thread)
    kinds = Entry.objects.filter(kind__in=("city", "space")).count()
    return sum(model.objects.count() for model in models) + kinds + len(batch(0, 1_000))


def test_it_says_how_many_things_were_listed(db):
    assert said().startswith(f"  Catalogue rebuilt: {subjects()} subjects in ")


def test_if_empty_does_nothing_when_there_is_something(db):
    assert (said("--if-empty"), RebuildProgress.objects.count()) == ("", 0)


def test_if_empty_rebuilds_an_empty_one(db):
    before = Passage.objects.count()
    Passage.objects.all().delete()
    assert said("--if-empty").startswith(f"  Catalogue rebuilt: {subjects()} subjects in ")
    assert Passage.objects.count() == before


def test_it_leaves_the_work_to_somebody_else_who_does_it(db, monkeypatch):
    source, other = catalogue_sources["people"], []

    def relist(ids):
        if not other:
            other.append(rebuild(batch=1_000))
            next(other[0])
        source.relist(ids)

    monkeypatch.setitem(catalogue_sources._things, "people", Source(source.kinds, source.batch, relist))
    assert said() == "  Somebody else is rebuilding the catalogue; it is left to them.\n"
    assert RebuildProgress.objects.get(source=f"people@{READING}").upto > 0


def test_it_says_that_it_goes_on(db):
    steps = rebuild(batch=20)
    next(steps)
    steps.close()
    lines = said("--if-empty").splitlines()
    assert lines[0] == "  Going on where the last rebuild was stopped."
    assert len(lines) == 2
    assert RebuildProgress.objects.count() == 0
