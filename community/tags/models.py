"""The one vocabulary: tags with their other names, and what facilitators changed in it."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import pgettext_lazy
from taggit.models import TagBase

from community.base import clock
from community.base.letters import SORT_KEY_LENGTH, fold, sort_key
from community.base.names import words_for_address
from community.spaces.models import Space

LONGEST_NAME = 100


class Tag(TagBase):
    """A topic. A merged tag stays as a row and counts as the one it points to, so that undoing loses nothing."""

    space = models.ForeignKey(Space, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    description = models.TextField(blank=True)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="merged")
    sort_key = models.CharField(max_length=SORT_KEY_LENGTH, editable=False, db_index=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(merged_into=models.F("pk")), name="tag_not_merged_into_itself")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def url(self) -> str:
        """Returns the tag page's address without a language prefix."""
        return tag_url(self.slug)

    def slugify(self, tag: str, i: int | None = None) -> str:
        """Returns a name as words for an address, numbered from the second one of that address on."""
        words = words_for_address(tag)[:90] or "temat"
        return f"{words}-{i}" if i is not None else words

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keeps the order among Polish names beside the name."""
        self.sort_key = sort_key(self.name)
        super().save(*args, **kwargs)


class TagName(models.Model):
    """Another name of a tag: a synonym, an abbreviation, its name of yesterday. `key` is the name folded."""

    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(max_length=LONGEST_NAME)
    key = models.CharField(max_length=LONGEST_NAME * 2, unique=True, editable=False)

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Derives the key."""
        self.key = name_key(self.name)
        super().save(*args, **kwargs)


class FormerSlug(models.Model):
    """An address that a tag had before; it leads to the tag's present one."""

    slug = models.SlugField(max_length=100, unique=True)
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="former_slugs")

    def __str__(self) -> str:
        return self.slug


class ChangeKind(models.TextChoices):
    """What was done to a tag."""

    CREATE = "create", pgettext_lazy("change of a tag", "created")
    RENAME = "rename", pgettext_lazy("change of a tag", "renamed")
    MERGE = "merge", pgettext_lazy("change of a tag", "merged")
    DESCRIBE = "describe", pgettext_lazy("change of a tag", "described")
    ALIAS = "alias", pgettext_lazy("change of a tag", "synonyms changed")


class TagChange(models.Model):
    """One change of the vocabulary, with what it takes to undo it (`before`, `after`)."""

    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=10, choices=ChangeKind)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=clock.now)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["tag", "-at"], name="tag_change_of_tag")]

    def __str__(self) -> str:
        return f"{self.tag_id} {self.kind}"


def tag_url(slug: str) -> str:
    """Returns a tag page's address without a language prefix."""
    return f"/tematy/{slug}/"


def name_key(name: str) -> str:
    """Returns what two spellings of one name have in common: folded words with single spaces."""
    return " ".join(fold(name).split())
