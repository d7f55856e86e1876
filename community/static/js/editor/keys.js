/* The keys of the text. Tab belongs to the page, but in a list, where it indents as far as that goes; after Escape the next
   Tab leaves from there, too. */

import { baseKeymap, chainCommands, keymap, liftListItem, NodeSelection, Plugin, redo, sinkListItem, splitBlockAs, splitListItemKeepMarks, TextSelection, undo } from "../vendor/prosemirror.js";
import { ACTS, around, move, toQuote } from "./commands.js";
import { schema } from "./schema.js";

const { paragraph, item, quote, line, source, newline, figure } = schema.nodes;

export function keys(editor) {
  let isLeaving = false;
  const unlessLeaving = (command) => (...given) => !isLeaving && command(...given);
  const leave = new Plugin({ props: { handleDOMEvents: {
    keydown(view, { key, isComposing }) {
      if (!isComposing) view.domObserver?.flush?.(); // a slow browser says later than the next key that the caret moved
      if (!["Tab", "Shift"].includes(key)) isLeaving = key === "Escape";
      return false;
    },
    blur: () => { isLeaving = false; return false; },
  } } });
  const own = keymap({
    "Mod-b": ACTS.bold, "Mod-i": ACTS.italic, "Mod-k": () => { editor.press("link"); return true; },
    "Mod-Alt-2": ACTS.chapter, "Mod-Alt-3": ACTS.section, "Mod-Shift-7": ACTS.numbers, "Mod-Shift-8": ACTS.list, "Mod-Shift-9": ACTS.quote,
    "Mod-z": undo, "Mod-y": redo, "Mod-Shift-z": redo,
    "Alt-ArrowUp": chosen(-1), "Alt-ArrowDown": chosen(1), "Alt-F10": () => { editor.toolbar.focus(); return true; },
    Tab: unlessLeaving(sinkListItem(item)), "Shift-Tab": unlessLeaving(outdent),
    Enter: chainCommands(describe(editor), enterInQuote, splitListItemKeepMarks(item)), "Shift-Enter": breakLine, Backspace: backInQuote,
  });
  return [leave, own, keymap(baseKeymap)];
}

/* Only inside another item: from the outermost list Shift+Tab goes back to the toolbar. */
function outdent(state, dispatch) {
  const { $from } = state.selection, depth = $from.depth - 3;
  return depth > 0 && $from.node(depth).type === item && liftListItem(item)(state, dispatch);
}

const chosen = (by) => (state, dispatch) => state.selection instanceof NodeSelection && move(state.selection.from, by)(state, dispatch);

const describe = (editor) => ({ selection }) => {
  if (selection.node?.type !== figure) return false;
  editor.pictures.describe(selection.from);
  return true;
};

function breakLine(state, dispatch) {
  const { parent } = state.selection.$from;
  if (parent.type !== paragraph && parent.type !== line) return false;
  dispatch?.(state.tr.replaceSelectionWith(newline.create()).scrollIntoView());
  return true;
}

const splitLine = splitBlockAs(() => ({ type: line }));

/* From an empty last line to the source, from the source out of the quotation. */
function enterInQuote(state, dispatch) {
  const { selection: { $from, empty }, tr } = state;
  const found = around({ $from }, quote);
  if (!found || !empty) return false;
  const after = found.at + found.node.nodeSize, { parent } = $from, isLastLine = $from.index(1) === found.node.childCount - 2;
  if (parent.type === source) {
    tr.insert(after, paragraph.create());
    dispatch?.(tr.setSelection(TextSelection.create(tr.doc, after + 1)).scrollIntoView());
  } else if (!parent.content.size && isLastLine && found.node.childCount > 2) {
    tr.delete($from.before(), $from.after());
    dispatch?.(tr.setSelection(TextSelection.create(tr.doc, $from.before() + 1)).scrollIntoView());
  } else return splitLine(state, dispatch);
  return true;
}

/* At the beginning of a quotation it ends being one; from its source back to its words. */
function backInQuote(state, dispatch) {
  const { selection: { $from, empty }, tr } = state, isIn = around({ $from }, quote);
  if (!isIn || !empty || $from.parentOffset) return false;
  if ($from.parent.type === source) dispatch?.(tr.setSelection(TextSelection.create(tr.doc, $from.before() - 1)).scrollIntoView());
  else if ($from.index(1) === 0) return toQuote(state, dispatch);
  else return false;
  return true;
}
