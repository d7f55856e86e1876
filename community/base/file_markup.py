"""How Markdown shows uploaded files: `![…](plik:12)` a picture, `[…](plik:12)` a link that says what it leads to.

Part of `markup`, which cleans what is made here. What a file is, the caller says (`FileFacts`).
"""

import re
from collections.abc import MutableMapping
from dataclasses import dataclass
from typing import Any

from markdown_it.common.utils import escapeHtml
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

_FILE = re.compile(r"plik:([1-9][0-9]{0,17})")
# A picture without a description carries a request for one between these signs.
_ASKS_FOR_ALT = re.compile(r"\s*(?:⟨.*⟩)?\s*", re.DOTALL)
_LONGEST_ALT = 300
_SMALL_SIDE = 960
_MOST_SHOWN = 60
PICTURE_ATTRIBUTES = {
    "src": re.compile(r"/pliki/[1-9][0-9]*/[0-9A-Za-z%._~-]+(?:\?m=1)?"),
    "width": re.compile(r"[1-9][0-9]{0,4}"),
    "height": re.compile(r"[1-9][0-9]{0,4}"),
    "loading": re.compile("lazy"),
    "decoding": re.compile("async"),
}


@dataclass(frozen=True)
class FileFacts:
    """What a text needs to show an uploaded file; `url` is a path of ours, `alt` what its owner said of a picture."""

    name: str
    url: str
    size: int
    is_picture: bool = False
    width: int = 0
    height: int = 0
    alt: str = ""
    has_small: bool = False


def file_candidates(source: str) -> set[int]:
    """Returns the ids of the uploaded files that a text might show, to be looked up before rendering."""
    return {int(found) for found in _FILE.findall(source)}


def size_words(size: int) -> str:
    """Returns a size in whole KB, or MB from 10 MB on: the same words in every language."""
    return f"{-(-size // 1024)} KB" if size < 10 * 1024 * 1024 else f"{round(size / 1024 / 1024)} MB"


def resolve_files(state: StateCore) -> None:
    """Core rule: plik:<id> leads to the uploaded file; a paragraph of nothing but pictures becomes figures."""
    for index, token in enumerate(state.tokens):
        if not token.children:
            continue
        _resolve(token.children, state.env)
        if token.type == "inline" and all(child.meta.get("file") or _is_space(child) for child in token.children):
            opening, closing = state.tokens[index - 1], state.tokens[index + 1]
            if opening.type == "paragraph_open":
                opening.hidden = closing.hidden = True
                token.children = [child for child in token.children if child.meta.get("file")]
                for child in token.children:
                    child.meta["stands_alone"] = True


def _is_space(token: Token) -> bool:
    return token.type in ("softbreak", "hardbreak") or (token.type == "text" and not token.content.strip())


def _resolve(children: list[Token], env: MutableMapping[str, Any]) -> None:
    """Gives pictures and links by plik:<id> what they show; what nobody knows loses its link and keeps its words."""
    for place, child in enumerate(children):
        name = {"image": "src", "link_open": "href"}.get(child.type, "")
        address = str(child.attrs.get(name, "")) if name else ""
        if not address.lower().startswith("plik:"):
            continue
        found = _FILE.fullmatch(address)
        facts = env["files"].get(int(found[1])) if found else None
        if found and facts and env["shown_times"] < _MOST_SHOWN:
            env["shown"][int(found[1])] = True
            env["shown_times"] += 1
        else:
            facts = None
        if child.type == "image":
            _resolve_picture(child, facts)
        else:
            _resolve_link(children, place, address, facts)


def _resolve_picture(token: Token, facts: FileFacts | None) -> None:
    words = "".join(child.content for child in token.children or ()).strip()
    if facts and facts.is_picture:
        token.meta["file"], token.meta["alt"] = facts, words
    elif facts:
        token.type, token.content = "html_inline", _file_link(facts, words or facts.name)
    else:
        token.type, token.content = "text", words


def _resolve_link(children: list[Token], place: int, address: str, facts: FileFacts | None) -> None:
    end = next(at for at in range(place, len(children)) if children[at].type == "link_close")
    words = "".join(child.content for child in children[place + 1 : end])
    opening, closing = children[place], children[end]
    if facts is None:
        opening.type = closing.type = "text"
        opening.content, opening.attrs = opening.meta.get("words", ""), {}
        return
    if words in ("", address):
        opening.meta["words"], words = facts.name, facts.name
        for child in children[place + 1 : end]:
            child.content = ""
    opening.attrs = {"href": facts.url, "class": "file"}
    closing.type, closing.content = "html_inline", f"{_file_facts(facts, words)}</a>"


def _file_link(facts: FileFacts, words: str) -> str:
    address = escapeHtml(facts.url)
    return f'<a href="{address}" class="file">{escapeHtml(words)}{_file_facts(facts, words)}</a>'


def _file_facts(facts: FileFacts, words: str) -> str:
    """Returns what kind of file a link leads to and how large it is; its name, when the words say another."""
    kind = facts.name.rpartition(".")[2].upper() if words == facts.name else facts.name
    return f' <span class="file__facts">({escapeHtml(kind)}, {size_words(facts.size)})</span>'


def own_picture(facts: FileFacts, token: Token) -> str:
    """Returns a picture of ours, as a figure (with the title as its caption) when it stands alone."""
    typed = token.meta["alt"]
    alt = (facts.alt or facts.name) if _ASKS_FOR_ALT.fullmatch(typed) else typed[:_LONGEST_ALT]
    scale = min(1.0, _SMALL_SIDE / max(facts.width, facts.height, 1)) if facts.has_small else 1.0
    width, height = (max(1, round(side * scale)) for side in (facts.width, facts.height))
    address = escapeHtml(facts.url)
    shown = (
        f'<a href="{address}" class="picture__link"><img src="{address}{"?m=1" if facts.has_small else ""}" '
        f'alt="{escapeHtml(alt)}" width="{width}" height="{height}" loading="lazy" decoding="async"></a>'
    )
    if "stands_alone" not in token.meta:
        return shown
    caption = escapeHtml(str(token.attrs.get("title", "")))
    return f'<figure class="picture">{shown}{f"<figcaption>{caption}</figcaption>" if caption else ""}</figure>\n'
