/* Closes an open <details data-menu> on Escape, on a click elsewhere, or when the focus leaves it.

   <details class="menu" data-menu><summary>…</summary><ul class="menu__panel">…</ul></details>

   Without JavaScript the menu opens and closes by its summary. Also moves the focus to a form's error summary. */

const open = () => document.querySelectorAll("details[data-menu][open]");

document.addEventListener("click", ({ target }) => open().forEach((menu) => { if (!menu.contains(target)) menu.open = false; }));
document.addEventListener("focusin", ({ target }) => open().forEach((menu) => { if (!menu.contains(target)) menu.open = false; }));
document.addEventListener("keydown", ({ key }) => {
  if (key !== "Escape") return;
  open().forEach((menu) => {
    menu.open = false;
    menu.querySelector("summary").focus();
  });
});

document.querySelector("[data-focus]")?.focus();
