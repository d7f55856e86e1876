"""What there is: one Entry per thing that can be found, its Passages of text, and what people keep and have read.

The owning app's actions keep entries and passages current. The words themselves lie in the search engine's own table
(see `engine`), beside the passage of the same id.
"""

from django.conf import settings
from django.db import models

from community.base import clock
from community.spaces.models import Audience, City, Space
from community.tags.models import Tag


class EntryTag(models.Model):
    """An entry carries a tag. It says what the subject says: whoever owns the subject changes it there."""

    content_object = models.ForeignKey("Entry", on_delete=models.CASCADE, related_name="tagged")
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="tagged_entries")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["content_object", "tag"], name="entry_tag_once")]

    def __str__(self) -> str:
        return f"{self.content_object_id} #{self.tag_id}"


class Entry(models.Model):
    """What there is: kind and number of the subject, where it is, who may see it, and when it last moved.

    `about`: the entry of which this is the discussion. `other_…`: the same in its other language, where it is there.
    """

    kind = models.CharField(max_length=30)
    subject_id = models.BigIntegerField()
    title = models.CharField(max_length=300)
    url = models.CharField(max_length=400)
    summary = models.CharField(max_length=400, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    space = models.ForeignKey(Space, null=True, blank=True, on_delete=models.CASCADE, related_name="entries")
    city = models.ForeignKey(City, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    audience = models.CharField(max_length=10, choices=Audience)
    language = models.CharField(max_length=5, default="pl")
    other_language = models.CharField(max_length=5, blank=True)
    other_title = models.CharField(max_length=300, blank=True)
    other_url = models.CharField(max_length=400, blank=True)
    other_summary = models.CharField(max_length=400, blank=True)
    about = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    replies = models.PositiveIntegerField(default=0)
    is_listed = models.BooleanField(default=True)
    is_solved = models.BooleanField(default=False)
    is_outdated = models.BooleanField(default=False)
    is_duplicate = models.BooleanField(default=False)
    moves = models.BooleanField(default=True)
    published_at = models.DateTimeField()
    year = models.PositiveSmallIntegerField(default=0)
    last_activity_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "entries"
        constraints = [models.UniqueConstraint(fields=["kind", "subject_id"], name="entry_once_per_subject")]
        indexes = [
            models.Index(
                fields=["-last_activity_at", "-id"],
                condition=models.Q(is_listed=True, moves=True),
                name="entry_latest",
            ),
            models.Index(
                fields=["space", "-last_activity_at", "-id"],
                condition=models.Q(is_listed=True, moves=True),
                name="entry_latest_in_space",
            ),
            models.Index(
                fields=["-published_at", "-id"], condition=models.Q(is_listed=True, moves=True), name="entry_newest"
            ),
            models.Index(
                fields=["-last_activity_at", "-id"],
                condition=models.Q(is_listed=True, kind="question", replies=0),
                name="entry_waiting",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class EntryTrait(models.Model):
    """What an entry can be found by besides its columns: facet and value (“cost”, “under-50k”), as its app says."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="traits")
    facet = models.CharField(max_length=20)
    value = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "facet", "value"], name="trait_once")]
        indexes = [models.Index(fields=["facet", "value", "entry"], name="trait_entries")]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.facet}={self.value}"


class Passage(models.Model):
    """A stretch of an entry's text that is found as one: a post, a section of a page. `anchor` is its place there."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="passages")
    number = models.PositiveIntegerField()
    anchor = models.CharField(max_length=60, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    language = models.CharField(max_length=5, default="pl")
    text = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "number"], name="passage_once_per_number")]
        # Searching asks only whose passages were found, counting what is new only when and by whom they were written:
        # without these, both would read texts from the disk.
        indexes = [
            models.Index(fields=["id", "entry", "number"], name="passage_place"),
            models.Index(fields=["entry", "at", "number", "author"], name="passage_since"),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id}/{self.number}"


class KnownLemma(models.Model):
    """A lemma that some text holds: its forms are known then, and a typing error can be put right."""

    lemma = models.CharField(max_length=64, unique=True)
    folded = models.CharField(max_length=64, db_index=True)

    def __str__(self) -> str:
        return self.lemma


class KnownForm(models.Model):
    """A form of a known lemma, typed without Polish letters: `miescie` for miasto. Only forms that have any."""

    folded = models.CharField(max_length=64, db_index=True)
    lemma = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["folded", "lemma"], name="form_once")]

    def __str__(self) -> str:
        return f"{self.folded} → {self.lemma}"


class Seen(models.Model):
    """How far a person has read an entry: the highest passage number they had before them."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="+")
    upto = models.PositiveIntegerField()
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name_plural = "seen"
        constraints = [models.UniqueConstraint(fields=["person", "entry"], name="seen_once")]

    def __str__(self) -> str:
        return f"{self.person_id} read {self.entry_id} to {self.upto}"


class SeenSpace(models.Model):
    """A person has read everything in a space up to this moment; then their `Seen` rows there are not needed."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "space"], name="seen_space_once")]

    def __str__(self) -> str:
        return f"{self.person_id} read {self.space_id} to {self.at}"


class Bookmark(models.Model):
    """A person keeps an entry to come back to."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="bookmarks")
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "entry"], name="bookmark_once")]
        indexes = [models.Index(fields=["person", "-created_at", "-id"], name="bookmark_newest")]

    def __str__(self) -> str:
        return f"{self.person_id} keeps {self.entry_id}"


class Related(models.Model):
    """Two entries about the same: found by shared tags and words after a change, and read with the page."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="related")
    other = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="+")
    score = models.FloatField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "other"], name="related_once")]
        indexes = [models.Index(fields=["entry", "-score"], name="related_best")]

    def __str__(self) -> str:
        return f"{self.entry_id} ~ {self.other_id}"


class Miss(models.Model):
    """Words that were looked for and not found, how often and when last; nothing about who looked."""

    words = models.CharField(max_length=120, unique=True)
    times = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name_plural = "misses"
        indexes = [models.Index(fields=["-times", "-last_at"], name="miss_most")]

    def __str__(self) -> str:
        return self.words


class RebuildProgress(models.Model):
    """How far an interrupted rebuild of the catalogue came, by source; empty when none is under way."""

    source = models.CharField(max_length=30, unique=True)
    upto = models.BigIntegerField(default=0)
    is_done = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "rebuild progress"

    def __str__(self) -> str:
        return f"{self.source} {self.upto}"
