"""How far something is, said by icon and word; the tone only repeats it."""

from dataclasses import dataclass

from resources.models import ActionState, RecommendationStatus

_OF_ACTIONS = {
    "planned": ("calendar", ""),
    "running": ("move-right", "info"),
    "done": ("circle-check", "good"),
    "late": ("triangle-alert", "warning"),
    "abandoned": ("x", ""),
}
_OF_RECOMMENDATIONS = {
    "proposed": ("flag", ""),
    "sent": ("send", ""),
    "acknowledged": ("inbox", ""),
    "in_analysis": ("search", "info"),
    "accepted": ("thumbs-up", "good"),
    "accepted_in_part": ("check", "good"),
    "rejected": ("x", "bad"),
    "in_legislation": ("file-text", "info"),
    "implemented": ("circle-check", "good"),
    "lapsed": ("history", ""),
}


@dataclass(frozen=True, slots=True)
class StateWord:
    """A state: its value in the table, its word in the reader's language, and what `components/lists.state` draws."""

    value: str
    label: str
    icon: str
    tone: str


def action_word(value: str) -> StateWord:
    """Returns how the state of an action is said."""
    return StateWord(value, str(ActionState(value).label), *_OF_ACTIONS[value])


def status_word(value: str) -> StateWord:
    """Returns how the status of a recommendation is said."""
    return StateWord(value, str(RecommendationStatus(value).label), *_OF_RECOMMENDATIONS[value])
