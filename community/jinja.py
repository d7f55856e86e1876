"""The Jinja2 environment of all our templates: translation, addresses, and the doors that apps registered."""

from functools import cache, lru_cache
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.utils import translation
from jinja2 import StrictUndefined
from markupsafe import Markup

from community.base.addresses import address
from community.base.doors import template_filters, template_functions
from community.base.folding import EnvironmentByLanguage, FoldingEnvironment
from community.base.typography import keep_short_words


def environment(**options: Any) -> EnvironmentByLanguage:
    """Returns the environment that Django's Jinja2 backend asks for; undefined names are errors."""
    options.setdefault("undefined", StrictUndefined)
    options.setdefault("trim_blocks", True)
    options.setdefault("lstrip_blocks", True)
    return EnvironmentByLanguage({code: _in_language(code, options) for code, _name in settings.LANGUAGES})


def _in_language(language: str, options: dict[str, Any]) -> FoldingEnvironment:
    # Hashed names never change while the process lives; while developing, files do.
    constant: dict[str, Any] = {"url": address} if settings.DEBUG else {"url": address, "static": cache(static)}
    same = () if settings.DEBUG else ("components/icons.html",)
    env = FoldingEnvironment(language, constant, same, extensions=["jinja2.ext.i18n", "jinja2.ext.do"], **options)
    env.install_gettext_callables(  # type: ignore[attr-defined]
        translation.gettext,
        translation.ngettext,
        newstyle=True,
        pgettext=translation.pgettext,
        npgettext=translation.npgettext,
    )
    env.globals.update({"static": static, **constant})
    env.globals.update(template_functions.items())
    env.filters.update(template_filters.items())
    env.filters["typo"] = _typo
    return env


# Typed, because text and markup of the same letters are equal, but not the same.
@lru_cache(5_000, typed=True)
def _typo(text: str) -> Markup:
    return Markup(keep_short_words(str(Markup.escape(text))))
