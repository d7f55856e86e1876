/* Closes an open <details data-menu> on Escape, on a click elsewhere, or when a key moves the focus out (a press of the
   mouse must not move the page).

   <details data-menu><summary>…</summary><ul>…</ul></details>

   Also focuses a form's error summary. */

const open = () => document.querySelectorAll("details[data-menu][open]");
const leave = ({ target }) => open().forEach((menu) => { menu.open = menu.contains(target); });

document.addEventListener("click", leave);
document.addEventListener("focusin", (event) => event.target.matches(":focus-visible") && leave(event));
document.addEventListener("keydown", ({ key }) => {
  if (key === "Escape") open().forEach((menu) => {
    menu.open = false;
    menu.querySelector("summary").focus();
  });
});

document.querySelector("[data-focus]")?.focus();
