"""What is said of recommendations and practices: a step of a history, a city's case, how far a city is."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from community.base.http import methods, signed_in, take_kept_form
from community.base.languages import localised
from community.people.requests import MemberRequest
from community.spaces.models import City
from resources.actions.errors import NotYourCity, NotYourHistory, StepTooEarly, StepTooLate
from resources.actions.following_up import adopt, confirm_barrier, forget_adoption, record_step, withdraw_case
from resources.actions.listing import address_of
from resources.following_forms import AdoptionForm, CaseForm, StepForm
from resources.models import ArticlePage, RecommendationPage, ResourcePage
from resources.queries.following_up import adoption_of, case_of, cases_of, history_of, steps_of
from resources.rules import find_own_cities, find_published_for, may_record_steps


@methods("GET", "POST")
@signed_in
def step(request: MemberRequest, page_id: int) -> HttpResponse:
    """Shows the history of a recommendation, and adds a step to it."""
    page = find_published_for(request.user, RecommendationPage, page_id)
    if not may_record_steps(request.user, page):
        raise NotYourHistory
    form = StepForm(request.POST if request.method == "POST" else None, initial=take_kept_form(request))
    if request.method == "POST" and form.is_valid() and _is_recorded(request, page, form):
        messages.success(request, _("The step is added. Followers and the cities that confirmed it are told."))
        return redirect(_place_of(page))
    context = {"page": page, "back": _place_of(page), "form": form, "steps": steps_of(page)}
    return render(request, "resources/step.html", context, status=422 if form.errors else 200)


@methods("GET", "POST")
@signed_in
def case(request: MemberRequest, page_id: int) -> HttpResponse:
    """Takes what a city of the person's says of a barrier, and takes it back after a confirmation."""
    page = find_published_for(request.user, RecommendationPage, page_id)
    cities, city = _own_city(request)
    known, back = case_of(page, city), _place_of(page)
    context = {"page": page, "back": back, "city": city, "cities": cities, "known": known}
    if request.method == "POST" and "wycofaj" in request.POST:
        if request.POST["wycofaj"] != "tak" and known:
            return render(request, "resources/take_back_case.html", context)
        withdraw_case(by=request.user, page=page, city=city)
        messages.success(request, _("What your city said is taken back."))
        return redirect(back)
    initial = {"text": known.text if known else "", **take_kept_form(request)}
    form = CaseForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        confirm_barrier(by=request.user, page=page, city=city, text=form.cleaned_data["text"])
        messages.success(request, _("Thank you. The case of %(city)s stands as evidence.") % {"city": city.name})
        return redirect(back)
    context |= {"form": form, "cases": cases_of(page)}
    return render(request, "resources/case.html", context, status=422 if form.errors else 200)


@methods("GET", "POST")
@signed_in
def adoption(request: MemberRequest, page_id: int) -> HttpResponse:
    """Takes how far a city of the person's is with a practice, and takes it back after a confirmation."""
    page = find_published_for(request.user, ArticlePage, page_id)
    cities, city = _own_city(request)
    known, back = adoption_of(page, city), f"{_place_of(page)}#adoptions"
    history = history_of(known) if known else []
    context = {"page": page, "back": back, "city": city, "cities": cities, "known": known, "history": history}
    if request.method == "POST" and "wycofaj" in request.POST:
        if request.POST["wycofaj"] != "tak" and known:
            return render(request, "resources/take_back_adoption.html", context)
        forget_adoption(by=request.user, page=page, city=city)
        messages.success(request, _("What your city said is taken back."))
        return redirect(back)
    initial = {"state": known.state, "note": known.note} if known else {}
    typed = request.POST if request.method == "POST" else None
    form = AdoptionForm(typed, initial={**initial, **take_kept_form(request)})
    if request.method == "POST" and form.is_valid():
        adopt(by=request.user, page=page, city=city, **form.cleaned_data)
        messages.success(request, _("Thank you. %(city)s is on the list of this practice.") % {"city": city.name})
        return redirect(back)
    return render(request, "resources/adoption.html", {**context, "form": form}, status=422 if form.errors else 200)


def _is_recorded(request: MemberRequest, page: RecommendationPage, form: StepForm) -> bool:
    """Adds the step, or its sentence to the form where the day does not fit the history."""
    said: dict[str, Any] = {name: form.cleaned_data[name] for name in ("status", "at", "note", "reason")}
    try:
        record_step(by=request.user, page=page, **said)
    except (StepTooEarly, StepTooLate) as refused:
        form.add_error("at", forms.ValidationError(refused.sentence))
        return False
    return True


def _own_city(request: MemberRequest) -> tuple[list[City], City]:
    """Returns the cities for which a person speaks, and the one that is meant: the first unless they say which.

    Raises NotYourCity for who speaks for none, or names another one.
    """
    cities = list(find_own_cities(request.user))
    meant = request.POST.get("miasto") or request.GET.get("miasto") or ""
    chosen = next((city for city in cities if city.slug == meant), None)
    if not cities or (meant and chosen is None):
        raise NotYourCity
    return cities, chosen or cities[0]


def _place_of(page: ResourcePage) -> str:
    return localised(address_of(page))
