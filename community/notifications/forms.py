"""How a person wants to be told: channels by group, quiet hours, the hour of the digest."""

from dataclasses import dataclass
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.forms import BoundField
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from community.notifications.hours import DEFAULT_ZONE, zone_of
from community.notifications.kinds import Group
from community.notifications.models import Preference
from community.notifications.ways import APP, MAIL, channels_of

_NEAR = {
    DEFAULT_ZONE: _("Poland"),
    "Europe/London": _("United Kingdom, Ireland, Portugal"),
    "Europe/Kyiv": _("Ukraine, Baltic countries, Finland"),
}
_PLACES = ("Africa/", "America/", "Antarctica/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/")
_HOURS = [(hour, f"{hour}:00") for hour in range(24)]
_WHEN = {
    Group.PERSONAL: "",
    Group.FOLLOWED: _("By mail only what you follow “at once”; the rest is in your digest."),
    Group.OWN: "",
    Group.LIBRARY: "",
    Group.DUTIES: _("For facilitators and editors. It always stands in your notifications."),
}


@dataclass(frozen=True)
class GroupRow:
    """One row of the table: a group of kinds with its two boxes; there is no box for what cannot be switched off."""

    label: str
    help: str
    app: BoundField | None
    mail: BoundField


def _hour(label: Any) -> Any:
    return forms.TypedChoiceField(label=label, choices=_HOURS, coerce=int)


class PreferenceForm(forms.Form):
    """How one wants to be told, with the stored choice or the defaults filled in."""

    has_notices = forms.BooleanField(label=_("Send me letters about what happens"), required=False)
    quiet_from = _hour(_("No letters from"))
    quiet_to = _hour(_("until"))
    is_quiet_at_weekends = forms.BooleanField(label=_("No such letters on Saturdays and Sundays"), required=False)
    zone = forms.ChoiceField(label=_("My time zone"))
    has_daily = forms.BooleanField(label=_("Send me the daily digest"), required=False)
    has_weekly = forms.BooleanField(label=_("Send me the weekly digest"), required=False)
    digest_weekday = forms.TypedChoiceField(
        label=_("Day of the weekly digest"), choices=list(WEEKDAYS.items()), coerce=int
    )  # fmt: skip
    digest_hour = _hour(_("Hour of the digests"))

    def __init__(self, data: Any = None, *, preference: Preference) -> None:
        plain = ("has_notices", "quiet_from", "quiet_to", "is_quiet_at_weekends", "has_daily", "has_weekly",
                 "digest_weekday", "digest_hour")  # fmt: skip
        initial: dict[str, Any] = {name: getattr(preference, name) for name in plain}
        initial["zone"] = zone_of(preference.zone).key
        super().__init__(data, initial=initial)
        self.fields["zone"].choices = zone_choices()  # type: ignore[attr-defined]
        for group in Group:
            channels = channels_of(preference, group)
            for channel in (APP, MAIL):
                if _has_box(group, channel):
                    self.fields[f"{channel}_{group}"] = forms.BooleanField(
                        label=group.label, required=False, initial=channel in channels
                    )  # fmt: skip

    @property
    def rows(self) -> list[GroupRow]:
        """Returns the rows of the table, in the order of the groups."""
        return [
            GroupRow(
                str(group.label), str(_WHEN[group]), self[f"app_{group}"] if _has_box(group, APP) else None,
                self[f"mail_{group}"],
            )
            for group in Group
        ]  # fmt: skip

    @property
    def chosen(self) -> dict[str, Any]:
        """Returns what was chosen, as fields of Preference; of the groups only those that are not as by default."""
        boxes = {
            group.value: [channel for channel in (APP, MAIL) if self.cleaned_data.get(f"{channel}_{group}", True)]
            for group in Group
        }  # fmt: skip
        channels = {group: some for group, some in boxes.items() if some != [APP, MAIL]}
        names = set(self.base_fields)
        return {name: value for name, value in self.cleaned_data.items() if name in names} | {"channels": channels}


def _has_box(group: str, channel: str) -> bool:
    return not (group == Group.DUTIES and channel == APP)


@cache
def _far() -> list[tuple[str, str]]:
    names = sorted(name for name in available_timezones() if name.startswith(_PLACES) and name not in _NEAR)
    return [(name, name.replace("_", " ")) for name in names]


def zone_choices() -> list[Any]:
    """Returns the time zones to choose from: Poland first, then its neighbours in time, then all others."""
    return [*_NEAR.items(), (_("Other time zones"), _far())]
