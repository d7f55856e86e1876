"""The Jinja2 environment of all our templates: translation, addresses, and the doors that apps registered."""

from functools import cache
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from community.base.doors import template_filters, template_functions
from community.base.typography import keep_short_words


def environment(**options: Any) -> Environment:
    """Returns the environment that Django's Jinja2 backend asks for; undefined names are errors."""
    options.setdefault("undefined", StrictUndefined)
    options.setdefault("trim_blocks", True)
    options.setdefault("lstrip_blocks", True)
    env = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"], **options)
    env.install_gettext_callables(  # type: ignore[attr-defined]
        translation.gettext,
        translation.ngettext,
        newstyle=True,
        pgettext=translation.pgettext,
        npgettext=translation.npgettext,
    )
    # Hashed names never change while the process lives; an icon asks for its address a hundred times a page.
    env.globals.update(static=static if settings.DEBUG else cache(static), url=address)
    env.globals.update(template_functions.items())
    env.filters.update(template_filters.items())
    env.filters["typo"] = lambda text: Markup(keep_short_words(str(Markup.escape(text))))
    return env


def address(name: str, *args: Any, **kwargs: Any) -> str:
    """Returns the address of a named door in the language of the page."""
    return reverse(name, args=args, kwargs=kwargs)
