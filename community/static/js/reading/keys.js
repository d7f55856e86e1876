/* What the keys of a reader do: from post to post or row to row, to what is new, to the reply, back to the list.

   press("j")   the focus goes along, so that a screen reader says where one is and Tab goes on from there */

import { bind } from "./switch.js";

const isCalm = matchMedia("(prefers-reduced-motion: reduce)");

const places = () => [...document.querySelectorAll("main .thread .post, main .rows > li")].filter((place) => place.checkVisibility());

const marker = () => document.querySelector("main .thread__new");

const isNew = (place) => Boolean(place.querySelector(".row__new") ?? place.closest(".post-slot--new"))
  || Boolean(marker()?.compareDocumentPosition(place) & Node.DOCUMENT_POSITION_FOLLOWING);

/* Where one is: what holds the focus, else the first thing on the screen. */
function current(all) {
  const held = all.findIndex((place) => place.contains(document.activeElement));
  return held < 0 ? { at: all.findIndex((place) => place.getBoundingClientRect().bottom > 0), isHeld: false } : { at: held, isHeld: true };
}

function go(place, inside) {
  const aim = inside ?? place.querySelector(":scope .row__title a") ?? place;
  if (aim === place) place.tabIndex = -1;
  aim.focus({ preventScroll: true });
  place.scrollIntoView({ block: place.matches("li") ? "nearest" : "start", behavior: isCalm.matches ? "instant" : "smooth" });
}

function move(step) {
  const all = places(), { at, isHeld } = current(all), next = all[isHeld ? at + step : at];
  if (next) go(next);
}

function nextNew() {
  const all = places(), { at, isHeld } = current(all), next = all.find((place, n) => isNew(place) && (isHeld ? n > at : n >= at));
  if (next) go(next, next.querySelector(".row__new a"));
  else document.querySelector("main [data-first-new]")?.click();
}

function reply() {
  const field = document.querySelector("main reply-outbox textarea, main form.form textarea");
  field?.focus({ preventScroll: true });
  field?.scrollIntoView({ block: "center", behavior: isCalm.matches ? "instant" : "smooth" });
}

const back = () => [...document.querySelectorAll("main .breadcrumb a")].at(-1)?.click();

async function help() {
  const address = document.querySelector("a[data-keys]")?.href, before = document.activeElement;
  const answer = address && await fetch(address).catch(() => null);
  if (!answer?.ok) { if (address) location.assign(address); return; }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html"), dialog = document.createElement("dialog");
  dialog.className = "sheet";
  dialog.setAttribute("aria-labelledby", "keys-title");
  dialog.append(document.importNode(page.querySelector("[data-keys-list]"), true));
  dialog.addEventListener("click", ({ target }) => { if (target === dialog) dialog.close(); });
  dialog.addEventListener("close", () => { dialog.remove(); before.focus?.(); });
  bind(dialog);
  document.body.append(dialog);
  dialog.showModal();
}

const WORK = { j: () => move(1), k: () => move(-1), n: nextNew, r: reply, u: back, "?": help };

export const press = (key) => WORK[key]();
