"""The vocabulary as search, forms and pages read it, split by who asks."""

from community.tags.queries.choosing import Choice, Choices, Suggestion, choices_for
from community.tags.queries.history import ChangeRow, history_of
from community.tags.queries.vocabulary import TagNames, read_name, vocabulary

__all__ = [
    "ChangeRow",
    "Choice",
    "Choices",
    "Suggestion",
    "TagNames",
    "choices_for",
    "history_of",
    "read_name",
    "vocabulary",
]
