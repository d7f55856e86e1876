/* Asks once about a title that was typed before htmx was there to listen (or put back by <text-keeper>).

   <similar-box data-hx-get="/szukaj/podobne/" data-hx-trigger="input … from:#id_title, typed-early">…</similar-box> */

customElements.define("similar-box", class extends HTMLElement {
  connectedCallback() {
    addEventListener("htmx:load", () => {
      const title = document.getElementById("id_title");
      if (title.value !== title.defaultValue) this.dispatchEvent(new Event("typed-early"));
    }, { once: true });
  }
});
