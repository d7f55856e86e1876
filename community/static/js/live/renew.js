/* Fetches the page again and brings all parts of one live element up to it. Loaded only when somebody was away too long.

   await renew(element)   throws while there is no connection */

import { put, steady } from "./page.js";

const tops = (root) => [...root.querySelectorAll("[data-part]")].filter((part) => !part.parentElement.closest("[data-part]"));

const isTyping = (part) => part.querySelector("reply-outbox")?.isBusy || [...part.querySelectorAll("textarea, input:not([type=hidden])")].some((field) => field.value !== field.defaultValue || field === document.activeElement);

function copyAttributes(from, to) {
  for (const { name, value } of from.attributes) if (to.getAttribute(name) !== value) to.setAttribute(name, value);
  for (const { name } of [...to.attributes]) if (name.startsWith("data-") && !from.hasAttribute(name)) to.removeAttribute(name);
}

/* Puts a part where the fresh page has it: beside the same neighbour, else first in the same place. */
function insert(element, part, before) {
  const neighbour = before && element.part(before.dataset.part);
  const slot = document.importNode(part, true);
  if (neighbour && neighbour.parentElement.className === part.parentElement.className) neighbour.after(slot);
  else element.querySelector(`.${[...part.parentElement.classList].join(".") || "none"}`)?.prepend(slot);
  if (!slot.isConnected) return;
  window.htmx?.process(slot);
  if (!slot.dataset.roles?.split(" ").includes("author")) element.arrived?.(slot);
}

/* Where the fresh page has a fold before a post of somebody ignored, this one gets it, too. Without its post none shows. */
function fold(slot, part) {
  const wanted = part.previousElementSibling;
  if (wanted?.matches(".ignored") && !slot?.previousElementSibling?.matches(".ignored")) slot?.before(document.importNode(wanted, true));
}

export async function renew(element) {
  const answer = await fetch(location.href, { cache: "no-store" });
  if (answer.status === 429 || answer.status >= 500) throw new Error(answer.status);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const place = [...document.querySelectorAll(element.localName)].indexOf(element);
  const twin = page.querySelectorAll(element.localName)[place];
  if (!twin) { location.reload(); return; } // gone, or no longer ours to see: the server says it best
  steady(() => {
    const old = new Map(tops(element).map((part) => [part.dataset.part, part]));
    copyAttributes(twin, element);
    const spare = twin.querySelector("[data-fold]"); // the fold for posts to come, once somebody is ignored
    if (spare && !element.querySelector("[data-fold]")) element.append(document.importNode(spare, true));
    let before = null;
    for (const part of tops(twin)) {
      const mine = old.get(part.dataset.part);
      if (mine && !isTyping(mine)) { copyAttributes(part, mine); put(mine, part.innerHTML); } else if (!mine) insert(element, part, before);
      fold(element.part(part.dataset.part), part);
      old.delete(part.dataset.part);
      before = part;
    }
    old.forEach((part) => part.remove());
  });
}
