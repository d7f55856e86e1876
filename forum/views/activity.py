"""All that a person did in the forum, page by page: threads, answers, accepted answers."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from community.base.http import methods
from community.people.models import Person
from community.spaces.views.people import of_person
from forum.queries.activity import answers_by
from forum.queries.lists import threads_by


@methods("GET")
@of_person
def threads(request: HttpRequest, person: Person) -> HttpResponse:
    """Shows the threads that a person started."""
    page = threads_by(request.user, person, token=request.GET.get("od", ""))
    return _page(request, person, page, "person_threads")


@methods("GET")
@of_person
def answers(request: HttpRequest, person: Person) -> HttpResponse:
    """Shows what a person replied."""
    page = answers_by(request.user, person, token=request.GET.get("od", ""))
    return _page(request, person, page, "person_answers")


@methods("GET")
@of_person
def accepted(request: HttpRequest, person: Person) -> HttpResponse:
    """Shows a person's answers that hold."""
    page = answers_by(request.user, person, accepted=True, token=request.GET.get("od", ""))
    return _page(request, person, page, "person_accepted")


def _page(request: HttpRequest, person: Person, page: Any, shown: str) -> HttpResponse:
    return render(request, "forum/activity.html", {"person": person, "page": page, "shown": shown})
