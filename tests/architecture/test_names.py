"""No module is a grab bag."""

from tests.architecture.sources import modules, name

GRAB_BAGS = {
    "utils",
    "util",
    "helpers",
    "helper",
    "services",
    "service",
    "common",
    "misc",
    "manager",
    "managers",
    "tools",
}


def test_no_module_is_named_after_nothing():
    bags = [name(path) for path in modules() if GRAB_BAGS & {path.stem, *path.parent.parts}]
    assert bags == []
