"""From an article's form to what is written: fields that are wrong leave what was there, pictures are taken."""

from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from community.base.http import Refused
from community.people.requests import MemberRequest
from resources.actions.pictures import add_picture
from resources.actions.writing import Written
from resources.editing import Row, TooMuchText, body_from_html, editable_html, pictures_open_to
from resources.models import SHEET, ArticlePage, Picture
from resources.writing_forms import ArticleForm


@dataclass
class Filled:
    """A form that was sent, what it says where it is right, the cover it would have, and its status if it is wrong."""

    form: ArticleForm
    written: Written
    cover: Picture | None
    status: int


def initial_of(draft: ArticlePage, version: str) -> dict[str, Any]:
    """Returns what the form of an article begins with."""
    return {
        "title": draft.title, "space": draft.space_id, "summary": draft.summary, "audience": draft.audience,
        "tags": list(draft.tags.all()), "cover_alt": draft.cover_alt, "cover_kept": draft.cover_id,
        "body": editable_html(draft), "version": version, "reviewed_on": draft.reviewed_on,
        "review_due": draft.review_due, **{name: getattr(draft, name) for name in SHEET},
    }  # fmt: skip


def fill(request: MemberRequest, draft: ArticlePage, *, files: bool = True) -> Filled:
    """Returns the form as it was sent, with its cover taken: a picture is not lost when another field is wrong."""
    form = ArticleForm(request.POST.copy(), request.FILES if files else None, viewer=request.user, draft=draft)
    form.is_valid()
    cover, status = _cover(request, draft, form, files=files), 422
    if isinstance(cover, Refused):
        form.add_error("cover", cover.sentence)
        status, cover = cover.status, draft.cover
    form.data["cover_kept"] = str(cover.pk) if cover else ""  # type: ignore[index]
    return Filled(form, _written(request, draft, form, cover), cover, status)


def _cover(request: MemberRequest, draft: ArticlePage, form: ArticleForm, *, files: bool) -> Picture | Refused | None:
    """Returns the picture that was sent, or kept, or none where none is wanted; the refusal of what is no picture."""
    upload = request.FILES.get("cover") if files else None
    if isinstance(upload, UploadedFile):
        try:
            return add_picture(by=request.user, upload=upload, alt=str(request.POST.get("cover_alt", "")))
        except Refused as refused:
            return refused
    typed = form.cleaned_data
    if typed.get("no_cover"):
        return None
    kept = typed.get("cover_kept")
    if kept and kept != draft.cover_id and kept in pictures_open_to(request.user, draft):
        return Picture.objects.filter(pk=kept).first() or draft.cover
    return draft.cover


def _written(request: MemberRequest, draft: ArticlePage, form: ArticleForm, cover: Picture | None) -> Written:
    """Returns what the fields say that were sent and are right; the others stay as they were."""
    typed = {name: value for name, value in form.cleaned_data.items() if name in request.POST}
    dates = {name: typed[name] if name in typed else getattr(draft, name) for name in ("reviewed_on", "review_due")}
    return Written(
        title=typed.get("title") or draft.title,
        space=typed.get("space") or draft.space,
        audience=typed.get("audience") or draft.audience,
        fields={**{name: typed[name] for name in ("summary", *SHEET) if name in typed}, **dates},
        tags=tuple(typed.get("tags", form.had)),
        cover=cover,
        cover_alt=typed.get("cover_alt", draft.cover_alt),
        body=_body(request, draft, form),
    )


def _body(request: MemberRequest, draft: ArticlePage, form: ArticleForm) -> list[Row] | None:
    """Returns the text as blocks, None where none was sent; says at its field when it is more than a page holds."""
    html = form.cleaned_data.get("body") if "body" in request.POST else None
    try:
        return None if html is None else body_from_html(html, draft, by=request.user)
    except TooMuchText as refused:
        form.add_error("body", refused.sentence)
        return None


def sentences(errors: Any) -> str:
    """Returns what is wrong with a field, on one line."""
    return " ".join(map(str, errors))
