"""Listing everything again from its sources: after an upgrade that reads texts differently, or when in doubt.

Nothing is emptied first, so searching goes on meanwhile; entries keep their ids, so nobody loses what they keep or
follow. A rebuild that was stopped goes on where it was.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction

from community.catalogue.actions import withdraw_entry
from community.catalogue.models import Entry, RebuildProgress
from community.catalogue.sources import Source, catalogue_sources

BATCH = 100
_END = 2**63 - 1


@dataclass(frozen=True)
class Step:
    """How far a rebuild came: subjects of a source done in this run."""

    source: str
    done: int


def rebuild(*, batch: int = BATCH) -> Iterator[Step]:
    """Lists every subject of every source again, a transaction a batch, and withdraws what is no more.

    Yields after each batch. Stopping loses nothing: the next call begins where this one ended.
    """
    for name, source in catalogue_sources.items():
        progress, _created = RebuildProgress.objects.get_or_create(source=name)
        done = 0
        while not progress.is_done:
            with transaction.atomic():
                ids = source.batch(progress.upto, batch)
                upto = ids[-1] if ids else _END
                source.relist(ids)
                _withdraw_missing(source, after=progress.upto, upto=upto, ids=ids)
                progress.upto, progress.is_done = upto, not ids
                progress.save()
            done += len(ids)
            yield Step(name, done)
    RebuildProgress.objects.all().delete()


def _withdraw_missing(source: Source, *, after: int, upto: int, ids: list[int]) -> None:
    """Withdraws entries of this stretch of subjects whose subjects are gone."""
    listed = Entry.objects.filter(kind__in=source.kinds, is_listed=True, subject_id__gt=after, subject_id__lte=upto)
    for kind, subject_id in listed.exclude(subject_id__in=ids).values_list("kind", "subject_id"):
        withdraw_entry(kind, subject_id)
