/* Manners on a page: nothing that is read, selected or focused is moved or lost.

   steady(() => { … change … });   put(part, "<b>2</b>") */

const later = new Map();

/* Keeps in its place what has the focus, else the first thing on the screen. */
export function steady(change) {
  const top = (element) => element.getBoundingClientRect().top, root = document.documentElement;
  const isSeen = (element) => { const { top: above, bottom } = element?.getBoundingClientRect() ?? {}; return bottom > 0 && above < innerHeight; };
  const seen = [document.activeElement.closest("form, [data-part]"), ...document.querySelectorAll("main [data-part], main form, footer")].find(isSeen);
  const before = seen && top(seen);
  root.toggleAttribute("data-steady", true);
  change();
  if (seen?.isConnected) scrollBy({ top: top(seen) - before, behavior: "instant" });
  root.removeAttribute("data-steady");
}

/* Sets the inside of a part, if it differs, as soon as no text in it is selected. Where what had the focus is gone, its post
   has it. */
export function put(part, html) {
  const fresh = document.createElement("template"), chosen = getSelection(), focused = part.contains(document.activeElement) && document.activeElement;
  fresh.innerHTML = html;
  later.delete(part);
  if (fresh.innerHTML === part.innerHTML) return;
  if (!chosen.isCollapsed && chosen.containsNode(part, true)) { later.set(part, html); return; }
  const opened = [...part.querySelectorAll("details")].map(({ open }) => open);
  part.replaceChildren(fresh.content);
  part.querySelectorAll("details").forEach((details, place) => { details.open ||= opened[place]; });
  window.htmx?.process(part);
  if (!focused) return;
  const again = [...part.querySelectorAll("a, button, summary")].find(({ id, textContent }) => (focused.id ? id === focused.id : textContent === focused.textContent));
  (again ?? Object.assign(part.querySelector("article") ?? part, { tabIndex: -1 })).focus({ preventScroll: true });
}

document.addEventListener("selectionchange", () => later.forEach((html, part) => steady(() => put(part, html))));
