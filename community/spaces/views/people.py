"""The directory of people, and a person's profile."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from community.base.http import Refused, methods, signed_in, to_sign_in
from community.base.limits import too_many_of
from community.people.models import Person
from community.people.requests import MemberRequest
from community.spaces.models import Role
from community.spaces.queries.cities import city_choices
from community.spaces.queries.people import belongings, directory, seat_of
from community.spaces.queries.spaces import networks
from community.spaces.queries.suggesting import people_suggestions
from community.spaces.rules import find_space_for, may_see_contact, people_visible_to

_FILTERS = {"siec": "network", "miasto": "city", "szukaj": "expertise", "rola": "role", "po": "after"}
_LONGEST_SEARCH = 120
SUGGESTIONS_A_MINUTE = 120


@methods("GET")
@signed_in
def people(request: MemberRequest) -> HttpResponse:
    """Shows the people of the community, filtered by network, city, role and words."""
    chosen = {name: request.GET.get(name, "").replace("\x00", "") for name in _FILTERS}
    chosen["szukaj"] = chosen["szukaj"][:_LONGEST_SEARCH]
    page = directory(request.user, **{_FILTERS[name]: value for name, value in chosen.items()})
    following = urlencode({**{k: v for k, v in chosen.items() if v}, "po": page.following}) if page.following else ""
    context = {
        "page": page,
        "chosen": chosen,
        "following": following,
        "networks": networks(request.user),
        "cities": city_choices(),
        "roles": Role.choices,
    }
    return render(request, "spaces/people.html", context)


@methods("GET")
@signed_in
def suggestions(request: MemberRequest) -> HttpResponse:
    """Answers a script: who may be meant by the beginning of a name (`q`) typed in a space (`w`, its slug)."""
    if too_many_of(request.user.pk, "suggestions", most=SUGGESTIONS_A_MINUTE, seconds=60):
        raise Refused(_("Names were asked for very often. Wait a moment, or type the name yourself."), status=429)
    space = find_space_for(request.user, request.GET.get("w", "").replace("\x00", ""))
    rows = people_suggestions(request.user, space, request.GET.get("q", "")[:_LONGEST_SEARCH])
    return JsonResponse({"people": [{"slug": row.slug, "name": row.name, "city": row.city} for row in rows]})


def of_person(view: Callable[[HttpRequest, Person], HttpResponse]) -> Callable[[HttpRequest, str], HttpResponse]:
    """Gives a view the person whose slug is in the address: public ones to everyone, others to the signed-in."""

    @wraps(view)
    def found(request: HttpRequest, slug: str) -> HttpResponse:
        person = people_visible_to(request.user).filter(slug=slug).first()
        if person is not None:
            return view(request, person)
        if not request.user.is_authenticated:
            return to_sign_in(request)  # whether there is such a person is not a stranger's business
        raise Http404(_("There is no such person here, or the account was closed."))

    return found


@methods("GET")
@of_person
def person(request: HttpRequest, found: Person) -> HttpResponse:
    """Shows a profile: to everyone when its owner made it public, otherwise to the signed-in."""
    context = {
        "person": found,
        "seat": seat_of(found),
        "belongings": belongings(request.user, found),
        "sees_contact": may_see_contact(request.user, found),
        "is_own": found == request.user,
    }
    return render(request, "spaces/person.html", context)
