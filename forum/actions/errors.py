"""What can stand in the way of a forum verb; each carries a sentence and an HTTP status."""

from django.utils.translation import gettext as _

from community.base.http import Refused
from forum.models import Post


class ForumError(Refused):
    """A forum rule refuses a verb."""


class ThreadLocked(ForumError):
    """Nobody replies to a locked or deleted thread."""

    def __init__(self) -> None:
        super().__init__(_("This thread is closed, so nothing can be added to it."), status=409)


class ChangedMeanwhile(ForumError):
    """What was allowed when the page was opened no longer is: somebody replied, deleted or closed meanwhile."""

    def __init__(self) -> None:
        super().__init__(
            _("This changed while you had it open, so it can no longer be done. Open the thread and look again."),
            status=409,
        )


class AlreadySent(ForumError):
    """The same form arrived again, but with another text."""

    def __init__(self) -> None:
        super().__init__(
            _("This form was already sent with another text. Open the thread, check what was saved and add the rest."),
            status=409,
        )


class StaleEdit(ForumError):
    """Somebody changed the post while it was being edited; `post` is the post as it stands now."""

    def __init__(self, post: Post) -> None:
        super().__init__(_("Someone changed this text while you were editing. Here are both versions."), status=409)
        self.post = post
