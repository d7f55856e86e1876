"""Templates compiled once for each language, with all that is the same on every page worked out beforehand.

A page asks for a hundred words and addresses that never change while the process lives; asking costs more than all else
in a template. So a template is compiled for each language, and calls with nothing but constants become text:
`_("Sign in")`, `url("home")`, `icon("lock")`. Words with places to fill keep only the filling. Macros are called by a
shorter way. What a template means does not change: `tests/base/test_folding.py` compares. Measured in
community/README.md.
"""

from collections.abc import Callable, Collection, Mapping
from keyword import iskeyword
from typing import Any

from django.utils import translation
from jinja2 import Environment, Template, nodes
from jinja2.compiler import CodeGenerator
from jinja2.runtime import Context, Macro, missing
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

_WORDS = ("_", "gettext", "pgettext", "ngettext", "npgettext")


class _Folder(NodeTransformer):
    """Puts what a call with constants returns in its place."""

    def __init__(self, environment: "FoldingEnvironment", template: nodes.Template) -> None:
        self.environment, self.constant_macros = environment, _constant_macros_of(environment, template)

    def visit_Call(self, node: nodes.Call) -> nodes.Node:
        """Returns the text of a call that is always the same, else the call."""
        self.generic_visit(node)
        if not isinstance(node.node, nodes.Name) or node.dyn_args or node.dyn_kwargs:
            return node
        name, arguments = node.node.name, [argument for argument in node.args if isinstance(argument, nodes.Const)]
        if len(arguments) < len(node.args):
            return node
        values = [argument.value for argument in arguments]
        if name in _WORDS:
            return self._words(name, values, node)
        function = self.constant_macros.get(name) or self.environment.constant_functions.get(name)
        if function is None or node.kwargs:
            return node
        with translation.override(self.environment.language):
            return _constant(function(*values), node)

    def _words(self, name: str, values: list[Any], node: nodes.Call) -> nodes.Node:
        function = getattr(translation, "gettext" if name == "_" else name)
        with translation.override(self.environment.language):
            said = function(*values)
        if name.startswith("n") and not any(keyword.key == "num" for keyword in node.kwargs):
            node.kwargs.append(nodes.Keyword("num", nodes.Const(values[-1]), lineno=node.lineno))
        if not node.kwargs:
            return _constant(Markup(said % {}), node)
        filled = [nodes.Pair(nodes.Const(keyword.key), keyword.value) for keyword in node.kwargs]
        return nodes.Mod(_constant(Markup(said), node), nodes.Dict(filled), lineno=node.lineno)


def _constant(value: Any, node: nodes.Call) -> nodes.Expr:
    if isinstance(value, Markup):
        return nodes.MarkSafe(nodes.Const(str(value), lineno=node.lineno), lineno=node.lineno)
    return nodes.Const(value, lineno=node.lineno)


class _FoldingGenerator(CodeGenerator):
    def visit_Template(self, node: nodes.Template, frame: Any = None) -> None:
        folder = _Folder(self.environment, node)  # type: ignore[arg-type]
        self._macros = _macros_of(node)
        self._direct = self._macros | set(self.environment.constant_functions)  # type: ignore[attr-defined]
        super().visit_Template(folder.visit(node), frame)

    def visit_Call(self, node: nodes.Call, frame: Any, forward_caller: bool = False) -> None:
        """Writes a call; of macros without asking each time whether they want the context, as Jinja does."""
        is_plain = isinstance(node.node, nodes.Name) and not (node.dyn_args or node.dyn_kwargs)
        is_plain = is_plain and not any(iskeyword(keyword.key) for keyword in node.kwargs)
        if not is_plain or node.node.name not in self._direct:  # type: ignore[attr-defined]
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for argument in (*node.args, *node.kwargs):
            self.visit(argument, frame)
            self.write(", ")
        self.write("caller=caller)" if forward_caller else ")")

    def macro_def(self, macro_ref: Any, frame: Any) -> None:
        """Writes what makes a macro, and the short way to call it."""
        self.write("environment.called_quickly(")
        super().macro_def(macro_ref, frame)
        self.write(")")

    def _output_child_pre(self, node: nodes.Expr, frame: Any, finalize: Any) -> None:
        """Writes what stands before an output; what is markup already, as macros return it, is not escaped again."""
        if self._is_markup(node):
            self.write("(")
        else:
            super()._output_child_pre(node, frame, finalize)

    def _is_markup(self, node: nodes.Expr) -> bool:
        if isinstance(node, nodes.Mod):
            return isinstance(node.left, nodes.MarkSafe)
        return isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name in self._macros


def _constant_macros_of(environment: "FoldingEnvironment", template: nodes.Template) -> dict[str, Callable[..., Any]]:
    """Returns the macros, by their names here, that a template imports from those which are the same for the same."""
    macros = {}
    for node in template.find_all(nodes.FromImport):
        if isinstance(node.template, nodes.Const) and node.template.value in environment.constant_templates:
            module = environment.get_template(node.template.value).module
            for name in node.names:
                theirs, ours = (name, name) if isinstance(name, str) else name
                macros[ours] = getattr(module, theirs)
    return macros


def _macros_of(template: nodes.Template) -> set[str]:
    """Returns the names of a template's macros, its own and those that it imports."""
    imported = [name for node in template.find_all(nodes.FromImport) for name in node.names]
    own = {macro.name for macro in template.find_all(nodes.Macro)}
    return own | {name if isinstance(name, str) else name[1] for name in imported}


class _Template(Template):
    def _get_default_module(self, ctx: Context | None = None) -> Any:
        """Returns the template as a module; nobody here hands a template globals of its own, which Jinja looks for."""
        return super()._get_default_module()


class FoldingEnvironment(Environment):
    """The templates of one language. `constant_functions` and the macros of `constant_templates` give the same for the
    same constants, always.
    """

    code_generator_class = _FoldingGenerator
    template_class = _Template

    def __init__(
        self,
        language: str,
        constant_functions: Mapping[str, Callable[..., Any]],
        constant_templates: Collection[str] = (),
        **options: Any,
    ) -> None:
        super().__init__(**options)
        self.language = language
        self.constant_functions, self.constant_templates = constant_functions, constant_templates
        self._ready: dict[str, Template] = {}

    def get_template(self, name: Any, parent: str | None = None, globals: Any = None) -> Template:
        """Returns a template. A page imports forty; where their files do not change, they are just looked up."""
        if self.auto_reload or globals or not isinstance(name, str):
            return super().get_template(name, parent, globals)
        template = self._ready.get(name)
        if template is None:
            template = self._ready[name] = super().get_template(name, parent)
        return template

    def make_globals(self, d: Any) -> Any:
        """Returns what every template knows: a mere dictionary, because each include copies it."""
        return super().make_globals(d) if d else self.globals

    @staticmethod
    def called_quickly(macro: Macro) -> Callable[..., str]:
        """Returns a macro that takes just its arguments by a shorter way than Jinja's, which sorts them out first."""
        if macro.catch_kwargs or macro.catch_varargs or macro.caller:
            return macro
        draw, names, most = macro._func, macro.arguments, len(macro.arguments)

        def call(*arguments: Any, **named: Any) -> str:
            if len(arguments) == most and not named:
                return Markup(draw(*arguments))
            rest = [named.pop(name, missing) for name in names[len(arguments) :]]
            return macro(*arguments, **named) if named or len(arguments) > most else Markup(draw(*arguments, *rest))

        return call


class EnvironmentByLanguage(Environment):
    """What Django's backend asks for templates: hands out those of the language that is spoken just now."""

    def __init__(self, environments: Mapping[str, FoldingEnvironment]) -> None:
        super().__init__()
        self._environments = environments

    def get_template(self, name: Any, parent: str | None = None, globals: Any = None) -> Template:
        """Returns a template in the current language; in Polish when there is none."""
        return self._now().get_template(name, parent, globals)

    def from_string(self, source: Any, globals: Any = None, template_class: Any = None) -> Template:
        """Returns a template of this text, as `get_template`."""
        return self._now().from_string(source, globals, template_class)

    def _now(self) -> FoldingEnvironment:
        return self._environments["en" if translation.get_language() == "en" else "pl"]
