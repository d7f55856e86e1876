/* A dialog with what one can do with a post. Escape closes it, and the focus is back at the link it was opened by.

   open(link)   the answer to its address, asked for by a script, is what the dialog holds */

import { sayOf } from "../elements/refusals.js";

export async function open(link) {
  const answer = await fetch(link.href, { headers: { "HX-Request": "true" }, cache: "no-store" }).catch(() => null);
  if (!answer) return sayOf("offline");
  if (!answer.ok || answer.redirected) return location.assign(link.href);
  const innerHTML = await answer.text(), dialog = Object.assign(document.createElement("dialog"), { className: "sheet", innerHTML });
  if (document.querySelector("dialog[open]")) return; // asked for twice
  dialog.setAttribute("aria-labelledby", "sheet-title");
  dialog.addEventListener("click", pressed);
  dialog.addEventListener("close", () => { dialog.remove(); focusAgain(link); });
  document.body.append(dialog);
  dialog.showModal();
  dialog.querySelector(".act")?.focus();
}

function pressed(event) {
  const act = event.target.closest("[data-copied]");
  if (event.target === this && event.detail < 2) this.close();
  if (!act || !navigator.clipboard) return;
  event.preventDefault();
  navigator.clipboard.writeText(act.href).then(() => copied(act), () => location.assign(act.href));
}

function copied(act) {
  const hint = act.querySelector("small");
  hint.setAttribute("role", "status");
  hint.textContent = act.dataset.copied;
}

/* Meanwhile a frame may have drawn the post anew: then its new link has the same address. */
function focusAgain(link) {
  const there = link.isConnected ? link : [...document.querySelectorAll(".post a")].find(({ href }) => href === link.href);
  there?.focus();
}
