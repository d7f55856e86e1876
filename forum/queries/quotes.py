"""What a post gives to somebody who quotes it: its Markdown as a quote that begins with a link to it."""

import re
from dataclasses import dataclass

from community.base.markup import mention_candidates
from community.people.models import Person
from forum.models import Post
from forum.queries.lists import face_of

LONGEST_QUOTE = 1500
_FILE = re.compile(r"!?\[([^\]\n]*)\]\(plik:\d+\)")
_QUOTED = re.compile(r"^ {0,3}>.*$\n?", re.MULTILINE)
_NOTE = re.compile(r"^\[\^[^\]]+\]:.*$\n?|\[\^[^\]]+\]", re.MULTILINE)


@dataclass(frozen=True)
class Quote:
    """A quote of a post: `head` says whose words these are, `markdown` is the whole of it."""

    post_id: int
    number: int
    name: str
    head: str
    markdown: str


def quote_of(post: Post) -> Quote:
    """Returns a post as a quote. Two queries at most.

    What the post itself quotes is left out, unless there is nothing else; its files become links to the post, and the
    people it mentions become names, so that quoting tells nobody. A long text is cut at a paragraph.
    """
    name = face_of(post.author_id, post.author.name if post.author else "", None).name
    address = f"/watki/{post.thread_id}/post/{post.number}/"
    said = _without_mentions(_NOTE.sub("", _FILE.sub(rf"[\1]({address})", post.source)))
    head = f"> [{_plain(name)}, #{post.number}]({address}):"
    return Quote(post.pk, post.number, name, head, f"{head}\n>\n{_marked(_cut(_own(said)))}\n\n")


def _own(text: str) -> str:
    """Returns a text without what it quotes."""
    return _QUOTED.sub("", text).strip() or text.strip()


def _cut(text: str) -> str:
    if len(text) <= LONGEST_QUOTE:
        return text
    kept = text[:LONGEST_QUOTE]
    at = max(kept.rfind("\n\n"), kept.rfind(". ") + 1)
    return kept[: at if at > LONGEST_QUOTE // 3 else None].rstrip() + "\n\n[…]"


def _marked(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


def _without_mentions(text: str) -> str:
    candidates = mention_candidates(text)
    people = Person.objects.filter(slug__in=candidates) if candidates else ()
    names = {person.slug: person.name for person in people}
    return re.sub(r"(?<![\w@/.])@([a-z0-9-]+)", lambda found: names.get(found[1], found[0]), text)


def _plain(name: str) -> str:
    return re.sub(r"[\[\]\\]", "", name)
