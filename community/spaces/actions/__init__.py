"""Verbs of belonging, split by noun: membership, seats, invitations, join requests, descriptions, founding."""

from community.spaces.actions.describing import describe_space, rerender_descriptions
from community.spaces.actions.founding import CannotFound, found_community
from community.spaces.actions.invitations import (
    InvitationClosed,
    accept_invitation,
    invite,
    withdraw_invitation,
)
from community.spaces.actions.join_requests import accept_request, decline_request, request_to_join
from community.spaces.actions.membership import (
    LastFacilitator,
    MembershipEnded,
    add_member,
    change_role,
    join,
    leave,
    remove_member,
)
from community.spaces.actions.seats import take_seat

__all__ = [
    "CannotFound",
    "InvitationClosed",
    "LastFacilitator",
    "MembershipEnded",
    "accept_invitation",
    "accept_request",
    "add_member",
    "change_role",
    "decline_request",
    "describe_space",
    "found_community",
    "invite",
    "join",
    "leave",
    "remove_member",
    "request_to_join",
    "rerender_descriptions",
    "take_seat",
    "withdraw_invitation",
]
