/* Keeps what is typed into a form while it is typed: a few seconds after the last change, on the server.

   <page-keeper data-save="/pisz/5/zapis/" data-saving="…" data-saved="Saved at {time}" data-faults="… {time} … {names}"
     data-offline="…" data-conflict="…">
     <form><input type="hidden" name="version" value="12-…"> … <p data-status hidden></p></form>
   </page-keeper>

   The server answers with the version that the next saving begins from. When the text was saved elsewhere meanwhile, it
   says so, and nothing more is kept by itself: the form's own button shows both. Files are left to the form. */

const PAUSE = 3000, LONGEST = 20000, AGAIN = 10000;

class PageKeeper extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.form.addEventListener("input", () => this.changed());
    this.form.addEventListener("change", () => this.changed());
    this.form.addEventListener("submit", (event) => this.submitted(event));
    addEventListener("pagehide", this.leave = () => this.due && this.send(true));
  }

  disconnectedCallback() {
    this.stop();
    removeEventListener("pagehide", this.leave);
  }

  changed() {
    if (this.stopped) return;
    this.since ??= Date.now();
    this.wait(Date.now() - this.since > LONGEST ? 0 : PAUSE);
  }

  wait(pause) {
    clearTimeout(this.due);
    this.due = setTimeout(() => this.send(), pause);
  }

  /* What is on its way to the server goes first, or the form would meet it there as another window's. A form that is
     not sent after all is kept on. */
  submitted(event) {
    if (this.sending) {
      event.preventDefault();
      event.stopImmediatePropagation();
      this.held ??= Promise.race([this.sending, new Promise((done) => { setTimeout(done, PAUSE); })])
        .then(() => { this.sending = this.held = null; this.form.requestSubmit(event.submitter); });
      return;
    }
    setTimeout(() => event.defaultPrevented || this.stop());
  }

  stop() {
    clearTimeout(this.due);
    this.due = null;
    this.stopped = true;
  }

  send(isLast = false) {
    clearTimeout(this.due);
    this.due = null;
    if (this.sending) { this.wait(PAUSE); return; }
    this.since = undefined;
    this.say(this.dataset.saving);
    this.sending = this.post(isLast).finally(() => { this.sending = null; });
  }

  async post(isLast) {
    try {
      const answer = await fetch(this.dataset.save, { method: "POST", body: this.typed(), headers: { Accept: "application/json" }, keepalive: isLast });
      this.kept(answer, await answer.json());
    } catch {
      this.say(this.dataset.offline, true);
      if (!this.stopped) this.wait(AGAIN);
    }
  }

  typed() {
    const body = new FormData(this.form);
    for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
    return body;
  }

  kept(answer, said) {
    if (!answer.ok) {
      if (answer.status !== 429) this.stop();
      this.say(answer.status === 409 && said.version ? `${said.why} ${said.theirs} ${this.dataset.conflict}` : said.why, true);
      return;
    }
    this.form.elements.version.value = said.version;
    this.form.elements.apart?.remove();
    const names = Object.keys(said.faults).map((name) => this.querySelector(`label[for="id_${name}"], #id_${name} > legend`)?.firstChild.textContent.trim() ?? name);
    this.say(this.dataset[names.length ? "faults" : "saved"].replace("{time}", said.saved).replace("{names}", names.join(", ")), names.length > 0);
  }

  say(words, isBad = false) {
    const status = this.querySelector("[data-status]");
    status.hidden = false;
    status.textContent = words;
    status.toggleAttribute("data-bad", isBad);
  }
}

customElements.define("page-keeper", PageKeeper);
