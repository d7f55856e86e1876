/* Single keys for members who read with the keyboard: j, k, n, r, u, ?. What they do is fetched with the first of them.

   Never while a field has the focus or a dialog is open, never with a modifier, and not when switched off (WCAG 2.1.4). */

import { isOff } from "./search-box.js";

document.addEventListener("keydown", (event) => {
  const { key, target } = event, isHeld = event.ctrlKey || event.metaKey || event.altKey || event.isComposing;
  if (!/^[jknru?]$/.test(key) || isHeld || event.defaultPrevented || isOff()) return;
  if (target.closest?.("input, textarea, select, [contenteditable]") || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  import("../reading/keys.js").then(({ press }) => press(key), () => {});
});
