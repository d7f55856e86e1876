"""Clean-up of what nothing shows: rows first, files after, and never what is shared or on its way."""

import os
import time
from datetime import timedelta

import pytest

from community.base import clock
from community.base.rounds import rounds
from community.files import orphans, storing
from community.files.actions import use
from community.files.models import Attachment, AttachmentUse
from community.files.orphans import remove_orphans
from tests.files.sending import pdf_of, picture_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_files_yet")]


def age(settings, hours=49):
    """Makes all rows and files this old."""
    Attachment.objects.update(created_at=clock.now() - timedelta(hours=hours))
    for path in (settings.MEDIA_ROOT / "files").glob("*/*"):
        os.utime(path, (time.time() - hours * 3600,) * 2)


def files(settings):
    return len(list((settings.MEDIA_ROOT / "files").glob("*/*")))


def test_round_is_registered():
    assert rounds["files.orphans"].run is remove_orphans


def test_what_nothing_shows_goes_after_two_days_with_its_files(anna, settings):
    picture_of(anna)
    age(settings, hours=47)
    assert (remove_orphans(), files(settings)) == (0, 2)
    age(settings)
    assert (remove_orphans(), files(settings), Attachment.objects.count()) == (3, 0, 0)
    assert remove_orphans() == 0


def test_what_is_shown_stays(anna, settings):
    attachment = picture_of(anna)
    use(holder="forum.post", holder_id=1, attachment_ids=[attachment.pk])
    age(settings, hours=1000)
    assert (remove_orphans(), files(settings)) == (0, 2)


def test_files_of_drafts_that_went_with_their_author_go_too(olaf, anna, zielona, settings):
    from forum.actions import Written, save_draft

    texts = {who: Written(text=f"[plan](plik:{pdf_of(who).pk})") for who in (olaf, anna)}
    for who, written in texts.items():
        save_draft(author=who, key="with-a-file", space=zielona, written=written, version=0)
    age(settings)
    assert (remove_orphans(), AttachmentUse.objects.count()) == (0, 2)
    olaf.delete()
    assert remove_orphans() > 0
    assert list(Attachment.objects.values_list("owner", flat=True)) == [anna.pk]


def test_uses_by_what_is_gone_are_forgotten_a_few_at_a_time(anna, settings, monkeypatch):
    monkeypatch.setattr(orphans, "MOST_AT_ONCE", 2)
    attachment = picture_of(anna)
    for number in range(3):
        use(holder="forum.draft", holder_id=900_000 + number, attachment_ids=[attachment.pk])
    age(settings)
    left = [(remove_orphans(), AttachmentUse.objects.count()) for _round in range(2)]
    assert left == [(0, 1), (3, 0)]


def test_file_that_another_row_uses_stays(anna, jan, settings):
    pdf_of(anna)
    kept = pdf_of(jan)
    use(holder="forum.post", holder_id=1, attachment_ids=[kept.pk])
    age(settings)
    assert (remove_orphans(), files(settings), list(Attachment.objects.all())) == (1, 1, [kept])


def test_file_without_a_row_goes_when_it_is_old(anna, settings):
    pdf_of(anna)
    Attachment.objects.all().delete()
    assert (remove_orphans(), files(settings)) == (0, 1)
    age(settings, hours=7)
    assert (remove_orphans(), files(settings)) == (1, 0)


def test_upload_on_its_way_keeps_its_file(anna, settings, monkeypatch):
    """The same content is written between the look at the rows and the removal: the file is put back."""
    name = pdf_of(anna).file
    path = settings.MEDIA_ROOT / name
    content = path.read_bytes()
    Attachment.objects.all().delete()
    age(settings)
    replace = os.replace

    def written_just_before(source, target):
        if str(target).endswith(".gone"):
            path.write_bytes(content)
        replace(source, target)

    monkeypatch.setattr(storing.os, "replace", written_just_before)
    assert (remove_orphans(), path.read_bytes()) == (0, content)


def test_uploading_what_is_there_makes_its_file_young_again(anna, settings):
    pdf_of(anna)
    age(settings)
    pdf_of(anna)
    assert (remove_orphans(), files(settings), Attachment.objects.count()) == (1, 1, 1)


def test_many_rows_go_in_batches(anna, settings, monkeypatch):
    monkeypatch.setattr(orphans, "MOST_AT_ONCE", 2)
    for number in range(5):
        pdf_of(anna, f"{number}.pdf")
    age(settings)
    assert (remove_orphans(), files(settings)) == (6, 0)


def test_uses_are_what_was_said_last(anna):
    first, second = pdf_of(anna), pdf_of(anna)
    for ids in ([first.pk], [first.pk, second.pk], [second.pk, 999_999], []):
        use(holder="forum.post", holder_id=7, attachment_ids=ids)
        known = {first.pk, second.pk} & set(ids)
        assert set(Attachment.objects.filter(uses__holder_id=7).values_list("pk", flat=True)) == known


def test_nothing_to_clean_where_nobody_has_uploaded(settings):
    assert remove_orphans() == 0
