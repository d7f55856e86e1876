/* The switch of the single keys, kept in this browser. Shown by the script, because without one there are no such keys.

   <label class="choice" data-keys-switch hidden><input type="checkbox"> …</label>   bind(root) */

export function bind(root) {
  const label = root.querySelector("[data-keys-switch]"), box = label?.querySelector("input");
  if (!box) return;
  label.hidden = false;
  try { box.checked = localStorage.getItem("keys") !== "off"; } catch { label.hidden = true; }
  box.addEventListener("change", () => { if (box.checked) localStorage.removeItem("keys"); else localStorage.setItem("keys", "off"); });
  root.querySelector("[data-keys-close]")?.removeAttribute("hidden");
}

const page = document.querySelector("main [data-keys-list]");
if (page) { bind(page); page.querySelector("[data-keys-close]").hidden = true; }
