/* The text as it will be published, drawn by the server with the renderer that publishes: beside the field where there is
   room, in its place on a phone. */

const WAIT = 400;

export class Preview {
  constructor({ host, tools, field, form, words }) {
    Object.assign(this, { host, field, form, words, pane: tools.querySelector("[data-pane]"), button: tools.querySelector("[data-act=preview]") });
    field.addEventListener("input", () => this.isOpen && this.later());
    form.addEventListener("submit", (event) => {
      if (event.submitter?.name !== "preview") return;
      event.preventDefault();
      event.stopImmediatePropagation();
      this.toggle();
    }, true);
  }

  get isOpen() { return this.button.getAttribute("aria-pressed") === "true"; }

  toggle() {
    this.show(!this.isOpen);
    if (!this.isOpen && document.activeElement !== this.button) this.field.focus({ preventScroll: true });
  }

  /* Opens or closes it, and leaves the focus where it is. */
  show(isOpen) {
    this.button.setAttribute("aria-pressed", String(isOpen));
    this.pane.hidden = !isOpen;
    this.host.toggleAttribute("data-previewing", isOpen);
    if (isOpen) this.draw();
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.draw(), WAIT);
  }

  /* Only the answer to the newest question is shown. */
  async draw() {
    const body = new URLSearchParams({ text: this.field.value, csrfmiddlewaretoken: this.form.elements.csrfmiddlewaretoken.value, post: this.host.dataset.post ?? "" });
    this.asking?.abort();
    this.asking = new AbortController();
    try {
      const answer = await fetch(this.words.preview, { method: "POST", body, headers: { "HX-Request": "true" }, signal: this.asking.signal });
      const said = await answer.text();
      if (answer.status === 429) { this.later(); return; }
      if (answer.ok && !answer.redirected) this.pane.querySelector("[data-shown]").innerHTML = said;
      else this.say(this.words.previewFailed);
    } catch ({ name }) { if (name !== "AbortError") this.say(this.words.previewOffline); }
  }

  say(words) {
    const line = Object.assign(document.createElement("p"), { className: "meta", textContent: words });
    this.pane.querySelector("[data-shown]").replaceChildren(line);
  }
}
