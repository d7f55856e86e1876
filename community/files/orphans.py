"""Clean-up: uses by what is gone, attachments that nothing shows, and files that no row knows."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef

from community.base import clock
from community.files import storing
from community.files.holders import holders
from community.files.models import Attachment, AttachmentUse

KEPT_FOR = timedelta(hours=48)
MOST_AT_ONCE = 500


def remove_orphans() -> int:
    """Removes what has been attached to nothing for two days, then files without a row; returns how many of both.

    What showed a file and went with something else (a person's drafts with the person) shows it no more; 500 such uses
    of each kind go at a time, the others with the next round. The row goes first, the file after it is gone for good:
    nobody meets a row without its file. Rows are locked, and looked at again under the lock, so that one that is being
    put into a text stays. Safe at any time and twice at once.
    """
    _forget_uses()
    rows = 0
    while removed := _remove_rows():
        rows += removed
    return rows + _sweep()


def _forget_uses() -> None:
    """Removes up to 500 uses of each kind of holder whose row is no more; ids never come back. Two queries a kind."""
    for name, holder in holders.items():
        there = holder.model._default_manager.filter(pk=OuterRef("holder_id"))
        gone = AttachmentUse.objects.filter(~Exists(there), holder=name).order_by("pk")
        if ids := list(gone.values_list("pk", flat=True)[:MOST_AT_ONCE]):
            AttachmentUse.objects.filter(pk__in=ids).delete()


@transaction.atomic
def _remove_rows() -> int:
    """Removes up to 500 rows that nothing shows; returns how many."""
    old = Attachment.objects.filter(created_at__lt=clock.now() - KEPT_FOR)
    unused = old.exclude(Exists(AttachmentUse.objects.filter(attachment=OuterRef("pk")))).order_by("pk")
    locked = list(unused.select_for_update(skip_locked=True).values_list("pk", flat=True)[:MOST_AT_ONCE])
    used = set(AttachmentUse.objects.filter(attachment_id__in=locked).values_list("attachment_id", flat=True))
    gone = [pk for pk in locked if pk not in used]
    Attachment.objects.filter(pk__in=gone).delete()
    return len(gone)


def _sweep() -> int:
    """Removes files that no row names, unless an upload may just be storing theirs; returns how many."""
    removed, names = 0, list(storing.old_files())
    for start in range(0, len(names), MOST_AT_ONCE):
        some = names[start : start + MOST_AT_ONCE]
        whole = {storing.whole_name(name) for name in some}
        known = set(Attachment.objects.filter(file__in=whole).values_list("file", flat=True))
        removed += sum(storing.remove_old(name) for name in some if storing.whole_name(name) not in known)
    return removed
