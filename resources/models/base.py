"""ResourcePage: what articles, plans, recommendations and pages of words have in common."""

from collections.abc import Callable, Collection
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from community.spaces.models import Audience, City, Space
from community.tags.models import Tag
from resources.blocks import BodyBlock
from resources.models.media import Picture
from resources.widgets import Ticks

# What stands below the library's own address besides pages: no page may take one of these for its own.
RESERVED_SLUGS = frozenset({"eksport"})


class Licence(models.TextChoices):
    """What others may do with a text."""

    CC_BY = "cc-by-4.0", "CC BY 4.0"
    CC_BY_SA = "cc-by-sa-4.0", "CC BY-SA 4.0"
    CC0 = "cc0-1.0", "CC0 1.0"
    RESERVED = "reserved", pgettext_lazy("licence", "all rights reserved")

    @property
    def url(self) -> str:
        """Returns where a licence is explained; empty where none is given."""
        return _EXPLAINED.get(self.value, "")


_EXPLAINED = {
    "cc-by-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "cc-by-sa-4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
    "cc0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
}


class ResourcePage(Page):
    """A page of the library. Who may see it, its `audience` in its `space` decides, and nothing of Wagtail's.

    `space`: the network that answers for it. `networks`: others that it is for, besides. What is not text (status
    histories, who adopts a practice) lives in plain rows under `translation_key`, so that no revision rewrites it.
    """

    kind: ClassVar[str] = ""  # the kind of the entry in the catalogue; empty: not listed

    summary = models.CharField(_("summary"), max_length=400, blank=True)
    space = models.ForeignKey(
        Space, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("network or group")
    )
    networks = ParentalManyToManyField(Space, blank=True, related_name="+", verbose_name=_("also for"))
    cities = ParentalManyToManyField(City, blank=True, related_name="+", verbose_name=_("cities"))
    tags = ParentalManyToManyField(Tag, blank=True, related_name="+", verbose_name=_("topics"))
    audience = models.CharField(_("who may read"), max_length=10, choices=Audience.choices, default=Audience.PUBLIC)
    cover = models.ForeignKey(
        Picture, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("cover")
    )
    cover_alt = models.CharField(_("what the cover shows"), max_length=300, blank=True)
    reviewed_on = models.DateField(_("checked on"), null=True, blank=True)
    review_due = models.DateField(_("to be checked again by"), null=True, blank=True)
    licence = models.CharField(_("licence"), max_length=20, choices=Licence.choices, default=Licence.CC_BY)
    is_sample = models.BooleanField(_("sample text"), default=False)
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("text"))

    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        "summary",
        MultiFieldPanel(["cover", "cover_alt"], heading=_("Cover")),
        "body",
    ]
    promote_panels: ClassVar[list[Any]] = [
        MultiFieldPanel(
            [
                "space",
                "audience",
                FieldPanel("networks", widget=Ticks),
                FieldPanel("cities", widget=Ticks),
                FieldPanel("tags", widget=Ticks),
            ],
            heading=_("Where it belongs"),
        ),
        MultiFieldPanel(["reviewed_on", "review_due", "licence", "is_sample"], heading=_("How long it holds")),
        "slug",
    ]
    settings_panels: ClassVar[list[Any]] = []
    search_fields: ClassVar[list[Any]] = [  # of the admin's lists only; readers search the catalogue
        *Page.search_fields,
        *(index.FilterField(name) for name in ("space", "audience", "is_sample", "review_due")),
    ]
    show_in_menus_default = False
    draw_preview: ClassVar[Callable[[HttpRequest, Any], HttpResponse]]  # plugged in: models draw nothing

    class Meta:
        abstract = True

    def _check_slug_is_unique(self) -> None:
        """Raises ValidationError, besides Wagtail's own, for an address that the library needs itself."""
        if self.slug in RESERVED_SLUGS:
            raise ValidationError(
                {"slug": _("The library needs the address “%(slug)s” itself. Choose another.") % {"slug": self.slug}}
            )
        super()._check_slug_is_unique()

    @staticmethod
    def _slug_is_available(slug: str, parent_page: Page | None, page: Page | None = None) -> bool:
        """Returns whether a page may have this address; what is made of a title goes around the reserved ones."""
        return slug not in RESERVED_SLUGS and Page._slug_is_available(slug, parent_page, page)

    @classmethod
    def from_db(cls, db: str | None, field_names: Collection[str], values: Collection[Any]) -> Self:
        """Returns the page as it is published, and remembers this text as such: revisions come another way."""
        page = super().from_db(db, field_names, values)
        page._body_as_stored = page.__dict__.get("body")
        return page

    def clean(self) -> None:
        """Raises ValidationError for a page that is to be checked again before it was checked."""
        super().clean()
        if self.reviewed_on and self.review_due and self.review_due < self.reviewed_on:
            raise ValidationError({"review_due": _("This day is before the day on which it was checked.")})

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Returns the page as readers would see it; Wagtail's admin asks for it."""
        return type(self).draw_preview(request, self)

    @property
    def has_stored_text(self) -> bool:
        """Returns whether this is the page as it is published, with its text untouched, and no draft of it."""
        stored = getattr(self, "_body_as_stored", None)
        return stored is not None and stored is self.__dict__.get("body")

    @property
    def language(self) -> str:
        """Returns the language of the text."""
        return str(self.locale.language_code)

    @property
    def is_review_due(self) -> bool:
        """Returns whether the day has passed by which the text should have been checked again."""
        return self.review_due is not None and self.review_due < timezone.localdate()
