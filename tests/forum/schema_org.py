"""Shapes of the schema.org types that our pages use, written from schema.org and from what search engines ask for.

Per type: which properties must be there, which may, and what their values are. Anything else is a fault.
"""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)")


def text(value):
    return isinstance(value, str) and bool(value.strip())


def url(value):
    return isinstance(value, str) and urlsplit(value).scheme in ("http", "https") and bool(urlsplit(value).netloc)


def number(value):
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def moment(value):
    return isinstance(value, str) and bool(DATE.fullmatch(value))


def day(value):
    return isinstance(value, str) and bool(re.fullmatch(r"\d{4}-\d\d-\d\d", value))


def language(value):
    return value in ("pl", "en")


@dataclass(frozen=True)
class Of:
    """A value of one of these types."""

    types: tuple


@dataclass(frozen=True)
class ListOf:
    """A list of at least one value of this type."""

    type: str


# type: (required, allowed besides)
SHAPES = {
    "QAPage": ({"mainEntity": Of(("Question",))}, {"url": url, "inLanguage": language}),
    "Question": (
        {"name": text, "text": text, "answerCount": number, "datePublished": moment, "author": Of(("Person",))},
        {"acceptedAnswer": Of(("Answer",)), "suggestedAnswer": Of(("Answer",)), "url": url, "upvoteCount": number},
    ),
    "Answer": (
        {"text": text, "url": url, "upvoteCount": number, "datePublished": moment, "author": Of(("Person",))},
        {"expires": day},
    ),
    "Person": ({"name": text}, {"url": url}),
    "DiscussionForumPosting": (
        {"headline": text, "text": text, "url": url, "datePublished": moment, "author": Of(("Person",))},
        {"interactionStatistic": Of(("InteractionCounter",)), "inLanguage": language},
    ),
    "InteractionCounter": ({"interactionType": Of(("CommentAction",)), "userInteractionCount": number}, {}),
    "CommentAction": ({}, {}),
    "BreadcrumbList": ({"itemListElement": ListOf("ListItem")}, {}),
    "ListItem": ({"position": number, "name": text, "item": url}, {}),
}


def faults(document):
    """Returns in words how a JSON-LD document is not of our shapes; an empty list when it is."""
    if set(document) != {"@context", "@graph"} or document["@context"] != "https://schema.org":
        return [f"the document holds {sorted(document)}"]
    return [
        fault
        for node in document["@graph"]
        for fault in _of(node, ("QAPage", "DiscussionForumPosting", "BreadcrumbList"))
    ]


def _of(node, types):
    kind = node.get("@type") if isinstance(node, dict) else None
    if kind not in types:
        yield f"{node!r} is not of type {types}"
        return
    required, allowed = SHAPES[kind]
    values = {name: value for name, value in node.items() if name != "@type"}
    yield from (f"{kind} lacks {name}" for name in sorted(set(required) - set(values)))
    for name, value in values.items():
        wanted = {**allowed, **required}.get(name)
        if wanted is None:
            yield f"{kind} holds an unknown property {name}"
        elif isinstance(wanted, Of):
            yield from _of(value, wanted.types)
        elif isinstance(wanted, ListOf):
            yield from (
                [fault for one in value for fault in _of(one, (wanted.type,))] if value else [f"{kind}.{name} is empty"]
            )
        elif not wanted(value):
            yield f"{kind}.{name} is {value!r}"
