"""Verbs of the vocabulary: keeping tags, merging them, undoing."""

from community.tags.actions.errors import NameTaken, TagError
from community.tags.actions.keeping import change_tag, create_tag, describe_tag, rename_tag, set_synonyms
from community.tags.actions.merging import merge_tags
from community.tags.actions.undoing import undo_change

__all__ = [
    "NameTaken",
    "TagError",
    "change_tag",
    "create_tag",
    "describe_tag",
    "merge_tags",
    "rename_tag",
    "set_synonyms",
    "undo_change",
]
