"""Every module, public class and public function says what it is for."""

import ast

import pytest

from tests.architecture.sources import modules, name

KINDS = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def undocumented(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    if tree.body and not ast.get_docstring(tree):
        yield "the module"
    yield from _inside(tree, is_protocol=False)


def _inside(node, *, is_protocol):
    for child in getattr(node, "body", []):
        if isinstance(child, KINDS) and not child.name.startswith("_") and child.name != "Meta":
            if not is_protocol and not ast.get_docstring(child):
                yield child.name
            if isinstance(child, ast.ClassDef):
                yield from _inside(child, is_protocol=any(getattr(b, "id", "") == "Protocol" for b in child.bases))


@pytest.mark.parametrize("path", modules(), ids=name)
def test_docstrings_are_there(path):
    assert list(undocumented(path)) == []
