/* Manners on a page: nothing that is read, selected or focused is moved or lost.

   steady(() => { … change … });   put(part, "<b>2</b>") */

const later = new Map();

/* Keeps in its place what has the focus, else the first thing on the screen. */
export function steady(change) {
  const box = (element) => element.getBoundingClientRect(), root = document.documentElement;
  const isSeen = (element) => element && box(element).bottom > 0 && box(element).top < innerHeight;
  const seen = [document.activeElement.closest("form, [data-part]"), ...document.querySelectorAll("main [data-part], main form, footer")].find(isSeen);
  const before = seen && box(seen).top;
  root.toggleAttribute("data-steady", true);
  change();
  if (seen?.isConnected) scrollBy({ top: box(seen).top - before, behavior: "instant" });
  root.removeAttribute("data-steady");
}

/* Keeps open and ticked in fresh content what has an id and was so in the old. */
export function carry(old, fresh) {
  old.querySelectorAll("[id]:is([open], :checked)").forEach(({ id, open }) => fresh.getElementById(id)?.setAttribute(open ? "open" : "checked", ""));
}

const bare = ({ innerHTML }) => innerHTML.replace(/ aria-pressed="\w+"/g, ""); // set by press.js

const nameOf = (element) => element.id || element.getAttribute("formaction") || element.textContent;

/* Sets the inside of a part, if it differs, as soon as no text in it is selected. Where what had the focus is gone, its post
   has it. */
export function put(part, html) {
  const fresh = document.createElement("template"), chosen = getSelection(), focused = part.contains(document.activeElement) && document.activeElement;
  fresh.innerHTML = html;
  later.delete(part);
  carry(part, fresh.content);
  if (bare(fresh) === bare(part)) return;
  if (!chosen.isCollapsed && chosen.containsNode(part, true)) { later.set(part, html); return; }
  part.replaceChildren(fresh.content);
  window.htmx?.process(part);
  if (!focused) return;
  const again = [...part.querySelectorAll("a, button, input, summary")].find((other) => nameOf(other) === nameOf(focused));
  (again ?? Object.assign(part.querySelector("article") ?? part, { tabIndex: -1 })).focus({ preventScroll: true });
}

document.addEventListener("selectionchange", () => later.forEach((html, part) => steady(() => put(part, html))));
