/* What a page's text may hold, and the HTML of each part. Nothing else is ever read, shown or written.

   Ten kinds of blocks have forms of their own in the editors' desk: those that are not written here come as cards,
   <div data-block="…" data-sort="table"><p>label</p></div>, and leave as they came. */

import { Schema } from "../vendor/prosemirror.js";

const ADDRESS = /^(https?:\/\/|mailto:|tel:|\/(?!\/))\S+$/i;

/* Returns whether a link may lead there: other sites, mail, telephones, and pages of this site. */
export const isAddress = (text) => ADDRESS.test(text) || text === "/";

const idOf = (element) => element.getAttribute("data-id");
const withId = (id, attributes = {}) => (id === null ? attributes : { "data-id": id, ...attributes });
const named = (tag) => ({ attrs: { id: { default: null } }, parseDOM: [{ tag, getAttrs: (element) => ({ id: idOf(element) }) }], toDOM: ({ attrs }) => [tag, withId(attrs.id), 0] });

const heading = {
  content: "text*", marks: "", group: "block", defining: true, attrs: { level: { default: 2 }, id: { default: null } },
  parseDOM: ["h1", "h2", "h3", "h4", "h5", "h6"].map((tag) => ({ tag, getAttrs: (element) => ({ level: tag < "h3" ? 2 : 3, id: idOf(element) }) })),
  toDOM: ({ attrs }) => [`h${attrs.level}`, withId(attrs.id), 0],
};

/* Words of an item without a paragraph around them stay so: `tight`. */
const item = {
  content: "paragraph (paragraph | bullets | numbers)*", defining: true, selectable: false, attrs: { tight: { default: true }, id: { default: null } },
  parseDOM: [{ tag: "li", getAttrs: (element) => ({ tight: element.hasAttribute("data-tight") || !element.querySelector(":scope > p"), id: idOf(element) }) }],
  toDOM: ({ attrs }) => ["li", withId(attrs.id, attrs.tight ? { "data-tight": "" } : {}), 0],
};

const quote = { ...named("blockquote"), content: "line+ source", group: "block", defining: true };
const line = { content: "(text | newline)*", marks: "", selectable: false, parseDOM: [{ tag: "p", context: "quote/", priority: 60 }], toDOM: () => ["p", 0] };
const source = { content: "text*", marks: "", selectable: false, isolating: true, defining: true, parseDOM: [{ tag: "footer", context: "quote/" }], toDOM: () => ["footer", 0] };

const figure = {
  group: "block", atom: true, draggable: true,
  attrs: { picture: {}, src: {}, alt: { default: "" }, width: { default: null }, height: { default: null }, caption: { default: "" }, decorative: { default: false }, id: { default: null } },
  parseDOM: [{ tag: "figure[data-picture]", getAttrs: readFigure }],
  toDOM: writeFigure,
};

function readFigure(element) {
  const img = element.querySelector("img");
  if (!img) return false;
  const caption = element.querySelector("figcaption")?.textContent.trim() ?? "", decorative = element.matches("[data-decorative], :has([data-decorative])");
  const [src, width, height] = ["src", "width", "height"].map((name) => img.getAttribute(name));
  return { picture: element.getAttribute("data-picture"), src, alt: img.getAttribute("alt") ?? "", width, height, caption, decorative, id: idOf(element) };
}

function writeFigure({ attrs: { picture, src, alt, width, height, caption, decorative, id } }) {
  const sizes = { ...(width && { width }), ...(height && { height }) }, img = ["img", { src, alt: decorative ? "" : alt, ...sizes }];
  return ["figure", withId(id, { "data-picture": picture, ...(decorative && { "data-decorative": "" }) }), img, ...(caption ? [["figcaption", caption]] : [])];
}

const card = {
  group: "block", atom: true, draggable: true, attrs: { block: {}, sort: { default: "" }, label: { default: "" }, id: { default: null } },
  parseDOM: [{ tag: "div[data-block]", getAttrs: (element) => ({ block: element.getAttribute("data-block"), sort: element.getAttribute("data-sort") ?? "", label: element.textContent.trim(), id: idOf(element) }) }],
  toDOM: ({ attrs: { block, sort, label, id } }) => ["div", withId(id, { "data-block": block, "data-sort": sort }), ["p", label]],
};

const link = {
  attrs: { href: {} }, inclusive: false,
  parseDOM: [{ tag: "a[href]", getAttrs: (element) => { const href = element.getAttribute("href").trim(); return isAddress(href) && { href }; } }],
  toDOM: ({ attrs: { href } }) => ["a", { href }, 0],
};
const bold = {
  parseDOM: [{ tag: "strong" }, { tag: "b", getAttrs: (element) => element.style.fontWeight !== "normal" && null }],
  toDOM: () => ["b", 0],
};
const italic = { parseDOM: [{ tag: "em" }, { tag: "i" }], toDOM: () => ["i", 0] };

export const schema = new Schema({
  nodes: {
    doc: { content: "block+" },
    paragraph: { ...named("p"), content: "inline*", group: "block" },
    heading,
    bullets: { ...named("ul"), content: "item+", group: "block" },
    numbers: { ...named("ol"), content: "item+", group: "block" },
    item, quote, line, source, figure, card,
    text: { group: "inline" },
    newline: { inline: true, group: "inline", selectable: false, parseDOM: [{ tag: "br" }], toDOM: () => ["br"] },
  },
  marks: { link, bold, italic },
});
