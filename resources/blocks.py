"""The ten blocks of which texts are made. Their names are frozen: revisions hold them."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

from resources.block_samples import SAMPLES

PLAIN_FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link"]


class HeadingBlock(blocks.StructBlock):
    """A heading; the page's own title is the only h1."""

    text = blocks.CharBlock(label=_("Heading"), max_length=160)
    level = blocks.ChoiceBlock(label=_("Level"), choices=[("2", _("chapter")), ("3", _("section"))], default="2")

    class Meta:
        icon = "title"
        label = pgettext_lazy("block", "Heading")


class PictureBlock(blocks.StructBlock):
    """A picture with its alternative text, and words under it."""

    image = ImageBlock(label=_("Picture"))
    caption = blocks.CharBlock(label=_("Words under it"), required=False, max_length=300)

    class Meta:
        icon = "image"
        label = pgettext_lazy("block", "Picture")


class QuoteBlock(blocks.StructBlock):
    """What somebody said."""

    text = blocks.TextBlock(label=_("Words"), max_length=1000)
    source = blocks.CharBlock(label=_("Whose"), required=False, max_length=160)

    class Meta:
        icon = "openquote"
        label = pgettext_lazy("block", "Quotation")


class CalloutBlock(blocks.StructBlock):
    """What must not be missed."""

    tone = blocks.ChoiceBlock(
        label=_("Kind"),
        choices=[
            ("note", pgettext_lazy("callout", "note")),
            ("tip", pgettext_lazy("callout", "tip")),
            ("warning", pgettext_lazy("callout", "warning")),
        ],
        default="note",
    )
    title = blocks.CharBlock(label=_("Title"), max_length=120)
    text = blocks.RichTextBlock(label=_("Text"), features=PLAIN_FEATURES)

    class Meta:
        icon = "info-circle"
        label = pgettext_lazy("block", "Callout")


class StepBlock(blocks.StructBlock):
    """One of several steps."""

    title = blocks.CharBlock(label=_("Title"), max_length=160)
    text = blocks.RichTextBlock(label=_("Text"), features=PLAIN_FEATURES, required=False)


class VideoBlock(blocks.StructBlock):
    """A film elsewhere: a link until somebody wants to see it, so that nobody is told who reads here."""

    url = blocks.URLBlock(label=_("Address"))
    title = blocks.CharBlock(label=_("What it shows"), max_length=160)

    class Meta:
        icon = "media"
        label = pgettext_lazy("block", "Film")

    def clean(self, value: Any) -> Any:
        """Returns the value; raises ValidationError for an address that is not https."""
        cleaned = super().clean(value)
        if not str(cleaned["url"]).startswith("https://"):
            raise blocks.StructBlockValidationError({"url": ValidationError(_("The address must begin with https://"))})
        return cleaned


class PracticeBlock(blocks.StructBlock):
    """A page of the library that belongs to this one. Its title is shown to whoever may read it."""

    page = blocks.PageChooserBlock(label=_("Page"))
    why = blocks.CharBlock(label=_("Why"), required=False, max_length=200)

    class Meta:
        icon = "link"
        label = pgettext_lazy("block", "Related page")


class BodyBlock(blocks.StreamBlock):
    """A text."""

    heading = HeadingBlock()
    text = blocks.RichTextBlock(
        label=pgettext_lazy("block", "Text"),
        icon="pilcrow",
        features=PLAIN_FEATURES,
        preview_value="<p>Ogród deszczowy to <b>zagłębienie z roślinami</b>, do którego spływa woda z dachu.</p>",
    )
    image = PictureBlock()
    quote = QuoteBlock()
    callout = CalloutBlock()
    steps = blocks.ListBlock(StepBlock(), icon="list-ol", label=pgettext_lazy("block", "Steps"))
    table = TypedTableBlock(
        [("text", blocks.CharBlock(label=_("Words"), required=False)),
         ("number", blocks.DecimalBlock(label=_("Number"), required=False))],
        icon="table", label=pgettext_lazy("block", "Table"),
    )  # fmt: skip
    document = DocumentChooserBlock(icon="doc-full", label=pgettext_lazy("block", "Document"))
    video = VideoBlock()
    practice = PracticeBlock()

    class Meta:
        required = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Gives every block what the admin's picker shows of it; not as options, which migrations would repeat."""
        super().__init__(*args, **kwargs)
        for name, block in self.child_blocks.items():
            block.meta.preview_template = "resources/block_preview.html"
            block.meta.preview_value = SAMPLES[name]
