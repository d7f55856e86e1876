"""Saving a search, and giving a saved one another name."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from community.base.http import methods, own_address, signed_in, take_kept_form
from community.catalogue.queries.facets import address_of
from community.following import actions
from community.following.forms import NameForm, SearchForm
from community.following.rules import find_search
from community.people.requests import MemberRequest


@methods("GET", "POST")
@signed_in
def save_search(request: MemberRequest) -> HttpResponse:
    """Asks for the name of a search (`szukanie`, its address) and saves it; back to what it finds.

    Without a search it leads to where one searches.
    """
    asked, kept = request.GET.get("szukanie", "")[:4000], take_kept_form(request)
    if request.method == "GET" and not (asked or kept):
        return redirect("search")
    initial = {"query": asked, "name": address_of("", QueryDict(asked)).query[:120]}
    form = SearchForm(request.POST if request.method == "POST" else None, initial=initial | kept)
    if request.method == "POST" and form.is_valid():
        search = actions.save_search(person=request.user, **form.cleaned_data)
        messages.success(request, _("Saved. You will find it under “What you follow”."))
        return HttpResponseRedirect(f"{reverse('search')}?{search.query}")
    return render(request, "following/save_search.html", {"form": form}, status=422 if form.errors else 200)


@methods("GET", "POST")
@signed_in
def rename_search(request: MemberRequest, search_id: int) -> HttpResponse:
    """Gives one of one's saved searches another name, and leads back to what one follows."""
    search = find_search(request.user, search_id)
    form = NameForm(
        request.POST if request.method == "POST" else None, initial={"name": search.name} | take_kept_form(request)
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        actions.rename_search(search=search, name=form.cleaned_data["name"])
        messages.success(request, _("The search has a new name."))
        return HttpResponseRedirect(own_address(request.POST.get("back", "") or reverse("follows")))
    context = {"form": form, "search": search}
    return render(request, "following/rename_search.html", context, status=422 if form.errors else 200)
