"""What refuses: domain errors of the library."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from community.base.http import Refused


class ResourceError(Refused):
    """A verb of the library was refused; the sentence says why."""


class ReasonMissing(ResourceError):
    """A step that needs a reason has none."""

    said = _("Say why: cities that rely on this need the reason.")
    status = 422


class NotLifted(ResourceError):
    """An article is begun from a post by somebody who may not, or from one that is no accepted answer."""

    said = _("An article is begun from an accepted answer, by who facilitates its network.")
    status = 403


class LiftedAlready(ResourceError):
    """An article was begun from this answer already; `page` is that article."""

    said = _("An article is being written from this answer already.")
    status = 409

    def __init__(self, page: Any) -> None:
        super().__init__()
        self.page = page


class PageLocked(ResourceError):
    """A page cannot be changed now; the sentence says why."""

    status = 409


class PageChanged(ResourceError):
    """A page was saved elsewhere since the form was opened; `revision` is what was saved there."""

    said = _("This text was saved in another window, or by somebody else, since you opened it here. Nothing is lost.")
    status = 409

    def __init__(self, revision: Any) -> None:
        super().__init__()
        self.revision = revision


class NotReady(ResourceError):
    """A page is sent to the editors, but something is missing."""

    said = _("Something is still missing. The list says what.")
    status = 422


class NobodyDecides(ResourceError):
    """A page is sent while no review is set up."""

    said = _(
        "Texts cannot be sent to the editors now: nobody is set to decide. Your text is kept. Tell the facilitators."
    )
    status = 409


class NotWaiting(ResourceError):
    """A page is decided about or taken back that does not wait, or not as it was read."""

    said = _("This text no longer waits as you saw it: it was taken back, decided about or changed meanwhile.")
    status = 409


class CannotPublish(ResourceError):
    """A page is approved that its own checks refuse; `why` says what is wrong."""

    status = 422

    def __init__(self, why: str) -> None:
        said = _("This cannot be published as it is: %(why)s Ask the author to change it, or correct it in the office.")
        super().__init__(str(said) % {"why": why})


class NotYours(ResourceError):
    """Somebody decides about a page who may not."""

    said = _("Only editors decide, and not about texts of their own while there are others.")
    status = 403


class AlreadyPublished(ResourceError):
    """A page is deleted that readers know already."""

    said = _("This text was published once. An editor can take it off the library in the editors’ office.")
    status = 409


class AnsweredAlready(ResourceError):
    """A guest answers a second time."""

    said = _("An answer was given by this link already. Thank you. Ask the author for a new link to say more.")
    status = 409


class AlreadySaid(ResourceError):
    """The form of a comment arrived again, but with another text."""

    said = _("This comment was already sent with another text. Look at what stands there, and write the rest anew.")
    status = 409


class NotYourHistory(ResourceError):
    """Somebody adds to a recommendation's history who may not."""

    said = _(
        "Only the facilitators of its network and the editors add to a recommendation's history. "
        "If you know of something new, write it in the discussion."
    )
    status = 403


class PrintoutRests(ResourceError):
    """A PDF that could not be made is not tried again at once; `minutes`: how long to wait."""

    status = 429

    def __init__(self, minutes: int) -> None:
        said = ngettext(
            "This PDF could not be made a moment ago. Try again in %(n)d minute, or print the page from your browser.",
            "This PDF could not be made a moment ago. Try again in %(n)d minutes, or print the page from your browser.",
            minutes,
        )
        super().__init__(said % {"n": minutes})
        self.minutes = minutes


class StepTooEarly(ResourceError):
    """A step lies before the one it follows."""

    said = _("This day is before that of the last step.")
    status = 422


class StepTooLate(ResourceError):
    """A step lies in the future."""

    said = _("This day has not come yet: steps say what has happened.")
    status = 422


class NothingSaid(ResourceError):
    """A case without words."""

    said = _("Say in a sentence or two how your city meets this.")
    status = 422


class NotYourCity(ResourceError):
    """Somebody speaks for a city in whose team they have no seat."""

    said = _(
        "Only people with a seat in a city's team speak for the city. If you work for one, ask the facilitator of your "
        "network for a seat; or write in the discussion of this page."
    )
    status = 403
