"""Verbs of belonging, split by noun: membership, entrance, founding."""

from community.spaces.actions.entrance import (
    InvitationClosed,
    accept_invitation,
    accept_request,
    decline_request,
    invite,
    request_to_join,
    withdraw_invitation,
)
from community.spaces.actions.founding import CannotFound, found_community
from community.spaces.actions.membership import (
    LastFacilitator,
    add_member,
    change_role,
    join,
    leave,
    remove_member,
)

__all__ = [
    "CannotFound",
    "InvitationClosed",
    "LastFacilitator",
    "accept_invitation",
    "accept_request",
    "add_member",
    "change_role",
    "decline_request",
    "found_community",
    "invite",
    "join",
    "leave",
    "remove_member",
    "request_to_join",
    "withdraw_invitation",
]
