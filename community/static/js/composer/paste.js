/* What is pasted or dropped: pictures and files are uploaded, formatted text becomes Markdown, plain text stays as it is
   (Ctrl+Shift+V brings only that). */

import { counted, make } from "../live/words.js";
import { put, putBlock } from "./text.js";

const MOST_HTML = 3_000_000, isMarked = (html) => /<(h[1-6]|ul|ol|li|table|blockquote|b|strong|i|em|a|del|s)[\s>]|mso-list|font-(weight|style)/i.test(html);
const hasFiles = ({ types }) => [...types].includes("Files");

export function listenToPaste(composer) {
  const { host, field, files } = composer;
  field.addEventListener("paste", (event) => paste(composer, event));
  host.addEventListener("dragover", (event) => { if (hasFiles(event.dataTransfer)) { event.preventDefault(); host.toggleAttribute("data-dropping", true); } });
  for (const type of ["dragleave", "drop"]) host.addEventListener(type, () => host.removeAttribute("data-dropping"));
  host.addEventListener("drop", (event) => {
    if (!hasFiles(event.dataTransfer)) return;
    event.preventDefault();
    files.add(event.dataTransfer.files);
  });
}

async function paste(composer, event) {
  const { clipboardData: data } = event, html = data.getData("text/html"), text = data.getData("text/plain"), files = [...data.files];
  if (files.length && !text.trim()) { event.preventDefault(); composer.files.add(files); return; }
  if (!html || !isMarked(html)) return;
  event.preventDefault();
  try {
    if (html.length > MOST_HTML) await tooMuch(composer, html, text);
    else await convert(composer, html, text);
  } catch { put(composer.field, text); } // no connection for the converter
}

async function convert(composer, html, text) {
  const office = await import("./office.js"), { isRich, markdown, cuts } = office.convert(html);
  if (!isRich || !markdown) put(composer.field, text);
  else if (/\n|^(#|[-*>] |\|)/.test(markdown)) putBlock(withoutChosen(composer.field), markdown);
  else put(composer.field, markdown);
  cuts.forEach((cut) => offer(composer, cut));
}

/* A table of megabytes is read from its plain text: the browser does not stop for it. */
async function tooMuch(composer, html, text) {
  if (!/<table/i.test(html) || !text.includes("\t")) { put(composer.field, text); return; }
  const { fromTabs, toCsv, toMarkdown } = await import("./tables.js");
  const rows = fromTabs(text), { markdown, isCut } = toMarkdown(rows);
  putBlock(withoutChosen(composer.field), markdown);
  if (isCut) offer(composer, { rows: rows.length, csv: toCsv(rows) });
}

function withoutChosen(field) {
  put(field, "");
  return field;
}

/* Says that a table was cut, and offers the whole of it as a file. */
function offer({ tools, files, words }, { rows, csv }) {
  const line = make("p", { class: "composer__cut" }, counted(words, "cut", rows), " ");
  const button = make("button", { type: "button", class: "link-button" }, words.attachTable);
  button.addEventListener("click", () => { files.add([new File([csv], words.tableName, { type: "text/csv" })]); line.remove(); });
  line.append(button);
  tools.querySelector("[data-offers]").append(line);
}
