"""Verbs: taking files from people, and saying what shows them."""

from collections.abc import Collection, Iterable

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from community.base.http import Refused
from community.files import storing
from community.files.judging import LARGEST, judge, too_large
from community.files.limits import check_limits
from community.files.models import Attachment, AttachmentKind, AttachmentUse
from community.files.names import clean_alt, clean_name
from community.files.queries import markdown_of, used_by
from community.files.verdicts import NotTaken, Taken

MOST_AT_ONCE = 20


class FileRefused(Refused):
    """A file was not taken: 422, or 413 when it is too large; the sentence says what to do."""


def attach(*, owner: AbstractBaseUser, upload: UploadedFile, alt: str = "") -> Attachment:
    """Stores an uploaded file that the judge takes, and returns its row, which nothing shows yet.

    Pictures are stored anew as WebP, documents as they came; the name is cleaned and gets the extension of the
    content. Raises FileRefused, and TooManyUploads (429).
    """
    check_limits(owner.pk)
    if (upload.size or 0) > LARGEST:
        raise FileRefused(too_large(), status=413)
    given = upload.name or ""
    try:
        taken = judge(upload.read(), name=given)
    except NotTaken as problem:
        raise FileRefused(str(problem), status=422) from None
    digest = storing.digest_of(taken.content)
    file = storing.name_of(digest, taken.extension)
    _write(file, taken)
    return Attachment.objects.create(
        owner_id=owner.pk,
        kind=AttachmentKind.IMAGE if taken.is_picture else AttachmentKind.DOCUMENT,
        name=clean_name(given, taken.extension),
        content_type=taken.content_type,
        file=file,
        digest=digest,
        size=len(taken.content),
        width=taken.width,
        height=taken.height,
        alt=clean_alt(alt),
    )


def _write(file: str, taken: Taken) -> None:
    """Writes the files before their row: a row without its file would be a hole, a file without a row is swept up."""
    if taken.small:
        storing.write(storing.small_name(file), taken.small)
    storing.write(file, taken.content)


def attach_all(*, owner: AbstractBaseUser, uploads: Iterable[UploadedFile]) -> tuple[list[str], list[str]]:
    """Stores the files of a form; returns the lines of Markdown that show them, and a sentence for each refused one.

    One by one: what is refused leaves the others alone. After a limit nothing more is tried.
    """
    lines, sentences = [], []
    for number, upload in enumerate(uploads):
        if number == MOST_AT_ONCE:
            sentences.append(_("At most 20 files can be attached at once. The others were left out."))
            break
        try:
            lines.append(markdown_of(attach(owner=owner, upload=upload)))
        except Refused as refused:
            name = clean_name(upload.name or "", "").rstrip(".")
            sentences.append(f"{name}: {refused.sentence}")
            if refused.status == 429:
                break
    return lines, sentences


def release(*, holder: str, holder_ids: Collection[int]) -> None:
    """Says that these rows of a holder show nothing any more. One query."""
    AttachmentUse.objects.filter(holder=holder, holder_id__in=holder_ids).delete()


@transaction.atomic
def use(*, holder: str, holder_id: int, attachment_ids: Collection[int]) -> None:
    """Makes these, and no others, the attachments that a holder's row shows; unknown ids are left out.

    Their rows are locked until the transaction ends, so that no clean-up takes one away meanwhile. Called inside the
    action that stores the holder's row; with no ids when that row goes. Four queries at most.
    """
    has, wanted = used_by(holder, holder_id), set(attachment_ids)
    if has - wanted:
        AttachmentUse.objects.filter(holder=holder, holder_id=holder_id, attachment_id__in=has - wanted).delete()
    if wanted - has:
        known = Attachment.objects.select_for_update().filter(pk__in=wanted - has).order_by("pk")
        ids = known.values_list("pk", flat=True)
        new = [AttachmentUse(attachment_id=pk, holder=holder, holder_id=holder_id) for pk in ids]
        AttachmentUse.objects.bulk_create(new, ignore_conflicts=True)
