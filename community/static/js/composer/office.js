/* Clean Markdown from what Word, Outlook, Excel, LibreOffice and pages put on the clipboard. Loaded with the first of it.

   const { isRich, markdown, cuts } = convert(html);   cuts: tables that were too long, each { rows, csv }

   Turndown writes the Markdown of what office-html.js made plain. */

import TurndownService from "../vendor/turndown.js";
import { isLayout, opened, parsed } from "./office-html.js";
import { fromTable, MOST_ROWS, toCsv, toMarkdown } from "./tables.js";

const RICH = "h1, h2, h3, h4, h5, h6, ul, ol, table, blockquote, b, strong, i, em, a[href], del, s";

export function convert(html) {
  const body = parsed(html), cuts = [];
  const isRich = Boolean(body.querySelector(RICH));
  tables(body, cuts);
  return { isRich, markdown: isRich ? markdownOf(body) : "", cuts };
}

/* Tables become Markdown here. */
function tables(body, cuts) {
  const found = [...body.querySelectorAll("table")].reverse(); // inner ones first
  for (const table of found) {
    if (isLayout(table)) { opened(table); continue; }
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
