"""Folding: templates mean the same, whether what never changes is worked out beforehand or on every page."""

import pytest
from django.template import engines
from django.utils import translation
from jinja2 import UndefinedError
from jinja2.compiler import CodeGenerator

from community import jinja
from community.base.folding import FoldingEnvironment
from forum.models import Thread

TEXTS = (
    '{{ _("Sign in") }}',
    '{{ _("Sign in") | upper }}|{{ gettext("Sign in") }}',
    '{{ pgettext("nav", "Questions") }}',
    '{{ _("Looked after now by %(name)s", name=word) }}',
    '{% trans name=word, number=3 %}Post {{ number }}, {{ name }}{% endtrans %}',
    '{% trans count=count %}{{ count }} more report{% pluralize %}{{ count }} more reports{% endtrans %}',
    '{{ ngettext("%(num)s of them", "%(num)s of them all", 5) }}',
    '{{ ngettext("{count} new reply", "{count} new replies", count) }}',
    '{{ _("100%% sure") }}{{ _("%(word)s & 100%%", word=word) }}',
    '{{ url("home") }}|{{ url("threads") ~ "?a=1&b=2" }}|{{ url("thread_feed", count) }}',
    '{{ "<i>" ~ _("Sign in") ~ "</i>" }}|{{ ("<i>" ~ url("home")) }}',
    '{% macro said(word) %}[{{ word }}]{% endmacro %}{{ said(_("Sign in")) }}{{ said(word) }}',
    '{% macro said(word, size=4, mark="!") %}[{{ word }}{{ size }}{{ mark }}]{% endmacro %}'
    '{{ said(word) }}{{ said(word, mark="?") }}{{ said(word, 5) }}{{ said(size=1, word=count) }}',
    '{% from "components/icons.html" import icon, mark as sign %}{{ sign() }}{{ icon("lock") }}'
    '{{ icon("lock", word) }}{{ icon("lock", _("Sign in")) }}{{ icon("lock", label=word) }}{{ icon(word) }}',
    '{% for name, label in (("threads", pgettext("nav", "Questions")),) %}{{ url(name) }}{{ label }}{% endfor %}',
    '{{ static("img/icons.svg") }}',
)  # fmt: skip


def options():
    engine = engines["jinja2"]
    return {"autoescape": True, "loader": next(iter(engine.env._environments.values())).loader}


@pytest.fixture()
def plain(monkeypatch):
    """The same environment without any folding."""
    monkeypatch.setattr(FoldingEnvironment, "code_generator_class", CodeGenerator)
    return jinja.environment(**options())


@pytest.fixture()
def folding():
    return jinja.environment(**options())


@pytest.mark.parametrize("language", ["pl", "en"])
@pytest.mark.parametrize("text", TEXTS)
def test_text_is_the_same_folded_or_not(text, language, folding, plain):
    given = {"word": "<b>Łąka</b> 50%", "count": 5}
    with translation.override(language):
        assert folding.from_string(text).render(given) == plain.from_string(text).render(given)


@pytest.mark.parametrize("call", ["said()", "said(1, 2, 3)", "said(1, word=2)", "said(1, colour=2)"])
def test_macro_refuses_what_it_does_not_take(call, folding):
    text = "{% macro said(word, size=4) %}{{ word }}{{ size }}{% endmacro %}{{ " + call + " }}"
    with pytest.raises((TypeError, UndefinedError)):
        folding.from_string(text).render()


def test_what_never_changes_is_not_asked_again(folding, monkeypatch):
    asked = []
    monkeypatch.setattr(translation._trans, "gettext", lambda word: asked.append(word) or word)
    template = folding.from_string('{{ _("Sign in") }} {{ url("home") }}')
    asked.clear()
    template.render()
    assert asked == []


def test_language_is_the_one_spoken_when_the_page_is_made(folding):
    said = {}
    for language in ("pl", "en", "pl"):
        with translation.override(language):
            said.setdefault(folding.from_string('{{ _("Sign in") }}').render(), []).append(language)
    assert said == {"Zaloguj się": ["pl", "pl"], "Sign in": ["en"]}


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/en/", "/watki/", "/en/watki/", "/sieci/", "/szukaj/?q=drzewo", "thread"])
def test_pages_are_the_same_folded_or_not(address, as_, plain, folding, monkeypatch):
    address = Thread.objects.get(client_key="demo-long").url if address == "thread" else address
    pages = []
    for env in (folding, plain):
        monkeypatch.setattr(engines["jinja2"], "env", env)
        pages.append(as_().get(address).content.decode())
    assert pages[0] == pages[1]
    assert "</html>" in pages[0]
