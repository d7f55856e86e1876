"""Verbs of belonging, split by noun: membership, seats and their hand-over, invitations, requests, founding."""

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
from community.spaces.actions.succession import (
    HandOverRefused,
    accept_offer,
    decline_offer,
    offer_seat,
    withdraw_offer,
)

__all__ = [
    "CannotFound",
    "HandOverRefused",
    "InvitationClosed",
    "LastFacilitator",
    "MembershipEnded",
    "accept_invitation",
    "accept_offer",
    "accept_request",
    "add_member",
    "change_role",
    "decline_offer",
    "decline_request",
    "describe_space",
    "found_community",
    "invite",
    "join",
    "leave",
    "offer_seat",
    "remove_member",
    "request_to_join",
    "rerender_descriptions",
    "take_seat",
    "withdraw_invitation",
    "withdraw_offer",
]
