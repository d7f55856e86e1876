"""Links of texts into the library, opened for those who may read what they lead to; others read their words."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from django.db.models import OuterRef, Subquery
from wagtail.models import Page, Site

from community.base.languages import localised
from community.catalogue.rules import entries_visible_to
from community.spaces.rules import Viewer
from resources.models import KINDS, OldAddress
from resources.rendering import PageText, Part, subjects_of
from resources.rich_text import Target, linked_html, opened_html, targets_in


def open_parts(viewer: Viewer, text: PageText, named: Mapping[int, str]) -> list[Part]:
    """Returns the parts of a text as a viewer reads them; `named`: addresses of the pages they may read, by page id.

    No query, but for links that were typed as addresses: three at most for any number of them.
    """
    if not text.targets:
        return text.parts
    known = _readable(viewer, _paths_in(text.targets))
    known.update(dict(named.items()))
    return [_opened(part, known) for part in text.parts]


def rich_text_for(viewer: Viewer, source: str) -> str:
    """Returns rich text as HTML as a viewer reads it. No query without links into the library, else five at most."""
    html = linked_html(source)
    targets = targets_in([html])
    if not targets:
        return html
    subjects = subjects_of([target for target in targets if isinstance(target, int)])
    rows = entries_visible_to(viewer).filter(kind__in=KINDS, subject_id__in=subjects.values()) if subjects else ()
    urls = {row.subject_id: localised(row.url) for row in rows}
    known: dict[Target, str] = {pk: urls[subject] for pk, subject in subjects.items() if subject in urls}
    return opened_html(html, known | _readable(viewer, _paths_in(targets)))


def _paths_in(targets: Collection[Target]) -> set[str]:
    return {target for target in targets if isinstance(target, str)}


def _opened(part: Part, known: Mapping[Target, str]) -> Part:
    if "<a " not in part.html and not part.steps:
        return part
    steps = [replace(step, html=opened_html(step.html, known)) for step in part.steps]
    return replace(part, html=opened_html(part.html, known), steps=steps)


def _readable(viewer: Viewer, paths: set[str]) -> dict[Target, str]:
    """Returns those of the paths below the library at which a viewer may read a page; each keeps its own address."""
    if not paths:
        return {}
    subjects = _subjects_at(paths)
    rows = entries_visible_to(viewer).filter(kind__in=KINDS, subject_id__in=subjects.values())
    readable = set(rows.values_list("subject_id", flat=True))
    return {path: "" for path, subject in subjects.items() if subject in readable}


def _subjects_at(paths: set[str]) -> dict[str, int]:
    """Returns by what number the catalogue knows the pages that stand at these paths, or stood there. Two queries."""
    places = {root.root_path + path: path for root in Site.get_site_root_paths() for path in paths}
    same = Page.objects.filter(translation_key=OuterRef("translation_key")).order_by("pk").values("pk")[:1]
    rows = Page.objects.filter(url_path__in=places).annotate(subject=Subquery(same))
    found = {places[url_path]: subject for url_path, subject in rows.values_list("url_path", "subject")}
    if missing := paths - found.keys():
        same = Page.objects.filter(translation_key=OuterRef("page__translation_key")).order_by("pk").values("pk")[:1]
        old = OldAddress.objects.filter(path__in=missing).annotate(subject=Subquery(same))
        found |= dict(old.values_list("path", "subject"))
    return found
