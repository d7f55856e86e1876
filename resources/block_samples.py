"""What the admin's picker shows of each block: values, or functions that look for something in the library."""

from typing import Any

from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page


def _picture() -> dict[str, Any]:
    return {"image": get_image_model().objects.first(), "caption": "Ogród deszczowy po ulewie"}


def _document() -> Any:
    return get_document_model().objects.first()


def _page() -> dict[str, Any]:
    return {"page": Page.objects.live().filter(content_type__model="articlepage").first(), "why": "To samo, taniej"}


SAMPLES: dict[str, Any] = {
    "heading": {"text": "Co zadziałało", "level": "2"},
    "text": "<p>Ogród deszczowy to <b>zagłębienie z roślinami</b>, do którego spływa woda z dachu.</p>",
    "image": _picture,
    "quote": {"text": "Najpierw policzcie, potem rysujcie.", "source": "inżynier miejski"},
    "callout": {"tone": "tip", "title": "Zanim zaczniecie", "text": "<p>Sprawdźcie, kto utrzymuje zieleń.</p>"},
    "steps": [
        {"title": "Zmierzcie", "text": "<p>Ile wody spływa i skąd.</p>"},
        {"title": "Zapytajcie", "text": "<p>Kto będzie to podlewał.</p>"},
    ],
    "table": {
        "columns": [{"type": "text", "heading": "Co"}, {"type": "number", "heading": "Ile"}],
        "rows": [{"values": ["Drzewa", 12]}, {"values": ["Ławki", 4]}],
        "caption": "Co powstało",
    },
    "document": _document,
    "video": {"url": "https://films.example/ogrod", "title": "Jak powstaje ogród deszczowy"},
    "practice": _page,
}
