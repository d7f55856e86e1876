"""Doors where facilitators keep the vocabulary, and the suggestions while members type. Tag pages: see catalogue."""

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from community.base.http import methods, signed_in, take_kept_form
from community.base.languages import localised
from community.people.requests import MemberRequest
from community.spaces.models import Space
from community.tags import actions
from community.tags.forms import TagForm
from community.tags.models import Tag, TagChange, TagName
from community.tags.queries import choices_for, history_of
from community.tags.rules import find_kept_tag_for, find_space_to_tag_for, owner_of_tags_in


@methods("GET", "POST")
@signed_in
def create(request: MemberRequest, slug: str) -> HttpResponse:
    """Shows the form of a new tag of a space, and adds the tag."""
    space = find_space_to_tag_for(request.user, slug)
    form = TagForm(request.POST) if request.method == "POST" else TagForm(initial=take_kept_form(request))
    if request.method == "POST" and form.is_valid():
        try:
            tag = actions.create_tag(by=request.user, space=owner_of_tags_in(space), **form.cleaned_data)
        except actions.TagError as error:
            form.add_error(error.field or None, error.sentence)
        else:
            messages.success(request, _("The topic is there: people can choose it from now on."))
            return redirect(localised(tag.url))
    return _page(request, "tags/create.html", {"space": space, "form": form}, form)


@methods("GET", "POST")
@signed_in
def edit(request: MemberRequest, slug: str) -> HttpResponse:
    """Shows a tag's names, description and history, and changes them."""
    tag = find_kept_tag_for(request.user, slug)
    if request.method == "POST":
        form = TagForm(request.POST)
        if form.is_valid():
            try:
                changed = actions.change_tag(by=request.user, tag=tag, **form.cleaned_data)
            except actions.TagError as error:
                form.add_error(error.field or None, error.sentence)
            else:
                messages.success(request, _("The change is saved."))
                return redirect(localised(changed.url))
    else:
        names = TagName.objects.filter(tag=tag).order_by("key").values_list("name", flat=True)
        stored = {"name": tag.name, "description": tag.description, "synonyms": "\n".join(names)}
        form = TagForm(initial={**stored, **take_kept_form(request)})
    return _page(request, "tags/edit.html", {"tag": tag, "form": form, "history": history_of(tag)}, form)


@methods("POST")
@signed_in
def undo(request: MemberRequest, slug: str, change_id: int) -> HttpResponse:
    """Takes a change of a tag back, and leads to where the tag stands then."""
    tag = find_kept_tag_for(request.user, slug)
    change = TagChange.objects.filter(pk=change_id, tag__in=_counting_as(tag)).first()
    if change is None:
        raise Http404(_("There is no such change of this topic."))
    restored = actions.undo_change(by=request.user, change=change)
    messages.success(request, _("Undone."))
    return redirect(localised(f"{restored.url}zmien/"))


@methods("GET")
@signed_in
def suggestions(request: MemberRequest) -> HttpResponse:
    """Returns the tags that fit what is being typed (`q`) in a space (`s`), as JSON.

    `exact` is the tag that the words mean, or empty; `tags` are those to offer, the nearest ones where none fits
    (`is_near`). Four queries at most.
    """
    typed = request.GET.get("q", "").replace("\x00", " ")
    space = Space.objects.filter(slug=request.GET.get("s", "").replace("\x00", "")).only("pk").first()
    choices = choices_for(request.user)
    exact = choices.find(typed)
    found = choices.suggested(typed, space_id=space.pk if space else None)
    offered = [(row.tag, row.by) for row in found] or [(tag, "") for tag in choices.nearest(typed)]
    return JsonResponse(
        {
            "exact": exact.name if exact else "",
            "is_near": not found,
            "tags": [{"name": tag.name, "also": by} for tag, by in offered],
        }
    )


def _counting_as(tag: Tag) -> list[int]:
    return [tag.pk, *Tag.objects.filter(merged_into=tag).values_list("pk", flat=True)]


def _page(request: MemberRequest, template: str, context: dict[str, object], form: TagForm) -> HttpResponse:
    return render(request, template, context, status=422 if form.errors else 200)
