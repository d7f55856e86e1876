/* Keeps the text on the server while it is typed, so that it can go on elsewhere: two seconds after the last key, and when
   the page is left. What is kept in this browser is <text-keeper>'s, what was sent is <reply-outbox>'s: when that takes
   the text, this forgets it, and the server drops the draft together with publishing.

   A draft that was changed elsewhere meanwhile is never overwritten: both texts are shown, and one chooses. */

import { putAll } from "./text.js";

const WAIT = 2000, AGAIN = 15_000, MOST_ON_LEAVING = 60_000;

export class Drafts {
  constructor({ host, tools, field, form, words, status, aloud }) {
    Object.assign(this, { host, field, form, words, status, aloud, panel: tools.querySelector("[data-conflict]"), version: form.elements.draft_version });
    this.kept = this.fingerprint();
    form.addEventListener("input", () => this.typed());
    form.addEventListener("change", () => this.typed());
    form.addEventListener("submit", () => { clearTimeout(this.timer); this.isLeaving = true; });
    addEventListener("pageshow", () => { this.isLeaving = false; });
    addEventListener("online", () => this.typed());
    addEventListener("pagehide", () => this.leave());
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && this.leave());
    this.panel.addEventListener("click", ({ target }) => target.dataset.choose && this.choose(target.dataset.choose));
    this.typed();
  }

  /* What a draft holds of the form: no files, no token, nothing of the machinery. */
  body() {
    const data = new FormData(this.form), body = new URLSearchParams();
    for (const [name, value] of data) if (typeof value === "string" && name !== "similar_seen") body.append(name, value);
    const { thread, space } = this.host.dataset;
    if (thread) body.set("thread", thread); else body.set("space", space);
    return body;
  }

  fingerprint() {
    const body = this.body();
    for (const name of ["csrfmiddlewaretoken", "draft_version", "key"]) body.delete(name);
    return body.toString();
  }

  get isEmpty() { return !this.field.value.trim() && !this.form.elements.title?.value.trim(); }

  /* Nothing is to be saved while two texts wait for a choice, nor an empty text of which there is no draft, nor while an
     earlier reply is on its way: the draft on the server is still of that one. */
  get isDue() { return !this.theirs && !this.isLeaving && !this.host.closest("reply-outbox")?.isBusy && this.fingerprint() !== this.kept && !(this.isEmpty && !Number(this.version.value)); }

  typed(wait = WAIT) {
    clearTimeout(this.timer);
    if (this.isDue) this.timer = setTimeout(() => this.save(), wait);
  }

  leave() {
    clearTimeout(this.timer);
    if (this.isDue && !this.isSaving && this.body().toString().length < MOST_ON_LEAVING) this.save(true);
  }

  async save(keepalive = false) {
    if (this.isSaving || !this.isDue) return;
    const round = this.round ??= {}, saved = this.fingerprint(), values = this.values;
    this.isSaving = true;
    let answer = { status: 0 };
    try {
      const got = await fetch(this.words.drafts, { method: "POST", body: this.body(), headers: { Accept: "application/json" }, keepalive });
      answer = { status: got.status, ...(await got.json().catch(() => ({}))) };
    } catch { /* no connection: status 0 */ }
    this.isSaving = false;
    if (round === this.round) this.settle(answer, saved, values); // else the text went its way meanwhile
  }

  get values() { return { text: this.field.value, title: this.form.elements.title?.value }; }

  get keeper() { return this.host.closest("text-keeper"); }

  settle(answer, saved, values) {
    const { words } = this;
    if (answer.status === 200) {
      this.kept = saved;
      this.keeper?.rebase(answer.id ? values : { text: "", title: "" });
      this.version.value = answer.version || "";
      this.tell(answer.saved ? words.saved.replace("{time}", answer.saved) : "");
      this.typed();
    } else if (answer.theirs) this.differ(answer);
    else if (answer.sign_in) this.fail(words.signedOut);
    else if (!answer.status) { this.fail(words.offline); this.typed(AGAIN); }
    else { this.fail(answer.why || words.notSaved); if (answer.status >= 500 || answer.status === 429) this.typed(AGAIN); else this.kept = saved; }
  }

  tell(words) { this.status.textContent = words; }

  /* What went wrong is said aloud, once; that a draft was saved would be said every two seconds. */
  fail(words) {
    if (this.status.textContent !== words) this.aloud.textContent = words;
    this.tell(words);
  }

  differ({ theirs }) {
    if (theirs.text === this.field.value && (theirs.title || "") === (this.form.elements.title?.value ?? "")) { this.version.value = theirs.version; this.typed(0); return; }
    this.theirs = theirs;
    this.tell("");
    this.panel.querySelector("[data-theirs]").textContent = [theirs.title, theirs.text].filter(Boolean).join("\n\n");
    this.panel.hidden = false;
  }

  /* Goes on with this text, with the other, or with the other under this one; Ctrl+Z brings back what was here. */
  choose(which) {
    const { theirs, field, form } = this;
    this.theirs = null;
    this.panel.hidden = true;
    this.version.value = theirs.version;
    if (which === "theirs") { if (form.elements.title && theirs.title) putAll(form.elements.title, theirs.title); putAll(field, theirs.text); }
    if (which === "both") putAll(field, `${field.value.trimEnd()}\n\n${theirs.text}`);
    field.focus();
    this.typed(0);
  }

  /* The outbox has the text now: a draft of it goes when it arrives. */
  rest() {
    clearTimeout(this.timer);
    Object.assign(this, { round: {}, isSaving: false, isLeaving: false, theirs: null });
    this.panel.hidden = true;
    this.version.value = "";
    this.kept = this.fingerprint();
    this.keeper?.rebase({ text: "" });
    this.tell("");
  }
}
