"""The rules of Atom (RFC 4287) that a machine can hold a feed to, and feeds read back for tests."""

import re
from collections import Counter
from dataclasses import dataclass
from urllib.parse import urlsplit
from xml.etree import ElementTree

import feedparser

ATOM = "{http://www.w3.org/2005/Atom}"
XML = "{http://www.w3.org/XML/1998/namespace}"
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
TAG_URI = re.compile(r"tag:[a-z0-9.-]+,\d{4}(-\d\d(-\d\d)?)?:\S+")
OF_FEED = {"author", "category", "contributor", "generator", "icon", "id", "link", "logo", "rights", "subtitle",
           "title", "updated", "entry"}  # fmt: skip
OF_ENTRY = {"author", "category", "content", "contributor", "id", "link", "published", "rights", "source", "summary",
            "title", "updated"}  # fmt: skip
ONCE = {"id", "title", "updated", "subtitle", "rights", "published", "summary", "content"}


@dataclass(frozen=True)
class Read:
    """A feed as feedparser reads it: title, ids and titles of the entries in order, and everything else."""

    title: str
    ids: list[str]
    titles: list[str]
    parsed: feedparser.FeedParserDict


def read(response):
    """Returns a feed that is well-formed, valid and readable; fails with what is wrong otherwise."""
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert faults(response.content) == []
    parsed = feedparser.parse(response.content, response_headers={"content-type": response["Content-Type"]})
    assert (parsed.bozo, parsed.version) == (False, "atom10")
    return Read(parsed.feed.title, [e.id for e in parsed.entries], [e.title for e in parsed.entries], parsed)


def faults(xml):
    """Returns in words how a document breaks RFC 4287; an empty list when it does not."""
    root = ElementTree.fromstring(xml)
    if root.tag != f"{ATOM}feed":
        return [f"the root is {root.tag}"]
    entries = root.findall(f"{ATOM}entry")
    found = [*_of_place("feed", root, OF_FEED, root), *_repeated(entries)]
    if not re.fullmatch(r"[a-z]{2}", root.get(f"{XML}lang", "")):
        found.append("the feed has no language")
    if len([link for link in root.findall(f"{ATOM}link") if link.get("rel") == "self"]) != 1:
        found.append("the feed has not one link to itself (4.1.1)")
    for number, entry in enumerate(entries):
        found += _of_place(f"entry {number}", entry, OF_ENTRY, root)
    return found


def _of_place(where, element, allowed, root):
    names = Counter(child.tag.removeprefix(ATOM) for child in element)
    yield from (f"{where} holds {name}" for name in names if name not in allowed)
    yield from (f"{where} holds {name} {names[name]} times" for name in ONCE if names[name] > 1)
    yield from (f"{where} lacks {name}" for name in ("id", "title", "updated") if names[name] != 1)
    if where != "feed" and not (names["content"] or names["summary"]):
        yield f"{where} says nothing"
    if not (names["author"] or root.find(f"{ATOM}author") is not None):
        yield f"{where} has no author (4.1.2)"
    alternates = [link for link in element.findall(f"{ATOM}link") if link.get("rel", "alternate") == "alternate"]
    if len(alternates) != 1:
        yield f"{where} has {len(alternates)} alternate links"
    for child in element:
        yield from (f"{where}: {fault}" for fault in _of_construct(child))


def _of_construct(child):
    name, text = child.tag.removeprefix(ATOM), child.text or ""
    if name in ("updated", "published") and not RFC_3339.fullmatch(text):
        yield f"{name} is “{text}”, not a date of RFC 3339"
    if name == "id" and not TAG_URI.fullmatch(text):
        yield f"id is “{text}”, not a tag: URI of RFC 4151"
    if name == "link" and not _is_absolute(child.get("href", "")):
        yield f"link leads to “{child.get('href')}”"
    if name in ("title", "author") and not "".join(child.itertext()).strip():
        yield f"{name} is empty"
    if name == "author":
        inside = [part.tag.removeprefix(ATOM) for part in child]
        if inside.count("name") != 1 or set(inside) - {"name", "uri", "email"}:
            yield f"an author holds {inside}"
        yield from (
            f"author's uri is “{uri.text}”" for uri in child.findall(f"{ATOM}uri") if not _is_absolute(uri.text)
        )
    if name in ("summary", "content") and child.get("type") not in ("text", "html"):
        yield f"{name} is of type {child.get('type')}"
    if name == "category" and not child.get("term"):
        yield "a category has no term"


def _repeated(entries):
    ids = Counter(entry.findtext(f"{ATOM}id") for entry in entries)
    return [f"{name} stands there {times} times" for name, times in ids.items() if times > 1]


def _is_absolute(address):
    parts = urlsplit(address)
    return parts.scheme in ("http", "https") and bool(parts.netloc)
