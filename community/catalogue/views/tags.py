"""Pages of tags: the index, a tag with everything that carries it, and merging one into another."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from community.base.http import methods, signed_in
from community.base.languages import localised
from community.catalogue.queries.tags import (
    TagGroup,
    count_tagged,
    other_names,
    related_tags,
    tag_index,
    tagged_entries,
)
from community.people.requests import MemberRequest
from community.tags import actions
from community.tags.forms import MergeForm
from community.tags.models import Tag
from community.tags.queries import choices_for
from community.tags.rules import abilities, find_kept_tag_for, find_tag_for, may_merge

FOR_ALL = "wszystkie-sieci"


@dataclass(frozen=True, slots=True)
class Tab:
    """A network to narrow the index to."""

    label: str
    url: str
    current: bool
    count: int | None = None


@methods("GET")
def tags(request: HttpRequest) -> HttpResponse:
    """Shows all tags by network, or (`siec`) those of one."""
    groups = tag_index(request.user)
    chosen = request.GET.get("siec", "")
    shown = [group for group in groups if not chosen or _word(group) == chosen]
    context = {"groups": shown, "tabs": _tabs(groups, chosen), "is_narrowed": bool(chosen)}
    return render(request, "tags/index.html", context)


@methods("GET")
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    """Shows a tag and what carries it; a former address, and that of a merged tag, lead to the tag of today."""
    found = find_tag_for(request.user, slug)
    if found.slug != slug:
        return _moved(request, found)
    page = tagged_entries(request.user, found, token=request.GET.get("od", ""))
    address = localised(found.url)
    context = {
        "tag": found,
        "names": other_names(found),
        "page": page,
        "older_url": f"{address}?od={page.older}" if page.older else None,
        "newer_url": f"{address}?od={page.newer}" if page.newer else None,
        "count": count_tagged(request.user, found),
        "related": related_tags(request.user, found),
        "can": abilities(request.user, found),
    }
    return render(request, "tags/tag.html", context)


@methods("GET", "POST")
@signed_in
def merge(request: MemberRequest, slug: str) -> HttpResponse:
    """Asks into which tag this one is merged, says what that means, and merges when it was confirmed."""
    loser = find_kept_tag_for(request.user, slug)
    data = request.POST if request.method == "POST" else None
    form = MergeForm(data, choices=choices_for(request.user), tag=loser)
    into = form.cleaned_data["into"] if form.is_valid() else None
    if into and not may_merge(request.user, loser, into):
        form.add_error(
            "into", _("You can merge topics of the networks that you facilitate. This one belongs to another.")
        )
        into = None
    if into and "confirmed" in request.POST:
        actions.merge_tags(by=request.user, tag=loser, into=into)
        said = _("Merged. “%(name)s” counts as “%(into)s” from now on. This can be undone for 30 days.")
        messages.success(request, said % {"name": loser.name, "into": into.name})
        return redirect(localised(into.url))
    affected = count_tagged(request.user, loser)
    context = {"tag": loser, "form": form, "into": into, "affected": affected}
    return render(request, "tags/merge.html", context, status=422 if form.errors else 200)


def _moved(request: HttpRequest, found: Tag) -> HttpResponse:
    """Returns a lasting redirect that browsers ask for anew: undoing would otherwise lead them in a circle."""
    query = request.META.get("QUERY_STRING", "")
    moved = redirect(localised(found.url) + (f"?{query}" if query else ""), permanent=True)
    moved["Cache-Control"] = "no-cache"
    return moved


def _tabs(groups: list[TagGroup], chosen: str) -> list[Tab]:
    base = reverse("tags")
    every = Tab(pgettext("topics", "All"), base, not chosen)
    named = [(_("For everyone") if group.is_for_all else group.name, _word(group)) for group in groups]
    return [every, *(Tab(label, f"{base}?siec={word}", word == chosen) for label, word in named)]


def _word(group: TagGroup) -> str:
    return FOR_ALL if group.is_for_all else group.slug
