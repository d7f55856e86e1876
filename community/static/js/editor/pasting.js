/* What is pasted and dropped: clean structure, files by upload, and nothing that the text may not hold. */

import { Fragment, NodeSelection, Slice } from "../vendor/prosemirror.js";
import { isLayout, opened, parsed, rename, unwrap } from "../composer/office-html.js";
import { placeAt } from "./pictures.js";
import { schema } from "./schema.js";

const MOST_HTML = 3_000_000, OWN = /<[^>]+\sdata-pm-slice=/, PICTURES = /<(img|v:imagedata|picture)[\s>]/i;

const isChosen = ({ state }) => state.selection instanceof NodeSelection, isLetter = ({ inputType }) => inputType === "insertText";

/* Returns the props of the view. */
export const pasting = (editor) => ({
  transformPastedHTML: (html) => (OWN.test(html) ? plain(html) : clean(html, editor)),
  transformPasted: (slice) => allowed(slice, editor),
  handlePaste: (view, _event, slice) => besideChosen(view, slice),
  handleKeyPress: isChosen, // letters do not replace what is chosen
  handleDrop: (view, event) => dropped(editor, view, event),
  handleDOMEvents: { paste: (view, event) => pasted(editor, view, event), beforeinput: (view, event) => isLetter(event) && isChosen(view) && !event.preventDefault() },
});

function pasted({ pictures }, view, event) {
  const { clipboardData: data } = event, text = data.getData("text/plain"), files = [...data.files], html = data.getData("text/html");
  const isFiles = files.length > 0 && !text.trim(), isTooMuch = html.length > MOST_HTML;
  if (!isFiles && !isTooMuch) return false;
  event.preventDefault();
  if (isFiles) pictures.add(files); else view.pasteText(text);
  return true;
}

function dropped({ pictures }, view, { dataTransfer, clientX, clientY }) {
  if (!dataTransfer.files.length) return false;
  const found = view.posAtCoords({ left: clientX, top: clientY }), $place = view.state.doc.resolve(found?.pos ?? view.state.doc.content.size);
  pictures.add([...dataTransfer.files], $place.depth ? $place.after(1) : $place.pos);
  return true;
}

/* A chosen card or picture is not replaced by what is pasted. */
function besideChosen(view, slice) {
  const { selection, tr } = view.state;
  if (!(selection instanceof NodeSelection)) return false;
  view.dispatch(tr.replace(placeAt(selection), placeAt(selection), slice).scrollIntoView());
  return true;
}

/* Our own HTML comes back as it went, without what only a forger puts in. */
const plain = (html) => html.replace(/\s(style|on\w+)\s*=/gi, " data-$1=").replace(/<(script|style|iframe|svg|object|template|noscript)\b[\s\S]*?(<\/\1\s*>|$)/gi, "");

/* HTML of other programs: lists, headings, quotations and emphasis as this text has them. Says what stayed outside. */
function clean(html, editor) {
  const body = parsed(html), told = [];
  const tables = [...body.querySelectorAll("table")].reverse().filter((table) => !made(table));
  if (tables.length) told.push(editor.words.tablePasted);
  if (PICTURES.test(html)) told.push(editor.words.picturesLeft);
  headings(body);
  body.querySelectorAll("li").forEach((li) => { if (li.querySelectorAll(":scope > p").length === 1) unwrap(li.querySelector(":scope > p")); });
  body.querySelectorAll("p, div, li, h2, h3, blockquote").forEach((element) => { if (!element.textContent.replace(/[\s\u00a0\u200b\ufeff]/g, "")) element.remove(); });
  if (told.length) setTimeout(() => editor.say(told.join(" ")));
  return body.innerHTML.replace(/&nbsp;|\u00a0/g, " ").replace(/[\u200b\ufeff]/g, "");
}

/* A table that holds others is a layout; a real one becomes a line for each row. Returns whether it was only a layout. */
function made(table) {
  if (isLayout(table)) { opened(table); return true; }
  const lines = [...table.rows].map(({ cells }) => [...cells].map((cell) => cell.textContent.replace(/\s+/g, " ").trim()).filter(Boolean).join(" – "));
  table.replaceWith(...lines.filter(Boolean).map((text) => { const p = table.ownerDocument.createElement("p"); p.textContent = text; return p; }));
  return false;
}

/* One step down where the pasted text has a title of its own: the page has it already. */
function headings(body) {
  const isTitled = body.querySelector("h1") !== null;
  body.querySelectorAll("h1, h2, h3, h4, h5, h6").forEach((heading) => rename(heading, Number(heading.localName[1]) + isTitled <= 2 ? "h2" : "h3"));
}

/* Ids, cards and pictures only if they are this text's own; a picture with the address that the server gave. */
function allowed(slice, editor) {
  const lost = new Set(), content = kept(slice.content, editor.known, lost);
  if (lost.size) setTimeout(() => editor.say([...lost].map((name) => editor.words[name]).join(" ")));
  if (content === slice.content) return slice;
  return content.size ? new Slice(content, slice.openStart, slice.openEnd) : Slice.empty;
}

function kept(fragment, known, lost) {
  const nodes = [];
  let isSame = true;
  fragment.forEach((node) => {
    const one = node.isText ? node : keptNode(node, known, lost);
    if (one) nodes.push(one);
    isSame &&= one === node;
  });
  return isSame ? fragment : Fragment.from(nodes);
}

function keptNode(node, known, lost) {
  const { type, attrs } = node, { card, figure } = schema.nodes;
  if (type === card && !known.cards.has(attrs.block)) { lost.add("cardForeign"); return null; }
  if (type === figure && !known.pictures.has(attrs.picture)) { lost.add("picturesLeft"); return null; }
  const id = known.ids.has(attrs.id) ? attrs.id : null, { src } = known.pictures.get(attrs.picture) ?? attrs, content = kept(node.content, known, lost);
  const isSame = content === node.content && (attrs.id ?? null) === id && attrs.src === src;
  return isSame ? node : type.create({ ...attrs, ...("id" in attrs && { id }), ...("src" in attrs && { src }) }, content);
}
