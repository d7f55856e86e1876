"""Listing everything again from its sources: after an upgrade that reads texts differently, or when in doubt.

Nothing is emptied first, so searching goes on meanwhile; entries keep their ids, so nobody loses what they keep or
follow. A rebuild that was stopped goes on where it was.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction

from community.catalogue.actions import relate_now, withdraw_entry
from community.catalogue.engine.indexing import READING
from community.catalogue.models import Entry, RebuildProgress
from community.catalogue.sources import Source, catalogue_sources

BATCH = 100
_END = 2**63 - 1


@dataclass(frozen=True)
class Step:
    """How far a rebuild came: subjects of a source done in this run."""

    source: str
    done: int


class AnotherRebuild(Exception):
    """Somebody else is rebuilding the catalogue, too; it is left to them."""


def rebuild(*, batch: int = BATCH) -> Iterator[Step]:
    """Lists every subject of every source again, each in a transaction of its own, and withdraws what is no more.

    Yields after each batch. Stopping loses nothing: the next call begins where this one ended, unless texts are read
    differently since. Raises AnotherRebuild when somebody else moves on in the meantime.
    """
    RebuildProgress.objects.exclude(source__endswith=f"@{READING}").delete()
    for name, source in catalogue_sources.items():
        progress, _created = RebuildProgress.objects.get_or_create(source=f"{name}@{READING}")
        done, after, is_done = 0, progress.upto, progress.is_done
        while not is_done:
            ids = source.batch(after, batch)
            upto, is_done = (ids[-1] if ids else _END), not ids
            for subject_id in ids:
                with transaction.atomic():
                    source.relist([subject_id])
            _withdraw_missing(source, after=after, upto=upto, ids=ids)
            _move_on(progress, after, upto=upto, is_done=is_done)
            done, after = done + len(ids), upto
            yield Step(name, done)
    yield from _relate_all()
    RebuildProgress.objects.all().delete()


def _move_on(progress: RebuildProgress, after: int, **reached: int | bool) -> None:
    """Stores how far the rebuild came; raises AnotherRebuild when that is not where it was left."""
    if not RebuildProgress.objects.filter(pk=progress.pk, upto=after).update(**reached):
        raise AnotherRebuild


def _relate_all() -> Iterator[Step]:
    """Works out who is related to whom, once everything is listed."""
    ids = Entry.objects.filter(is_listed=True, moves=True).order_by("pk").values_list("pk", flat=True)
    for done, entry_id in enumerate(ids.iterator(), start=1):
        relate_now(entry_id)
        if done % BATCH == 0:
            yield Step("relatives", done)


def _withdraw_missing(source: Source, *, after: int, upto: int, ids: list[int]) -> None:
    """Withdraws entries of this stretch of subjects whose subjects are gone."""
    listed = Entry.objects.filter(kind__in=source.kinds, is_listed=True, subject_id__gt=after, subject_id__lte=upto)
    for kind, subject_id in listed.exclude(subject_id__in=ids).values_list("kind", "subject_id"):
        withdraw_entry(kind, subject_id)
