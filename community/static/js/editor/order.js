/* What holds of the whole text while it is written: whose an id is, and what empty places are for. */

import { Decoration, DecorationSet, Plugin } from "../vendor/prosemirror.js";
import { schema } from "./schema.js";

const { source, paragraph } = schema.nodes;

function idsIn(doc) {
  const found = new Map();
  doc.descendants((node, at) => {
    const { id } = node.attrs;
    if (id) found.set(id, [...(found.get(id) ?? []), { node, at }]);
    return !node.isTextblock;
  });
  return found;
}

/* An id stands as often as the text came with it, since several paragraphs may be one block's: of two halves the first
   keeps it, and a copy has none. */
export const ownIds = (known) => new Plugin({
  appendTransaction(transactions, { doc: before }, { doc, tr }) {
    if (!transactions.some(({ docChanged }) => docChanged)) return null;
    const old = idsIn(before);
    for (const [id, places] of idsIn(doc)) {
      const excess = places.length - (known.ids.get(id) ?? 0), was = new Set(old.get(id)?.map(({ node }) => node));
      const isOld = ({ node }) => was.has(node), lastFirst = places.reverse();
      const spare = [...lastFirst.filter((place) => !isOld(place)), ...lastFirst.filter(isOld)].slice(0, Math.max(0, excess));
      spare.forEach(({ node, at }) => tr.setNodeMarkup(at, null, { ...node.attrs, id: null }));
    }
    return tr.docChanged ? tr : null;
  },
});

export const placeholders = ({ words }) => new Plugin({
  props: {
    decorations({ doc }) {
      const found = [], mark = (node, at, text) => found.push(Decoration.node(at, at + node.nodeSize, { class: "is-empty", "data-placeholder": text }));
      if (doc.childCount === 1 && doc.firstChild.type === paragraph && !doc.firstChild.content.size) mark(doc.firstChild, 0, words.begin);
      doc.descendants((node, at) => { if (node.type === source && !node.content.size) mark(node, at, words.source); });
      return DecorationSet.create(doc, found);
    },
  },
});
