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
    """A step lies before the one it follows, or in the future."""

    said = _("This day is before the last step, or in the future.")
    status = 422


class NotYourCity(ResourceError):
    """Somebody speaks for a city in whose team they have no seat."""

    said = _("Only people from a city's team can say this for the city.")
    status = 403
