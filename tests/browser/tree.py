"""The accessibility tree of a page as Chromium hands it to screen readers: what is read, in which order."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page

# Nodes that hold others together and are not read.
SILENT = {"none", "generic", "InlineTextBox", "LineBreak", "ListMarker"}


@dataclass
class Node:
    """One thing that is read: its role, name and description, its states, and what stands inside."""

    role: str
    name: str = ""
    description: str = ""
    states: dict[str, Any] = field(default_factory=dict)
    inside: list["Node"] = field(default_factory=list)

    def walk(self) -> Iterator["Node"]:
        """Yields this node and all below it, in reading order."""
        yield self
        for node in self.inside:
            yield from node.walk()

    def all(self, *roles: str) -> list["Node"]:
        """Returns the nodes below with one of these roles, in reading order."""
        return [node for node in self.walk() if node.role in roles and node is not self]

    def one(self, role: str, name: str = "") -> "Node":
        """Returns the only node below with this role, whose name begins with `name`."""
        found = [node for node in self.all(role) if node.name.startswith(name)]
        assert len(found) == 1, f"{len(found)} of {role} “{name}”: {[node.name for node in self.all(role)]}"
        return found[0]

    @property
    def words(self) -> str:
        """What is read of it aloud, in one line."""
        return " ".join(node.name for node in self.walk() if node.role == "StaticText" and node.name.strip())

    def __str__(self) -> str:
        return f"{self.role} “{self.name[:60]}”"


def read_tree(page: Page) -> Node:
    """Returns the tree of what a screen reader is told of a page now."""
    session = page.context.new_cdp_session(page)
    raw = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    by_id = {node["nodeId"]: node for node in raw}
    root = next(node for node in raw if "parentId" not in node)
    return _node(root, by_id)


def _node(raw: dict[str, Any], by_id: dict[str, Any]) -> Node:
    states = {each["name"]: each["value"].get("value") for each in raw.get("properties", [])}
    name, description = (_plain(raw.get(key, {}).get("value", "")) for key in ("name", "description"))
    return Node(raw.get("role", {}).get("value", ""), name, description, states, list(_inside(raw, by_id)))


def _inside(raw: dict[str, Any], by_id: dict[str, Any]) -> Iterator[Node]:
    """Yields what is read inside a node; what is ignored or silent gives its place to what it holds."""
    for key in raw.get("childIds", []):
        child = by_id.get(key)
        if child is None:
            continue
        if child["ignored"] or child["role"]["value"] in SILENT:
            yield from _inside(child, by_id)
        else:
            yield _node(child, by_id)


def _plain(text: object) -> str:
    """Returns a name in one line: the spaces that keep Polish words together are spaces."""
    return " ".join(str(text).split())
