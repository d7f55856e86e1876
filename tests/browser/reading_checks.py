"""What must be true of every page as it is read aloud; each check returns its findings in words."""

import re
from collections import defaultdict

from playwright.sync_api import Page

from tests.browser.scripts import script
from tests.browser.tree import Node, read_tree

LANDMARKS = {"banner", "main", "complementary", "contentinfo"}
FOLDS = {"DisclosureTriangle", "DisclosureTriangleGrouped"}
CONTROLS = FOLDS | {
    "link", "button", "checkbox", "radio", "textbox", "searchbox", "combobox", "spinbutton",
    "listbox", "switch", "Date", "DateTime", "ComboBoxMenuList",
}  # fmt: skip
# What a screen reader says on the way in, so that a control inside need not say it again.
PARTS = {"banner", "contentinfo"}
ROOMS = {"article", "group", "region", "form", "search", "navigation", "complementary", "listitem", "table"}
FIELDS = CONTROLS - FOLDS - {"link", "button"}


def findings_on(page: Page) -> list[str]:
    """Returns what is wrong with the page as it is now; it has to be as narrow as a phone."""
    root, seen = read_tree(page), page.evaluate(script("reading"))
    found = [*landmarks(root), *headings(root), *names(root), *twins(root), *seen["back"]]
    found += [f"no field is described by the error “{error}”" for error in seen["untold"]]
    found += [f"describes itself by what is not there: {field}" for field in seen["lost"]]
    found += [f"jumps the queue of the Tab key: {element}" for element in seen["positive"]]
    found += [f"an empty region would interrupt: {region}" for region in seen["loud"]]
    if seen["polite"] > 1:
        found.append(f"{seen['polite']} empty polite regions in one place")
    read = len(controls(root))
    if read != seen["controls"]:
        found.append(f"{seen['controls']} controls can be seen, {read} are read")
    return found


def controls(root: Node) -> list[Node]:
    """Returns what can be pressed or filled in, in reading order."""
    return root.all(*CONTROLS)


def landmarks(root: Node) -> list[str]:
    """The parts of the page in their order, each once; the note of the demo may come first."""
    outer = " ".join(node.role for node in _outer(root))
    found = []
    if not re.fullmatch(r"(complementary )?banner main( complementary)* contentinfo", outer):
        found.append(f"landmarks in this order: {outer}")
    named = [node for node in root.all("complementary", "navigation", "region") if node.role != "region" or node.name]
    found += [f"a landmark without a name: {node}" for node in named if not node.name]
    first = next(iter(controls(root)), Node("nothing"))
    if first.role != "link" or not str(first.states.get("url", "")).endswith("#main"):
        found.append(f"the first thing to press does not skip to the content: {first}")
    found += [f"{name} landmarks" for name in _twice([f"{node.role} “{node.name}”" for node in root.all("navigation")])]
    return found


def _outer(node: Node) -> list[Node]:
    """Returns the landmarks that stand in no other."""
    return [found for child in node.inside for found in ([child] if child.role in LANDMARKS else _outer(child))]


def headings(root: Node) -> list[str]:
    """One heading of level 1, inside main, and none that is more than a level below the one before it."""
    all_, found = root.all("heading"), []
    levels = [int(node.states["level"]) for node in all_]
    in_main = [node for main in root.all("main") for node in main.all("heading") if node.states["level"] == 1]
    if levels.count(1) != 1 or len(in_main) != 1:
        found.append(f"{levels.count(1)} headings of level 1, {len(in_main)} of them in main")
    for node, level, before in zip(all_, levels, [0, *levels], strict=False):
        if not node.name:
            found.append("a heading without words")
        if level > before + 1 and not (before == 0 and level == 2):
            found.append(f"from level {before} to {level}: {node}")
    return found


def names(root: Node) -> list[str]:
    """Everything that can be pressed or filled in has a name, and pictures say what can be seen."""
    found = [f"without a name: {node} {node.states.get('url', '')}" for node in controls(root) if not node.name]
    named = root.all("image", "dialog", "toolbar") + (root.all("article") if len(root.all("article")) > 1 else [])
    found += [f"without a name: {node}" for node in named if not node.name]
    for node in root.all(*FOLDS):
        if "expanded" not in node.states:
            found.append(f"does not say whether it is open: {node}")
    for node in root.all(*FIELDS - {"radio"}):  # an open choice counts as invalid; its group says what is wrong
        if node.states.get("invalid") == "true" and not node.description:
            found.append(f"does not say what is wrong: {node}")
    return found


def twins(root: Node) -> list[str]:
    """Nothing that is called the same does different things in the same room.

    People may give two threads one title: what is named after these is no fault of the page.
    """
    leads, titles = defaultdict(list), [node.name for node in root.all("heading")]
    alike = {title for title in titles if title and titles.count(title) > 1}
    for node, rooms in _placed(root, ()):
        if node.role in CONTROLS:
            leads[node.role, node.name, node.description, rooms].append(node.states.get("url", ""))
    found = []
    for (role, name, _description, rooms), places in leads.items():
        is_of_alike = any(title in words for title in alike for words in (name, *rooms))
        if len(places) > 1 and (role != "link" or len(set(places)) > 1) and not is_of_alike:
            found.append(f"{len(places)} times {role} “{name}” in “{' › '.join(rooms)}”")
    return found + [f"{name} in the page" for name in _twice([str(node) for node in root.all("article")])]


def _placed(node: Node, rooms: tuple[str, ...]) -> list[tuple[Node, tuple[str, ...]]]:
    """Returns all nodes with the names of the rooms around them."""
    found = []
    for child in node.inside:
        found.append((child, rooms))
        is_room = child.role in PARTS or (child.role in ROOMS and child.name)
        found += _placed(child, (*rooms, child.name or child.role) if is_room else rooms)
    return found


def _twice(words: list[str]) -> list[str]:
    return [f"{words.count(word)} times {word}" for word in dict.fromkeys(words) if words.count(word) > 1]
