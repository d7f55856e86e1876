"""Rebuilding: it changes nothing, goes on where it stopped, withdraws what is gone and brings back what was lost."""

import pytest
from django.db import connection

from community.catalogue import engine
from community.catalogue.actions import withdraw_entry
from community.catalogue.engine.indexing import READING
from community.catalogue.models import Entry, EntryTag, Passage, RebuildProgress, Related
from community.catalogue.rebuilding import AnotherRebuild, rebuild
from community.catalogue.sources import Source, catalogue_sources
from community.people.actions import change_profile
from community.people.models import Person
from community.tags.models import Tag
from forum.actions import accept_answer, delete_post, edit_post, reply, restore_post
from forum.models import Thread
from resources.actions.listing import batch
from tests.catalogue.reading import asked, titles_of

pytestmark = pytest.mark.django_db
TABLES = ("entry", "entrytag", "entrytrait", "passage", "knownlemma", "knownform", "seen", "bookmark", "miss")


def dump(*tables):
    """Returns all rows of some tables of the catalogue, and what the engine stores."""
    rows = {}
    with connection.cursor() as cursor:
        for table in tables or TABLES:
            cursor.execute(f"SELECT * FROM catalogue_{table} ORDER BY id")
            rows[table] = cursor.fetchall()
        key = "passage_id" if connection.vendor == "postgresql" else "rowid"
        cursor.execute(f"SELECT {key}, * FROM catalogue_words ORDER BY {key}")
        rows["words"] = cursor.fetchall()
    return rows


def unlike(before, after):
    """Returns the tables that differ, with the first rows that do."""
    return {
        table: (sorted(set(before[table]) - set(after[table]))[:2], sorted(set(after[table]) - set(before[table]))[:2])
        for table in before
        if before[table] != after[table]
    }


def source_of(progress):
    """Returns the source of a row of progress, which is kept for one way of reading only."""
    name, _, reading = progress.source.partition("@")
    assert reading == str(READING)
    return name


def related():
    return sorted(Related.objects.values_list("entry", "other", "score"))


@pytest.fixture(scope="module")
def brief(for_the_module):
    """The demo without its longest thread, which is most of what a rebuild would read."""
    longest = Thread.objects.get(client_key="demo-long")
    withdraw_entry(longest.kind, longest.pk)
    Entry.objects.filter(kind=longest.kind, subject_id=longest.pk).delete()
    longest.delete()
    list(rebuild())


@pytest.fixture()
def lived(brief, anna, jan, ewa, olaf, zielona, closed, person, django_capture_on_commit_callbacks):
    """A life: things are asked, answered, changed, deleted, restored, tagged and merged. Returns its threads."""
    with django_capture_on_commit_callbacks(execute=True):
        one, two, three = (Tag.objects.create(name=f"Temat życia {n}") for n in (1, 2, 3))
        kept = asked(anna, zielona, "Hydrofornia i drzewa", "Gołoledź na ścieżce.", tags=[one, two])
        posts = [reply(author=jan, thread=kept, text=f"Krasnal {n}.", key=f"life-{n:05}") for n in range(25)]
        edit_post(by=jan, post=posts[3], text="Latarnik zamiast krasnala.", version=1)
        delete_post(by=jan, post=posts[4])
        delete_post(by=jan, post=posts[5])
        restore_post(by=jan, post=posts[5])
        accept_answer(by=anna, post=posts[6])
        first = edit_post(
            by=anna, post=kept.posts.get(number=1), text="Ślizgawica.", version=1, title="Hydrofornie i krzewy"
        )
        edit_post(by=anna, post=first, text="Ślizgawica.", version=2, tags=[two, three])
        gone = asked(anna, zielona, "Wątek, który znika", tags=[one])
        delete_post(by=anna, post=gone.posts.get(number=1))
        back = asked(anna, zielona, "Wątek, który wraca", "Wiatromierze.", tags=[three])
        delete_post(by=anna, post=back.posts.get(number=1))
        restore_post(by=anna, post=Thread.objects.get(pk=back.pk).posts.get(number=1))
        secret = asked(person("leszek-czyzyk"), closed, "Tajna hydrofornia", tags=[one])
        change_profile(person=olaf, name="Olaf Zmieniony", expertise="wiatromierze", is_profile_public=True)
        Tag.objects.filter(pk=three.pk).update(merged_into=one)
    return {"kept": kept, "gone": gone, "back": back, "secret": secret}


class TestNothingChanges:
    def test_rebuild_after_a_life_changes_nothing(self, lived):
        before = dump()
        list(rebuild())
        assert unlike(before, dump()) == {}
        filled = {table for table, rows in before.items() if rows}
        assert filled >= {"entry", "entrytag", "passage", "knownlemma", "knownform", "words"}

    @pytest.mark.same_everywhere
    @pytest.mark.parametrize("batch", [1, 7, 1000])
    def test_size_of_the_batches_changes_nothing(self, batch, lived):
        before = dump()
        list(rebuild(batch=batch))
        assert unlike(before, dump()) == {}

    def test_rebuilt_twice_relatives_stay_the_same(self, lived):
        list(rebuild())
        once = related()
        list(rebuild())
        assert (related() == once, len(once) > 100) == (True, True)

    @pytest.mark.same_everywhere
    def test_relatives_are_so_from_either_side(self, lived):
        list(rebuild())
        rows = set(related())
        assert {(other, entry, score) for entry, other, score in rows} == rows

    @pytest.mark.same_everywhere
    def test_no_progress_is_left(self, db):
        list(rebuild())
        assert RebuildProgress.objects.count() == 0


class TestGoingOn:
    @pytest.fixture()
    def relisted(self, monkeypatch):
        """The ids that sources were asked to list, by source."""
        heard = {}

        def listening(name, source):
            def relist(ids):
                heard.setdefault(name, []).extend(ids)
                source.relist(ids)

            return Source(source.kinds, source.batch, relist)

        for name, source in list(catalogue_sources.items()):
            monkeypatch.setitem(catalogue_sources._things, name, listening(name, source))
        return heard

    def test_stopped_rebuild_goes_on_and_does_nothing_twice(self, lived, relisted):
        before, steps = dump(), rebuild(batch=10)
        for _step in range(9):
            step = next(steps)
        steps.close()
        rows = {source_of(row): (row.upto, row.is_done) for row in RebuildProgress.objects.all()}
        assert rows[step.source] == (relisted[step.source][-1], False)
        assert {name for name, (_upto, is_done) in rows.items() if is_done} == set(rows) - {step.source}
        list(rebuild(batch=10))
        assert relisted == {
            "people": list(Person.objects.order_by("pk").values_list("pk", flat=True)),
            "cities": self.ids("city"), "spaces": self.ids("space"),
            "threads": list(Thread.objects.order_by("pk").values_list("pk", flat=True)), "pages": batch(0, 1_000),
        }  # fmt: skip
        assert unlike(before, dump()) == {}
        assert RebuildProgress.objects.count() == 0

    def ids(self, kind):
        return list(Entry.objects.filter(kind=kind).order_by("subject_id").values_list("subject_id", flat=True))

    def test_fault_in_a_batch_leaves_what_was_done_before(self, lived, monkeypatch):
        before, source = dump(), catalogue_sources["threads"]

        def break_down(ids):
            source.relist(ids)
            raise RuntimeError("the power is gone")

        with monkeypatch.context() as broken:
            broken.setitem(catalogue_sources._things, "threads", Source(source.kinds, source.batch, break_down))
            with pytest.raises(RuntimeError):
                list(rebuild())
        assert unlike(before, dump()) == {}
        done = {source_of(row) for row in RebuildProgress.objects.filter(is_done=True)}
        assert done == set(list(catalogue_sources)[: list(catalogue_sources).index("threads")])
        list(rebuild())
        assert unlike(before, dump()) == {}

    def test_every_subject_is_a_transaction_of_its_own(self, lived, monkeypatch):
        source, ids = catalogue_sources["threads"], list(Thread.objects.order_by("pk").values_list("pk", flat=True))
        Entry.objects.filter(kind__in=source.kinds).update(title="Zły tytuł")

        def break_down(asked):
            source.relist(asked)
            if ids[2] in asked:
                raise RuntimeError("the power is gone")

        broken = Source(source.kinds, source.batch, break_down)
        monkeypatch.setitem(catalogue_sources._things, "threads", broken)
        with pytest.raises(RuntimeError):
            list(rebuild(batch=10))
        listed = dict(Entry.objects.filter(kind__in=source.kinds).values_list("subject_id", "title"))
        assert [listed[pk] == "Zły tytuł" for pk in ids[:4]] == [False, False, True, True]
        assert RebuildProgress.objects.get(source=f"threads@{READING}").upto == 0

    @pytest.mark.same_everywhere
    def test_other_reading_begins_again(self, lived, relisted):
        steps = rebuild(batch=10)
        next(steps)
        steps.close()
        (left,) = RebuildProgress.objects.all()
        RebuildProgress.objects.filter(pk=left.pk).update(source=f"{source_of(left)}@{READING - 1}")
        relisted.clear()
        list(rebuild(batch=10))
        assert relisted["people"] == list(Person.objects.order_by("pk").values_list("pk", flat=True))
        assert RebuildProgress.objects.count() == 0

    def test_two_rebuilds_do_not_go_on_side_by_side(self, lived):
        before, mine, other = dump(), rebuild(batch=10), rebuild(batch=10)
        next(mine)
        next(other)
        next(other)
        with pytest.raises(AnotherRebuild):
            next(mine)
        assert RebuildProgress.objects.get().upto > 0
        list(other)
        assert unlike(before, dump()) == {}
        assert RebuildProgress.objects.count() == 0

    def test_search_goes_on_meanwhile(self, as_, lived):
        found = {tuple(titles_of(as_().get("/szukaj/", {"q": "hydrofornia"}))) for _step in rebuild(batch=20)}
        assert found == {("Hydrofornie i krzewy",)}


@pytest.mark.same_everywhere
class TestPuttingRight:
    def test_what_is_gone_is_withdrawn(self, as_, lived):
        kept = lived["kept"]
        Thread.objects.filter(pk=kept.pk).update(accepted=None)
        Thread.objects.filter(pk=kept.pk).delete()
        assert titles_of(as_().get("/szukaj/", {"q": "hydrofornia"})) == ["Hydrofornie i krzewy"]
        list(rebuild())
        entry = Entry.objects.get(kind="question", subject_id=kept.pk)
        assert (entry.is_listed, entry.passages.count(), Related.objects.filter(other=entry).count()) == (False, 0, 0)
        assert as_().get("/szukaj/", {"q": "hydrofornia"}).content.decode().count("Hydrofornie i krzewy") == 0

    def test_what_was_lost_comes_back_as_it_was(self, lived):
        before, entry = dump(), Entry.objects.get(kind="question", subject_id=lived["kept"].pk)
        engine.erase(list(Passage.objects.values_list("pk", flat=True)[:50]))
        engine.erase([passage.pk for passage in entry.passages.all()])
        spoilt = Entry.objects.filter(pk__gte=entry.pk, is_listed=True)
        spoilt.update(title="Zły tytuł", is_listed=False, replies=99, summary="", city=None)
        Entry.objects.filter(kind="person").update(audience="public")
        list(rebuild())
        assert unlike(before, dump()) == {}

    def test_lost_entries_and_texts_are_listed_anew(self, as_, lived):
        EntryTag.objects.all().delete()
        Passage.objects.all().delete()
        Entry.objects.filter(subject_id=lived["kept"].pk, kind="question").delete()
        list(rebuild())
        thread = Thread.objects.get(pk=lived["kept"].pk)
        entry = Entry.objects.get(subject_id=thread.pk, kind="question")
        assert sorted(entry.tagged.values_list("tag__name", flat=True)) == ["Temat życia 2", "Temat życia 3"]
        numbers = thread.posts.filter(deleted_at=None).order_by("number").values_list("number", flat=True)
        assert list(entry.passages.order_by("number").values_list("number", flat=True)) == list(numbers)
        assert titles_of(as_().get("/szukaj/", {"q": "latarnik"})) == ["Hydrofornie i krzewy"]

    def test_deleted_thread_that_is_still_listed_is_withdrawn(self, lived):
        entry = Entry.objects.get(subject_id=lived["gone"].pk, kind="question")
        Entry.objects.filter(pk=entry.pk).update(is_listed=True)
        list(rebuild())
        entry.refresh_from_db()
        assert entry.is_listed is False

    def test_people_who_left_are_withdrawn(self, jan):
        Person.objects.filter(pk=jan.pk).update(is_active=False)
        list(rebuild())
        assert Entry.objects.get(kind="person", subject_id=jan.pk).is_listed is False
