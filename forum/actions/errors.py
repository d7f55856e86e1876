"""What can stand in the way of a forum verb; each carries a sentence and an HTTP status."""

from django.utils.translation import gettext_lazy as _

from community.base.http import Refused
from forum.models import Post


class ForumError(Refused):
    """A forum rule refuses a verb."""


class ThreadLocked(ForumError):
    """Nobody replies to a locked or deleted thread."""

    said = _("This thread is closed, so nothing can be added to it.")
    status = 409


class ChangedMeanwhile(ForumError):
    """What was allowed when the page was opened no longer is: somebody replied, deleted or closed meanwhile."""

    said = _("This changed while you had it open, so it can no longer be done. Open the thread and look again.")
    status = 409


class AlreadySent(ForumError):
    """The same form arrived again, but with another text."""

    said = _("This form was already sent with another text. Open the thread, check what was saved and add the rest.")
    status = 409


class StaleEdit(ForumError):
    """Somebody changed the post while it was being edited; `post` is the post as it stands now."""

    said = _("Someone changed this text while you were editing. Here are both versions.")
    status = 409

    def __init__(self, post: Post) -> None:
        super().__init__()
        self.post = post


class ChosenGone(ForumError):
    """The thread that was chosen as a target was deleted, or merged into another one."""

    said = _("The thread that you chose was deleted or merged into another one. Choose one that is still there.")
    status = 409
