"""The request types of views: after the middleware, and behind `signed_in`."""

from community.base.http import CommunityRequest
from community.people.models import Person


class MemberRequest(CommunityRequest):
    """A request behind `signed_in`: its user is a person."""

    user: Person
