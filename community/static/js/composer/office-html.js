/* The clean HTML in what Word, Outlook, LibreOffice and pages put on the clipboard: plain elements with their meaning.

   const body = parsed(html);   opened(table)

   The HTML is read in a document that loads and runs nothing. What looks like a list, bold or a heading becomes one; styles
   and handlers stay as data-style and data-on… for who reads on, and must not be shown. */

const GONE = "script, style, meta, link, title, img, picture, svg, video, audio, iframe, object, form, input, button, [data-style*='mso-element:comment'], .MsoCommentReference, a[href*='_msocom'], [hidden]";
const KEPT_ADDRESS = /^(https?:\/\/|mailto:|tel:|\/(?!\/))/i;

export function parsed(html) {
  const { body } = parse(html);
  clean(body);
  lists(body);
  return body;
}

/* Styles and handlers become data: the page's policy forbids them even in a document that nobody sees. */
function parse(html) {
  const bare = html.replace(/<!--[\s\S]*?-->/g, "").replace(/<style[\s\S]*?<\/style>/gi, "").replace(/<!\[[^>]*>/g, "");
  return new DOMParser().parseFromString(bare.replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\s(style|on\w+)\s*=/gi, " data-$1=")), "text/html");
}

export const unwrap = (element) => element.replaceWith(...element.childNodes);
const styleOf = (element) => (element.getAttribute("data-style") ?? "").toLowerCase().replace(/\s/g, "");

export function rename(element, tag) {
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

/* A table that only arranges paragraphs, as mails have them, is opened. */
export const isLayout = (table) => Boolean(table.querySelector("[data-markdown], ul, ol, h1, h2, h3, h4, h5, h6")) || Math.max(0, ...[...table.rows].map(({ cells }) => cells.length)) < 2 || table.rows.length < 2;

export function opened(table) {
  table.querySelectorAll("td, th, caption").forEach((cell) => rename(cell, "div"));
  table.querySelectorAll("tbody, thead, tfoot, tr, colgroup").forEach((part) => (part.localName === "colgroup" ? part.remove() : unwrap(part)));
  unwrap(table);
}
