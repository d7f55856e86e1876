/* What one can do to the text. Each takes (state, dispatch) and returns whether it can be done; without dispatch it only
   answers. */

import { closeHistory, liftListItem, NodeSelection, redo, setBlockType, TextSelection, toggleMark, undo, wrapInList } from "../vendor/prosemirror.js";
import { schema } from "./schema.js";

const { paragraph, heading, bullets, numbers, item, quote, line, source } = schema.nodes;

/* Returns the nearest node of these types around the selection, with its place; null: none. */
export function around({ $from }, ...types) {
  for (let depth = $from.depth; depth > 0; depth -= 1) {
    if (types.includes($from.node(depth).type)) return { node: $from.node(depth), at: $from.before(depth) };
  }
  return null;
}

export function hasMark({ selection: { from, $from, to, empty }, storedMarks, doc }, type) {
  return empty ? Boolean(type.isInSet(storedMarks ?? $from.marks())) : doc.rangeHasMark(from, to, type);
}

const isHeading = ({ selection: { $from } }, level) => $from.parent.type === heading && $from.parent.attrs.level === level;

const toHeading = (level) => (state, dispatch) => (isHeading(state, level) ? setBlockType(paragraph) : setBlockType(heading, { level, id: ownId(state) }))(state, dispatch);

/* A heading that only changes its level is the same heading. */
const ownId = ({ selection: { $from } }) => ($from.parent.type === heading ? $from.parent.attrs.id : null);

const toList = (type) => (state, dispatch) => {
  const found = around(state.selection, bullets, numbers);
  if (found?.node.type === type) return liftListItem(item)(state, dispatch);
  if (!found) return wrapped(state, type, dispatch);
  dispatch?.(state.tr.setNodeMarkup(found.at, type, found.node.attrs));
  return true;
};

/* Headings become paragraphs first: an item begins with one. */
function wrapped(state, type, dispatch) {
  let { tr } = state;
  setBlockType(paragraph)(state, (made) => { tr = made; });
  const can = wrapInList(type)(state.apply(tr), (made) => made.steps.forEach((step) => tr.step(step)));
  if (can) dispatch?.(tr.scrollIntoView());
  return can;
}

const withoutMarks = ({ content }) => {
  const kept = [];
  content.forEach((node) => kept.push(node.mark([])));
  return kept;
};

export function toQuote(state, dispatch) {
  const { selection: { $from, $to }, tr } = state, found = around(state.selection, quote);
  if (found) return unquote(state, found, dispatch);
  const range = $from.blockRange($to), nodes = [];
  if (!range || range.depth) return false;
  for (let place = range.startIndex; place < range.endIndex; place += 1) nodes.push(range.parent.child(place));
  if (!nodes.every(({ isTextblock }) => isTextblock)) return false;
  tr.replaceWith(range.start, range.end, quote.create(null, [...nodes.map((node) => line.create(null, withoutMarks(node))), source.create()]));
  dispatch?.(tr.setSelection(TextSelection.create(tr.doc, $from.pos + 1, $to.pos + 1)).scrollIntoView());
  return true;
}

function unquote({ selection: { $from }, tr }, { node, at }, dispatch) {
  const parts = [...node.content.content].filter((part) => part.type === line || part.content.size);
  tr.replaceWith(at, at + node.nodeSize, parts.map((part) => paragraph.create(null, part.content)));
  dispatch?.(tr.setSelection(TextSelection.near(tr.doc.resolve(Math.min($from.pos - 1, tr.doc.content.size)), -1)).scrollIntoView());
  return true;
}

/* Moves the block at a place by one: `by` is -1 or 1. Its node stays the same, and is chosen then. */
export const move = (at, by) => ({ doc, tr }, dispatch) => {
  const place = doc.resolve(at).index(0), node = doc.child(place), other = doc.maybeChild(place + by);
  if (!other) return false;
  const target = at + by * other.nodeSize;
  tr.delete(at, at + node.nodeSize).insert(target, node);
  dispatch?.(closeHistory(tr).setSelection(NodeSelection.create(tr.doc, target)).scrollIntoView());
  return true;
};

export const remove = (at) => ({ doc, tr }, dispatch) => {
  dispatch?.(closeHistory(tr).delete(at, at + doc.nodeAt(at).nodeSize).scrollIntoView());
  return true;
};

export const ACTS = {
  bold: toggleMark(schema.marks.bold), italic: toggleMark(schema.marks.italic), chapter: toHeading(2), section: toHeading(3),
  list: toList(bullets), numbers: toList(numbers), quote: toQuote, undo, redo,
};

/* Which buttons are pressed. */
export const PRESSED = {
  bold: (state) => hasMark(state, schema.marks.bold),
  italic: (state) => hasMark(state, schema.marks.italic),
  link: (state) => hasMark(state, schema.marks.link),
  chapter: (state) => isHeading(state, 2),
  section: (state) => isHeading(state, 3),
  list: ({ selection }) => around(selection, bullets, numbers)?.node.type === bullets,
  numbers: ({ selection }) => around(selection, bullets, numbers)?.node.type === numbers,
  quote: ({ selection }) => Boolean(around(selection, quote)),
};
