"""Which uploaded files a post, a former version of it, or a draft shows: said in the transaction that stores it."""

from collections.abc import Collection, Iterable

from django.utils.translation import gettext_lazy as _

from community.base.file_markup import FileFacts, file_candidates
from community.base.markup import Rendered
from community.files.actions import release, use
from community.files.queries import facts_for, used_by
from community.people.models import Person
from forum.actions.errors import ForumError
from forum.models import Draft, Post, Revision

POST, REVISION, DRAFT = "forum.post", "forum.revision", "forum.draft"
MOST_FILES = 20


class TooManyFiles(ForumError):
    """A text shows more files than one post may."""

    said = _("A post may show at most 20 files. Leave some out, or put the rest into another post.")
    status = 422


def files_for(source: str, *, by: Person | None, post: Post | None = None) -> dict[int, FileFacts]:
    """Returns, by id, the files that a text may show: those its writer may use, and those the post shows already.

    No query for a text without files.
    """
    wanted = file_candidates(source)
    return facts_for(by, wanted, held_by=(POST, post.pk) if post else None) if wanted else {}


def check_files(files: Collection[int]) -> None:
    """Raises TooManyFiles for more files than one post may show."""
    if len(files) > MOST_FILES:
        raise TooManyFiles


def show_files(post: Post, rendered: Rendered, *, former: Revision | None = None) -> None:
    """Says that a post shows these files now, and its former version (`former`) those it showed until now.

    One query for a text that had no files and has none; none when it is new. Raises TooManyFiles.
    """
    check_files(rendered.files)
    if former is not None and (shown := used_by(POST, post.pk)):
        use(holder=REVISION, holder_id=former.pk, attachment_ids=shown)
    if rendered.files or former is not None:
        use(holder=POST, holder_id=post.pk, attachment_ids=rendered.files)


def hold_files(draft: Draft) -> None:
    """Says which files a draft's text names, so that they stay; each save says it anew."""
    found = facts_for(draft.author, file_candidates(draft.text))
    use(holder=DRAFT, holder_id=draft.pk, attachment_ids=found)


def let_files_go(draft: Draft) -> None:
    """Says that a draft shows nothing any more, because it goes."""
    release(holder=DRAFT, holder_ids=[draft.pk])


def clear_files(revisions: Iterable[int]) -> None:
    """Says that these former versions (ids) show nothing any more; what nothing else shows is cleaned up."""
    release(holder=REVISION, holder_ids=list(revisions))
