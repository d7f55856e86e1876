/* Clean Markdown from what Word, Outlook, Excel, LibreOffice and pages put on the clipboard. Loaded with the first of it.

   const { isRich, markdown, cuts } = convert(html);   cuts: tables that were too long, each { rows, csv }

   The HTML is read in a document that loads and runs nothing. Turndown writes the Markdown; what it does not know is made
   plain HTML first: Word's paragraphs that look like lists, styles that mean bold, tables that only hold a layout. */

import TurndownService from "../vendor/turndown.js";
import { fromTable, MOST_ROWS, toCsv, toMarkdown } from "./tables.js";

const RICH = "h1, h2, h3, h4, h5, h6, ul, ol, table, blockquote, b, strong, i, em, a[href], del, s";
const GONE = "script, style, meta, link, title, img, picture, svg, video, audio, iframe, object, form, input, button, [data-style*='mso-element:comment'], .MsoCommentReference, a[href*='_msocom'], [hidden]";
const KEPT_ADDRESS = /^(https?:\/\/|mailto:|tel:|\/(?!\/))/i;

export function convert(html) {
  const { body } = parse(html), cuts = [];
  clean(body);
  lists(body);
  const isRich = Boolean(body.querySelector(RICH));
  tables(body, cuts);
  return { isRich, markdown: isRich ? markdownOf(body) : "", cuts };
}

/* Styles and handlers become data: the page's policy forbids them even in a document that nobody sees. */
function parse(html) {
  const bare = html.replace(/<!--[\s\S]*?-->/g, "").replace(/<style[\s\S]*?<\/style>/gi, "").replace(/<!\[[^>]*>/g, "");
  return new DOMParser().parseFromString(bare.replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\s(style|on\w+)\s*=/gi, " data-$1=")), "text/html");
}

const unwrap = (element) => element.replaceWith(...element.childNodes);
const styleOf = (element) => (element.getAttribute("data-style") ?? "").toLowerCase().replace(/\s/g, "");

function rename(element, tag) {
  const made = element.ownerDocument.createElement(tag);
  made.append(...element.childNodes);
  element.replaceWith(made);
  return made;
}

function clean(body) {
  body.querySelectorAll(GONE).forEach((element) => element.remove());
  [...body.querySelectorAll("*")].filter(({ localName }) => localName.includes(":")).forEach(unwrap);
  body.querySelectorAll("b, strong").forEach((element) => { if (/font-weight:(normal|400)/.test(styleOf(element))) unwrap(element); });
  body.querySelectorAll("span[data-style]").forEach((span) => {
    const style = styleOf(span);
    if (!span.textContent.trim() || span.closest("h1, h2, h3, h4, h5, h6")) return;
    if (/font-weight:(bold|[6-9]00)/.test(style) && !span.closest("b, strong, th")) rename(span, "strong");
    else if (/font-style:italic/.test(style) && !span.closest("i, em")) rename(span, "em");
  });
  body.querySelectorAll(":is(h1, h2, h3, h4, h5, h6) :is(b, strong, u)").forEach(unwrap);
  body.querySelectorAll("p[class*=Title], p[class*=Tytu]").forEach((p) => rename(p, "h1"));
  body.querySelectorAll("p[class*=Quote], p[class*=Cytat]").forEach((p) => rename(p, "blockquote"));
  body.querySelectorAll("a").forEach((a) => { if (!KEPT_ADDRESS.test(a.getAttribute("href") ?? "")) unwrap(a); });
  body.querySelectorAll("a:is(.mention, .footnote-ref, .footnote-backref)").forEach(unwrap);
}

/* Word writes a list as paragraphs that carry their level in a style and their mark as text. */
function lists(body) {
  const isItem = (element) => element?.localName === "p" && /mso-list:(?!none)[^;]*level/.test(styleOf(element));
  for (const first of [...body.querySelectorAll("p")].filter((p) => isItem(p))) {
    if (!first.isConnected || first.localName !== "p" || isItem(first.previousElementSibling)) continue;
    const run = [first];
    while (isItem(run.at(-1).nextElementSibling)) run.push(run.at(-1).nextElementSibling);
    list(run);
  }
}

function list(run) {
  const { ownerDocument: document } = run[0], open = []; // the lists that are open, from the outermost
  const place = document.createElement("div");
  run[0].before(place);
  for (const paragraph of run) {
    const level = Math.min(9, Number(/level(\d+)/.exec(styleOf(paragraph))[1])), sign = paragraph.querySelector("[data-style*='mso-list'][data-style*='gnore']");
    const mark = sign?.textContent.trim() ?? "", tag = /^\(?(\d+|[a-z]{1,2}|[ivxlc]+)[.)]/i.test(mark) ? "ol" : "ul";
    sign?.remove();
    while (open.length > level || (open.length === level && open.at(-1).localName !== tag)) open.pop();
    while (open.length < level) {
      const made = document.createElement(tag), parent = open.at(-1);
      if (parent && !parent.lastElementChild) parent.append(document.createElement("li"));
      (parent ? parent.lastElementChild : place).append(made);
      if (tag === "ol" && parseInt(mark, 10) > 1 && open.length + 1 === level) made.setAttribute("start", parseInt(mark, 10));
      open.push(made);
    }
    const item = document.createElement("li");
    item.append(...paragraph.childNodes);
    open.at(-1).append(item);
    paragraph.remove();
  }
  unwrap(place);
}

/* Tables become Markdown here; a table that only arranges paragraphs, as mails have them, is opened. */
function tables(body, cuts) {
  const found = [...body.querySelectorAll("table")].reverse(); // inner ones first
  for (const table of found) {
    const isLayout = table.querySelector("[data-markdown], ul, ol, h1, h2, h3, h4, h5, h6") || Math.max(0, ...[...table.rows].map(({ cells }) => cells.length)) < 2 || table.rows.length < 2;
    if (isLayout) { layout(table); continue; }
    const isLong = table.rows.length > MOST_ROWS + 1;
    const rows = fromTable(table, (cell) => (!isLong && cell.querySelector("a, b, strong, i, em, br, p + p") ? inCell(cell) : cell.textContent.trim().replace(/([\\*_`[\]])/g, isLong ? "$1" : "\\$1")));
    const { markdown, isCut } = toMarkdown(rows);
    if (isCut) cuts.push({ rows: rows.length, csv: toCsv(rows) });
    const made = table.ownerDocument.createElement("div");
    made.textContent = "-"; // what is empty would be dropped
    made.setAttribute("data-markdown", markdown);
    table.replaceWith(made);
  }
}

function layout(table) {
  table.querySelectorAll("td, th, caption").forEach((cell) => rename(cell, "div"));
  table.querySelectorAll("tbody, thead, tfoot, tr, colgroup").forEach((part) => (part.localName === "colgroup" ? part.remove() : unwrap(part)));
  unwrap(table);
}

const inCell = (cell) => tidy(service.turndown(cell)).replace(/\n+/g, " / ");
const markdownOf = (body) => tidy(service.turndown(body));
const tidy = (text) => text.replaceAll("\u00a0", " ").replace(/[\u200b\ufeff]/g, "").replace(/[ \t]+$/gm, "").replace(/\n{3,}/g, "\n\n").trim();

const service = new TurndownService({ headingStyle: "atx", bulletListMarker: "-", codeBlockStyle: "fenced", emDelimiter: "*", br: "", hr: "---" });
const escaped = service.escape.bind(service);
service.escape = (text) => escaped(text).replace(/(?<=[\p{L}\p{N}])\\_(?=[\p{L}\p{N}])/gu, "_");
service.addRule("ready", { filter: (node) => node.hasAttribute("data-markdown"), replacement: (_content, node) => `\n\n${node.getAttribute("data-markdown")}\n\n` });
service.addRule("struck", { filter: ["del", "s", "strike"], replacement: (content) => (content.trim() ? `~~${content.trim()}~~` : "") });
service.addRule("heading", {
  filter: ["h1", "h2", "h3", "h4", "h5", "h6"],
  replacement: (content, { localName }) => (content.trim() ? `\n\n${"#".repeat(Math.min(6, Number(localName[1]) + 1))} ${content.trim().replace(/\s+/g, " ")}\n\n` : ""),
});
service.addRule("link", {
  filter: (node) => node.localName === "a" && node.hasAttribute("href"),
  replacement: (content, node) => {
    const address = node.getAttribute("href").trim().replace(/\s/g, "%20").replace(/\)/g, "%29").replace(/\(/g, "%28"), words = content.trim().replace(/\s+/g, " ");
    const isBare = [address, address.replace(/^mailto:/, "")].includes(node.textContent.trim());
    return !words ? "" : isBare && /^https?:/.test(address) ? address : isBare ? node.textContent.trim() : `[${words}](${address})`;
  },
});
service.addRule("item", {
  filter: "li",
  replacement: (content, node) => {
    const { parentNode: parent } = node, place = [...parent.children].indexOf(node);
    const mark = parent.localName === "ol" ? `${Number(parent.getAttribute("start") ?? 1) + place}. ` : "- ";
    const text = content.trim().replace(/\n{2,}(?= *(?:[-*]|\d+\.) )/g, "\n").replace(/\n/g, `\n${" ".repeat(mark.length)}`);
    return `${mark}${text}${node.nextElementSibling ? "\n" : ""}`;
  },
});
