"""Files on PostgreSQL, many at once: a clean-up beside uploads and texts never takes away what is shown."""

import itertools
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from community.base import clock
from community.files.actions import use
from community.files.models import Attachment, AttachmentUse
from community.files.orphans import remove_orphans
from community.people.actions import create_person
from tests.files.sending import pdf_of
from tests.services.test_concurrency import at_once

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]


@pytest.fixture()
def owner():
    return create_person(email="owner@files.example", name="Osoba z plikami")


def test_same_content_at_once_is_one_file_and_as_many_rows(owner):
    rows = at_once(lambda number: pdf_of(owner, f"{number}.pdf"), range(16))
    assert {row.file for row in rows} == {rows[0].file}
    assert Attachment.objects.count() == 16
    assert (Path(settings.MEDIA_ROOT) / rows[0].file).is_file()


def test_clean_up_beside_texts_leaves_no_use_without_its_row(owner):
    old = clock.now() - timedelta(hours=49)
    rows = Attachment.objects.bulk_create(
        Attachment(owner=owner, name=f"{n}.pdf", kind="document", file=f"files/00/{n}.pdf", size=1, created_at=old)
        for n in range(200)
    )

    def work(number):
        if number % 5 == 0:
            return remove_orphans()
        return use(holder="a.test", holder_id=number, attachment_ids=[row.pk for row in rows[number::40]])

    problems = [done for done in at_once(work, range(40)) if isinstance(done, Exception)]
    shown = set(AttachmentUse.objects.values_list("attachment_id", flat=True))
    assert problems == []
    assert shown <= set(Attachment.objects.values_list("pk", flat=True))
    remove_orphans()
    assert set(Attachment.objects.values_list("pk", flat=True)) == shown


def test_one_row_of_a_holder_said_at_once_has_its_uses_once(owner):
    rows = [pdf_of(owner, f"{number}.pdf") for number in range(4)]
    ids = [row.pk for row in rows]
    done = at_once(
        lambda chosen: use(holder="forum.post", holder_id=1, attachment_ids=chosen),
        list(itertools.permutations(ids))[:16],
    )
    assert [problem for problem in done if isinstance(problem, Exception)] == []
    assert sorted(AttachmentUse.objects.values_list("attachment_id", flat=True)) == sorted(ids)
