"""The directory of people, and a person's profile."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from community.base.http import methods, signed_in, to_sign_in
from community.people.requests import MemberRequest
from community.spaces.models import Role
from community.spaces.queries.cities import city_choices
from community.spaces.queries.people import belongings, directory, seat_of
from community.spaces.queries.spaces import networks
from community.spaces.rules import may_see_contact, people_visible_to

_FILTERS = {"siec": "network", "miasto": "city", "szukaj": "expertise", "rola": "role", "po": "after"}
_LONGEST_SEARCH = 120


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
def person(request: HttpRequest, slug: str) -> HttpResponse:
    """Shows a profile: to everyone when its owner made it public, otherwise to the signed-in."""
    found = people_visible_to(request.user).filter(slug=slug).first()
    if found is None:
        if not request.user.is_authenticated:
            return to_sign_in(request)  # whether there is such a person is not a stranger's business
        raise Http404(_("There is no such person here, or the account was closed."))
    context = {
        "person": found,
        "seat": seat_of(found),
        "belongings": belongings(request.user, found),
        "sees_contact": may_see_contact(request.user, found),
        "is_own": found == request.user,
    }
    return render(request, "spaces/person.html", context)
