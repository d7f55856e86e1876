"""Registrations: doors for templates, and what ends the open sockets of a person. Others add counters to the person."""

from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from django.contrib.auth.signals import user_logged_out
from django.dispatch import receiver

from community.live.actions import end_session, recheck_people
from community.people import jinja

__all__ = ["jinja"]


@receiver([password_changed, password_reset, password_set])
def prove_again(*, user: Any, **_sent: Any) -> None:
    """A new password ends the other sessions of a person; their open sockets end with them."""
    recheck_people([user.pk])


@receiver(user_logged_out)
def close_sockets(*, request: Any, **_sent: Any) -> None:
    """Signing out reaches the tabs that are still open. Django tells of it just before it forgets the session."""
    key = getattr(getattr(request, "session", None), "session_key", None)
    if key:
        end_session(key)
