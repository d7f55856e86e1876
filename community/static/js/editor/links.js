/* Making, changing and taking off links. */

import { TextSelection } from "../vendor/prosemirror.js";
import { ask } from "./dialogs.js";
import { isAddress, schema } from "./schema.js";

const { link } = schema.marks;

/* What people type as an address: what is missing of it is plain. */
export function completed(typed) {
  const text = typed.trim();
  if (/^[^\s@/:]+@[^\s@/:]+\.[^\s@/:]+$/.test(text)) return `mailto:${text}`;
  return /^[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+([/?#]\S*)?$/u.test(text) ? `https://${text}` : text;
}

/* Returns the link at the selection with its whole range; null: none. */
function linkAt({ selection: { $from, $to, empty } }) {
  const { parent } = $from, isLinked = ({ marks }) => link.isInSet(marks);
  const index = empty && !$from.textOffset && $from.nodeBefore && isLinked($from.nodeBefore) ? $from.index() - 1 : $from.index();
  const mark = parent.maybeChild(index) && isLinked(parent.child(index));
  if (!mark || $to.pos > $from.end()) return null;
  const places = [];
  parent.forEach((node, offset) => places.push({ isSame: mark.isInSet(node.marks), from: $from.start() + offset, to: $from.start() + offset + node.nodeSize }));
  let first = index, last = index;
  while (places[first - 1]?.isSame) first -= 1;
  while (places[last + 1]?.isSame) last += 1;
  return { href: mark.attrs.href, from: places[first].from, to: places[last].to };
}

/* Words are asked for where none are chosen. Nothing happens where no link may stand, in headings and quotations. */
export async function askForLink(editor) {
  const { view, host, words } = editor, { state } = view, found = linkAt(state), { empty, from, to, $from } = state.selection, range = found ?? { from, to };
  if (!$from.parent.inlineContent || !$from.parent.type.allowsMarkType(link)) { editor.say(words.noLinkHere); return; }
  const chosen = state.doc.textBetween(range.from, range.to).trim(), asked = ask(host.querySelector("template[data-dialog=link]"), {
    fill(form) {
      form.elements.address.value = found?.href ?? (isAddress(completed(chosen)) ? completed(chosen) : "");
      form.elements.words.value = chosen;
      form.querySelector("[data-words]").hidden = !empty && !found;
      form.querySelector("[value=remove]").hidden = !found;
    },
    check: ({ address, button }) => (button === "remove" || isAddress(completed(address)) ? {} : { address: words.badAddress }),
  });
  const answers = await asked.answer;
  if (answers?.button === "remove") view.dispatch(view.state.tr.removeMark(range.from, range.to, link));
  else if (answers) put(view, range, { ...answers, chosen, isNew: empty && !found });
  view.focus();
}

function put(view, { from, to }, { address, words, chosen, isNew }) {
  const { tr } = view.state, href = completed(address), mark = link.create({ href }), text = words.trim();
  if (isNew || (text && text !== chosen)) {
    const marks = view.state.doc.resolve(from).marksAcross(view.state.doc.resolve(to)) ?? [];
    tr.replaceWith(from, to, schema.text(text || href.replace(/^(https?:\/\/|mailto:)/, ""), mark.addToSet(marks)));
    tr.setSelection(TextSelection.create(tr.doc, tr.mapping.map(to)));
  } else {
    tr.removeMark(from, to, link).addMark(from, to, mark);
    tr.setSelection(TextSelection.create(tr.doc, to));
  }
  view.dispatch(tr.removeStoredMark(link).scrollIntoView());
}
