"""Markdown to safe HTML: rendered once when a text is written, stored with RENDERER_VERSION.

Tables, bare addresses as links, task lists, footnotes, strikethrough and @mentions; raw HTML and foreign pictures
are text. What was uploaded here is shown by `plik:<id>` (picture or link), when the caller says what it is. Whatever
the renderer makes passes an allow-list (nh3) last, so a fault in it cannot become a script.
"""

import re
from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from community.base.file_markup import PICTURE_ATTRIBUTES, FileFacts, own_picture, resolve_files
from community.base.typography import keep_short_words

RENDERER_VERSION = 2
SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_MENTION = re.compile(rf"@({SLUG})")
_CANDIDATE = re.compile(rf"(?<![\w@/.])@({SLUG})")
_TASK = re.compile(r"\[([ xX])\] ")
_SCHEME = re.compile(r"(?:^|[^a-z0-9.+-])(https?)$", re.IGNORECASE)
_LONGEST_ADDRESS = 2000
# Looking for addresses in a "word" of any length takes time that grows with its square.
_ENDLESS_WORD = re.compile(rf"\S{{{_LONGEST_ADDRESS}}}")
_LEVEL_ABOVE = 2

_MOST_FOOTNOTES = 200

_TAGS = {
    "a", "blockquote", "br", "code", "del", "div", "em", "figcaption", "figure", "h3", "h4", "h5", "h6", "hr", "img",
    "li", "ol", "p", "pre", "s", "section", "span", "strong", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_ATTRIBUTES = {
    "a": {"href", "title", "id", "class", "aria-label"},
    "div": {"class", "tabindex"},
    "figure": {"class"},
    "img": {"src", "alt", "width", "height", "loading", "decoding"},
    "li": {"id", "class"},
    "ol": {"start", "class"},
    "pre": {"tabindex"},
    "section": {"class"},
    "span": {"class"},
    "sup": {"class"},
    "td": {"class"},
    "th": {"class"},
    "ul": {"class"},
    "hr": {"class"},
}
_CLASSES = {
    "mention", "table-scroll", "footnote-ref", "footnote-backref", "footnotes", "footnotes-list", "footnotes-sep",
    "footnote-item", "contains-task-list", "task-list-item", "align-left", "align-center", "align-right",
    "picture", "picture__link", "file", "file__facts",
}  # fmt: skip
_FOOTNOTE_ID = re.compile(r"fn(ref)?-[0-9a-z]+-[0-9:]+")


@dataclass(frozen=True)
class Rendered:
    """Safe HTML, the renderer's version, and who is mentioned (slugs), which files are shown (ids): in order, once."""

    html: str
    version: int
    mentioned: tuple[str, ...]
    files: tuple[int, ...] = ()


def render(
    source: str, *, anchor: str = "x", people: Mapping[str, str] | None = None,
    files: Mapping[int, FileFacts] | None = None,
) -> Rendered:  # fmt: skip
    """Returns the source as safe HTML.

    `people` gives the names of those who may be mentioned by slug; other @words stay text. `files` gives the uploaded
    files that may be shown by id; of others only the words stay. `anchor` ([0-9a-z]+) keeps the footnote ids of
    several texts on one page apart.
    """
    if source.count("[^") > _MOST_FOOTNOTES:
        source = source.replace("[^", "\\[^")  # a footnote said a thousand times is an attempt, not a note
    env: dict[str, Any] = {"docId": anchor, "people": people or {}, "mentioned": {}}
    env |= {"files": files or {}, "shown": {}, "shown_times": 0}
    markdown = _markdown_without_addresses if _ENDLESS_WORD.search(source) else _markdown
    html = _clean(markdown.render(source, env))
    return Rendered(html, RENDERER_VERSION, tuple(env["mentioned"]), tuple(env["shown"]))


def mention_candidates(source: str) -> set[str]:
    """Returns the slugs that a text might mention, to be looked up before rendering."""
    return set(_CANDIDATE.findall(source))


def _clean(html: str) -> str:
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=_filter_attribute,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="nofollow ugc noopener",
    )


def _filter_attribute(tag: str, name: str, value: str) -> str | None:
    """Keeps only our own classes and footnote ids, whatever got this far."""
    if name == "class":
        return " ".join(word for word in value.split() if word in _CLASSES) or None
    if name == "id":
        return value if _FOOTNOTE_ID.fullmatch(value) else None
    if name == "tabindex":
        return "0"
    if tag == "img" and name in PICTURE_ATTRIBUTES:
        return value if PICTURE_ATTRIBUTES[name].fullmatch(value) else None
    return value


def _mention(state: StateInline, silent: bool) -> bool:
    """Inline rule: @slug of a known person becomes a link to the profile."""
    if state.src[state.pos] != "@" or state.linkLevel:
        return False
    if state.pos and re.match(r"[\w@/.]", state.src[state.pos - 1]):
        return False
    found = _MENTION.match(state.src, state.pos)
    if not found or found.group(1) not in state.env.get("people", {}):
        return False
    if not silent:
        slug = found.group(1)
        state.env["mentioned"][slug] = True
        token = state.push("link_open", "a", 1)
        token.attrs = {"href": f"/ludzie/{slug}/", "class": "mention"}
        state.push("text", "", 0).content = state.env["people"][slug]
        state.push("link_close", "a", -1)
    state.pos = found.end()
    return True


def _bare_address(state: StateInline, silent: bool) -> bool:
    """Inline rule: a bare http(s) address is a link before any * or _ in it counts as emphasis.

    In place of markdown-it's own rule, which searches all the text before each colon anew.
    """
    if state.linkLevel or not state.src.startswith("://", state.pos) or not state.md.linkify:
        return False
    scheme = _SCHEME.search(state.pending[-6:])
    if not scheme:
        return False
    start = state.pos - len(scheme[1])
    found = state.md.linkify.match_at_start(state.src[start : start + _LONGEST_ADDRESS])
    if not found:
        return False
    address = found.url.rstrip("*")
    if not silent:
        state.pending = state.pending[: -len(scheme[1])]
        state.push("link_open", "a", 1).attrs = {"href": state.md.normalizeLink(address)}
        state.push("text", "", 0).content = state.md.normalizeLinkText(address)
        state.push("link_close", "a", -1)
    state.pos = start + len(address)
    return True


def _tasks(state: StateCore) -> None:
    """Core rule: items that start with [ ] or [x] get a box, and they and their lists a class."""
    lists: list[Token] = []
    for index, (opening, token) in enumerate(pairwise(state.tokens)):
        if opening.type in ("bullet_list_open", "ordered_list_open"):
            lists.append(opening)
        elif opening.type in ("bullet_list_close", "ordered_list_close"):
            lists.pop()
        item = state.tokens[index - 1]
        is_first = opening.type == "paragraph_open" and index and item.type == "list_item_open"
        found = _TASK.match(token.content) if is_first else None
        if found and token.children and token.children[0].type == "text":
            first = token.children[0]
            first.content = ("☐ " if found[1] == " " else "☑ ") + first.content.removeprefix(found[0])
            item.attrs, lists[-1].attrs["class"] = {"class": "task-list-item"}, "contains-task-list"


def _links(state: StateCore) -> None:
    """Core rule: a link without words shows its address, and a picture inside a link is its text."""
    for token in state.tokens:
        address = ""
        for child, following in pairwise(token.children or ()):
            if child.type == "link_open":
                address = str(child.attrs["href"])
                if following.type == "link_close":
                    child.meta["words"] = address
            elif child.type == "link_close":
                address = ""
            elif child.type == "image" and address:
                child.type, child.content = "text", child.content or address


def _shape(state: StateCore) -> None:
    """Core rule: headings stand below the page's and skip no level, cells align by class, short words stay."""
    level = _LEVEL_ABOVE
    for token in state.tokens:
        if token.type == "heading_open":
            level = min(int(token.tag[1]) + _LEVEL_ABOVE, level + 1, 6)
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{level}"
        elif token.type in ("th_open", "td_open") and "style" in token.attrs:
            token.attrs = {"class": "align-" + str(token.attrs["style"]).rpartition(":")[2]}
        for child in token.children or ():
            if child.type == "text":
                child.content = keep_short_words(child.content)


def _table_open(self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    return '<div class="table-scroll" tabindex="0"><table>\n'


def _table_close(self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    return "</table></div>\n"


def _picture(self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    """An uploaded picture leads to itself in full; a foreign one would tell its server who reads here: it is a link."""
    if facts := tokens[index].meta.get("file"):
        return own_picture(facts, tokens[index])
    source = str(tokens[index].attrs.get("src", ""))
    return f'<a href="{escapeHtml(source)}">{escapeHtml(tokens[index].content or source)}</a>'


def _link_open(self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    return self.renderToken(tokens, index, options, env) + escapeHtml(tokens[index].meta.get("words", ""))


def _code_block(self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    return f'<pre tabindex="0"><code>{escapeHtml(tokens[index].content)}</code></pre>\n'


def _footnote_back(
    self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: MutableMapping[str, Any]
) -> str:
    name = str(self.rules["footnote_anchor_name"](tokens, index, options, env))
    if tokens[index].meta["subId"]:
        name += f":{tokens[index].meta['subId']}"
    return f' <a href="#fnref{name}" class="footnote-backref">↩</a>'


def _build(*, finds_addresses: bool) -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False, "linkify": True, "breaks": True, "maxNesting": 20})
    markdown.enable(["table", "strikethrough"])
    markdown.use(footnote_plugin, inline=False)
    markdown.inline.ruler.before("link", "mention", _mention)
    if finds_addresses:
        markdown.enable("linkify")
        markdown.inline.ruler.at("linkify", _bare_address)
    for name, step in (("tasks", _tasks), ("links", _links), ("files", resolve_files), ("shape", _shape)):
        markdown.core.ruler.push(name, step)
    for name, rule in (
        ("table_open", _table_open),
        ("table_close", _table_close),
        ("image", _picture),
        ("link_open", _link_open),
        ("fence", _code_block),
        ("code_block", _code_block),
        ("footnote_anchor", _footnote_back),
    ):
        markdown.add_render_rule(name, rule)
    return markdown


_markdown = _build(finds_addresses=True)
_markdown_without_addresses = _build(finds_addresses=False)
