/* From HTML to the editor's document and back. What nobody touched leaves byte for byte as it came.

   const text = new Html();   const doc = text.read(html);   text.write(doc)

   The document's nodes never change, a change makes new ones: so a block that is still the same node still has the HTML
   that it was read from, wherever it was moved. */

import { DOMParser as Reader, DOMSerializer } from "../vendor/prosemirror.js";
import { schema } from "./schema.js";

const reader = Reader.fromSchema(schema), writer = DOMSerializer.fromSchema(schema);
const apart = document.implementation.createHTMLDocument("");

const TAG = /<(\/?)([a-z][a-z0-9]*)\b[^>]*>/gi, VOID = /^(br|hr|img)$/i;

/* Returns the elements of the first level as they are written: reading changes <br/> to <br>. */
function written(html) {
  const found = [];
  let depth = 0, from = 0;
  for (const { 0: tag, 1: isEnd, 2: name, index } of html.matchAll(TAG)) {
    if (!depth && !isEnd) from = index;
    if (!VOID.test(name)) depth += isEnd ? -1 : 1;
    if (!depth) found.push(html.slice(from, index + tag.length));
  }
  return found;
}

export class Html {
  constructor() { this.sources = new WeakMap(); }

  read(html) {
    const { body } = new DOMParser().parseFromString(html, "text/html"), nodes = [];
    const exact = written(html);
    let gap = "";
    for (const child of [...body.childNodes]) {
      if (child.nodeType === Node.TEXT_NODE && !child.data.trim()) gap = child.data;
      else { nodes.push(...this.block(child, gap, child.outerHTML && exact.shift())); gap = ""; }
    }
    const doc = schema.nodes.doc.create(null, nodes.length ? nodes : [schema.nodes.paragraph.create()]);
    Object.assign(this, { first: doc, html });
    return doc;
  }

  /* Returns the blocks of one element: mostly one, which remembers its HTML and the gap before it. */
  block(child, gap, exact) {
    const html = isSame(exact, child) ? exact : child.outerHTML, box = apart.createElement("div");
    box.append(child);
    const { content } = reader.parse(box), known = content.childCount === 1 && html;
    if (known) this.sources.set(content.firstChild, { html, gap });
    return [...content.content];
  }

  write(doc) {
    if (doc.eq(this.first)) return this.html;
    const parts = [...doc.content.content].map((node) => this.sources.get(node) ?? { html: canonical(node), gap: "\n" }).filter(({ html }) => html);
    return parts.map(({ html, gap }, place) => (place ? gap : "") + html).join("");
  }
}

function isSame(exact, child) {
  const box = apart.createElement("template");
  box.innerHTML = exact ?? "";
  return box.innerHTML === child.outerHTML;
}

function canonical(node) {
  if (node.isTextblock && !node.textContent.trim()) return "";
  const element = writer.serializeNode(node, { document: apart });
  element.querySelectorAll("footer:empty").forEach((footer) => footer.remove());
  element.querySelectorAll("li[data-tight]").forEach((li) => {
    li.removeAttribute("data-tight");
    if (!li.querySelector(":scope > p ~ p")) li.firstElementChild.replaceWith(...li.firstElementChild.childNodes);
  });
  return element.outerHTML;
}

/* Notes what the text came with: only these ids (how often each), cards and pictures may be pasted. */
export function note(doc, { ids, cards, pictures }) {
  const counts = new Map();
  doc.descendants(({ type, attrs }) => {
    if (attrs.id) counts.set(attrs.id, (counts.get(attrs.id) ?? 0) + 1);
    if (type === schema.nodes.card) cards.add(attrs.block);
    if (type === schema.nodes.figure) pictures.set(attrs.picture, attrs);
  });
  counts.forEach((count, id) => ids.set(id, Math.max(count, ids.get(id) ?? 0)));
}
