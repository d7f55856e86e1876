"""What refuses: domain errors of the library."""

from django.utils.translation import gettext_lazy as _

from community.base.http import Refused


class ResourceError(Refused):
    """A verb of the library was refused; the sentence says why."""


class ReasonMissing(ResourceError):
    """A step that needs a reason has none."""

    said = _("Say why: cities that rely on this need the reason.")
    status = 422


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
