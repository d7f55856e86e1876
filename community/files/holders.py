"""What shows attachments: apps above register here who may see what they hold, and files asks them.

A holder is a kind of row ("forum.post"). It answers for an anonymous viewer, too: that is how we know what is public.
"""

from collections.abc import Callable, Set
from dataclasses import dataclass

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import Model

from community.base.registry import Registry

Viewer = AbstractBaseUser | AnonymousUser


@dataclass(frozen=True)
class Holder:
    """How the app that owns a kind of row answers for it.

    `shows` takes a viewer and ids of such rows, and returns those whose attachments this viewer may see. A row of
    `model` that is gone, by whatever cascade, shows nothing any more.
    """

    model: type[Model]
    shows: Callable[[Viewer, Set[int]], Set[int]]


holders: Registry[Holder] = Registry("holder of attachments")
