"""What templates may call: functions and filters that the apps' `jinja.py` register from their `plugs.py`."""

from collections.abc import Callable
from typing import Any

from community.base.registry import Registry

template_functions: Registry[Callable[..., Any]] = Registry("template function")
template_filters: Registry[Callable[..., Any]] = Registry("template filter")
