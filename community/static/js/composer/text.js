/* Changes to the text of a field that Ctrl+Z takes back, as if they had been typed.

   put(field, "nowe słowa");   put(field, "całkiem", 3, 7);   putBlock(field, "| a | b |");   wrap(field, "**", "tekst") */

/* Puts a text in place of what stands between two places; the selection by default. The field has the focus then, unless
   the preview stands in its place (on a phone). */
export function put(field, text, start = field.selectionStart, end = field.selectionEnd) {
  field.focus({ preventScroll: true });
  field.setSelectionRange(start, end);
  if (!text && start === end) return;
  const isHere = document.activeElement === field; // else it would be written where the focus is
  if (isHere && document.execCommand(text ? "insertText" : "delete", false, text)) return; // the only way that keeps undoing whole
  field.setRangeText(text, start, end, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

/* Puts a text in place of the whole. */
export const putAll = (field, text) => put(field, text, 0, field.value.length);

/* Puts a text as a paragraph of its own: where the cursor is, or after the line in which one is writing. */
export function putBlock(field, text, at = field.selectionEnd) {
  const before = field.value.slice(0, at), after = field.value.slice(at);
  const lead = !before.trim() || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
  const tail = "\n".repeat(2 - Math.min(2, after.match(/^\n*/)[0].length));
  put(field, lead + text + tail, at, at);
}

/* The same without taking the focus or the cursor from where they are: for what arrives while one goes on writing. */
export function putAside(field, text) {
  const { activeElement } = document, { selectionStart: start, selectionEnd: end } = field, line = field.value.indexOf("\n", end);
  putBlock(field, text, line < 0 ? field.value.length : line);
  if (activeElement === field) field.setSelectionRange(start, end);
  else if (activeElement && activeElement !== document.body) activeElement.focus({ preventScroll: true });
}

/* Puts a mark around the selection, or takes it away when it is there; marks a sample where nothing is selected. */
export function wrap(field, mark, sample) {
  const { value, selectionStart, selectionEnd } = field, chosen = value.slice(selectionStart, selectionEnd);
  const start = selectionStart + chosen.match(/^\s*/)[0].length * Boolean(chosen.trim()), end = Math.max(start, selectionEnd - chosen.match(/\s*$/)[0].length);
  const isMarked = value.slice(0, start).endsWith(mark) && value.slice(end).startsWith(mark) && !(mark === "*" && isBold(value, start, end));
  const text = value.slice(start, end) || sample, size = mark.length;
  if (isMarked) put(field, text, start - size, end + size);
  else put(field, mark + text + mark, start, end);
  const from = isMarked ? start - size : start + size;
  field.setSelectionRange(from, from + text.length);
}

/* One star on each side is italics only when it is one, or three. */
function isBold(value, start, end) {
  const stars = (text) => text.length - text.replace(/\*+$/, "").length;
  return stars(value.slice(0, start)) === 2 && stars([...value.slice(end, end + 3)].reverse().join("")) === 2;
}

/* Puts a mark before each selected line, or takes it away when all have it. `mark` gives the mark of the nth line. */
export function markLines(field, mark, pattern) {
  const { value } = field, start = value.lastIndexOf("\n", field.selectionStart - 1) + 1, stop = value.indexOf("\n", field.selectionEnd);
  const end = stop < 0 ? value.length : stop, lines = value.slice(start, end).split("\n");
  const isMarked = lines.every((line) => pattern.test(line));
  const bare = lines.map((line) => line.replace(pattern, ""));
  const text = isMarked ? bare.join("\n") : lines.map((line, place) => mark(place) + line.replace(/^(#{1,6} |[-*] |\d+\. )/, "")).join("\n");
  put(field, text, start, end);
  if (lines.length > 1) field.setSelectionRange(start, start + text.length);
}
