"""Former versions of a post: bringing one back, and removing what must not be kept."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from community.base import clock
from community.people.models import Person
from forum.actions.attachments import clear_files
from forum.actions.errors import ChangedMeanwhile, ForumError
from forum.actions.posts import edit_post, lock_post
from forum.models import Post, Revision
from forum.rules import may_clear_revision


class NoSuchVersion(ForumError):
    """There is no such former version, or its text was removed."""

    said = _("The text of this version was removed, so it cannot be brought back.")
    status = 409


def restore_revision(*, by: Person, post: Post, revision: int, version: int) -> Post:
    """Makes a former version's text (and title) the current one, as an edit of `version`, and returns the post.

    What stood there until now is kept as any other version. Raises NoSuchVersion, and whatever edit_post raises.
    """
    former = Revision.objects.filter(post=post, version=revision, cleared_at=None).first()
    if former is None:
        raise NoSuchVersion
    return edit_post(by=by, post=post, text=former.source, version=version, title=former.title or None)


@transaction.atomic
def clear_revisions(*, by: Person, post: Post, revision: int, and_older: bool = False) -> int:
    """Removes the words of a former version, of all older ones too when asked, for good; returns how many.

    Who wrote it and when stays, and who removed it. Raises ChangedMeanwhile when the post was deleted meanwhile.
    """
    _thread, current = lock_post(post)
    if not may_clear_revision(by, current):
        raise ChangedMeanwhile
    rows = Revision.objects.filter(post=current, cleared_at=None)
    rows = rows.filter(version__lte=revision) if and_older else rows.filter(version=revision)
    clear_files(list(rows.values_list("pk", flat=True)))
    return rows.update(title="", source="", cleared_at=clock.now(), cleared_by=by)
