/* Keeps what is typed into a form while it is typed: a few seconds after the last change, on the server.

   <page-keeper data-save="/pisz/5/zapis/" data-saving="…" data-saved="Saved at {time}" data-faults="… {time} … {names}"
     data-offline="…" data-conflict="…">
     <form><input type="hidden" name="version" value="12-…"> … <p data-status hidden></p></form>
   </page-keeper>

   The server answers with the version that the next saving begins from. When the text was saved elsewhere meanwhile, it
   says so, and nothing more is kept by itself: the form's own button shows both. Files are left to the form.

   Who presses a button of the form leaves with the last words kept: the form waits for a saving that is under way, so
   that nobody meets a version of their own, and stays where it is without a connection. Pressed twice, it goes once. */

const PAUSE = 3000, LONGEST = 20000, AGAIN = 10000;

class PageKeeper extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.form.addEventListener("input", () => this.changed());
    this.form.addEventListener("change", () => this.changed());
    this.form.addEventListener("submit", (event) => this.leave(event));
    this.leaving = new AbortController();
    const { signal } = this.leaving;
    addEventListener("pagehide", () => { if (this.due) this.send(true); }, { signal });
    addEventListener("pageshow", ({ persisted }) => { if (persisted) location.reload(); }, { signal }); // what stands there is older
  }

  disconnectedCallback() {
    this.stop();
    this.leaving.abort();
  }

  changed() {
    if (this.isStopped || this.isGone) return;
    this.since ??= Date.now();
    this.wait(Date.now() - this.since > LONGEST ? 0 : PAUSE);
  }

  wait(pause) {
    clearTimeout(this.due);
    this.due = setTimeout(() => this.send(), pause);
  }

  stop() {
    clearTimeout(this.due);
    this.due = null;
    this.isStopped = true;
  }

  async leave(event) {
    const { submitter } = event, waits = this.due || this.sending;
    if (this.mayPass) { this.mayPass = false; return; }
    if (this.isGone || waits) event.preventDefault();
    if (this.isGone) return;
    this.isGone = true;
    setTimeout(() => { this.isGone = false; }, AGAIN); // nothing may come of it: somebody stops the page, say
    if (!waits) return;
    await this.sending;
    this.mayPass = !this.due || await this.send();
    if (this.mayPass) this.form.requestSubmit(submitter);
    else this.isGone = false;
  }

  /* Returns whether the server was reached. */
  send(isLast = false) {
    clearTimeout(this.due);
    this.due = null;
    if (this.sending) { this.wait(PAUSE); return this.sending; }
    this.since = undefined;
    this.say(this.dataset.saving);
    this.sending = this.carry(isLast).finally(() => { this.sending = null; });
    return this.sending;
  }

  async carry(isLast) {
    let answer = null;
    try {
      answer = await fetch(this.dataset.save, { method: "POST", body: this.typed(), headers: { Accept: "application/json" }, keepalive: isLast });
      this.kept(answer, await answer.json());
    } catch {
      this.say(this.dataset.offline, true);
      if (!this.isStopped) this.wait(AGAIN);
    }
    return Boolean(answer);
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
