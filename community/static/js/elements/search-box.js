/* Suggestions under a search box, and the key "/" that leads to it.

   <search-box data-url="/szukaj/podpowiedzi/"><form role="search" …> <input type="search" name="q"> … </form></search-box>

   Without JavaScript, and without a connection, the form is just a form. */

class SearchBox extends HTMLElement {
  connectedCallback() {
    if (!this.dataset.url) return;
    this.addEventListener("focusin", () => this.load());
    if (this.contains(document.activeElement)) this.load();
  }

  load() { this.loading ??= import("../search/suggestions.js").then(({ Suggestions }) => new Suggestions(this), () => { this.loading = null; }); }
}

customElements.define("search-box", SearchBox);

export const isOff = () => { try { return localStorage.getItem("keys") === "off"; } catch { return false; } };

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isOff()) return;
  if (event.target.closest?.("input, textarea, select, [contenteditable]")) return;
  const input = [...document.querySelectorAll("search-box input[type=search]")].find((box) => box.offsetParent);
  if (!input) return;
  event.preventDefault();
  input.focus();
  input.select();
});
