/* Closes an open <details data-menu> on Escape, on a click elsewhere, or when the focus leaves it.

   <details class="menu" data-menu><summary>…</summary><ul class="menu__panel">…</ul></details>

   Without JavaScript the menu opens and closes by its summary. A press elsewhere closes it when it is over: were it
   closed at its beginning, the page would move away under the pointer and what was pressed would not get the click.
   Also moves the focus to a form's error summary. */

const open = () => document.querySelectorAll("details[data-menu][open]");

document.addEventListener("click", ({ target }) => open().forEach((menu) => { if (!menu.contains(target)) menu.open = false; }));
let isPressed = false;
for (const [type, value] of [["pointerdown", true], ["pointerup", false], ["pointercancel", false]]) {
  document.addEventListener(type, () => { isPressed = value; }, true);
}
document.addEventListener("focusin", ({ target }) => isPressed || open().forEach((menu) => { if (!menu.contains(target)) menu.open = false; }));
document.addEventListener("keydown", ({ key }) => {
  if (key !== "Escape") return;
  open().forEach((menu) => {
    menu.open = false;
    menu.querySelector("summary").focus();
  });
});

document.querySelector("[data-focus]")?.focus();
