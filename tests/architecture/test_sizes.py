"""Nothing grows beyond what one reads in one go."""

import ast

from tests.architecture.sources import modules, name, templates

LONGEST_MODULE, LONGEST_FUNCTION, LONGEST_TEMPLATE = 300, 60, 120


def lines(path):
    return len(path.read_text(encoding="utf-8").splitlines())


def test_no_module_is_too_long():
    paths = modules("community", "forum", "resources", "tests", "bench")
    assert [name(path) for path in paths if lines(path) > LONGEST_MODULE] == []


def test_no_function_is_too_long():
    long = []
    for path in modules("community", "forum", "resources", "tests", "bench"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            is_function = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            if is_function and node.end_lineno - node.lineno >= LONGEST_FUNCTION:
                long.append(f"{name(path)}: {node.name}")
    assert long == []


def test_no_template_is_too_long():
    assert [name(path) for path in templates() if lines(path) > LONGEST_TEMPLATE] == []
