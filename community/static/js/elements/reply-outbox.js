/* Sends replies, and keeps them safe and visible until the server has them.

   <reply-outbox data-key="7:reply:5" data-stream="thread:5">
     <text-keeper data-key="7:reply:5"><form method="post" action="/odpowiedz/5/">… <textarea name="text"> …</form></text-keeper>
   </reply-outbox>

   A sent reply stands at the end of the thread at once; without a connection it waits there, also over a reload of the
   tab, and goes out by itself, in order, under the key of its form: it arrives once however often it is sent. What the
   server refuses comes back into the form with its sentence; what it holds for a facilitator is said there. Without
   words, storage or JavaScript the form is just a form. */

import { listen, poke } from "../live/connection.js";
import { announce, reveal } from "../live/news.js";
import { steady } from "../live/page.js";
import { make, ready, wordsOf } from "../live/words.js";
import { forget, forgetAside, keepAside } from "./text-keeper.js";

const LATER = new Set([0, 408, 425, 429]), BASE = 2000, CAP = 60_000, GIVE_UP = 30_000;
const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const newKey = () => crypto.randomUUID?.() ?? hex(crypto.getRandomValues(new Uint8Array(16)));

class ReplyOutbox extends HTMLElement {
  connectedCallback() {
    this.items ??= [];
    this.wake = () => { if (document.visibilityState === "visible") this.run(); };
    this.silence = listen(({ t, state }) => { if (t === "state" && state === "on") this.run(); });
    addEventListener("online", this.wake);
    document.addEventListener("visibilitychange", this.wake);
    if (this.form) return;
    this.form = this.querySelector("form");
    this.field = this.form.elements.text;
    this.slots = new Map();
    this.load();
    this.addEventListener("submit", (event) => this.submit(event));
    this.addEventListener("keydown", ({ key, ctrlKey, metaKey, target }) => {
      if (key === "Enter" && (ctrlKey || metaKey) && target === this.field) this.form.requestSubmit(this.form.querySelector("[type=submit]:not([name])"));
    });
    this.draw();
    this.run();
  }

  disconnectedCallback() {
    this.silence();
    clearTimeout(this.timer);
    removeEventListener("online", this.wake);
    document.removeEventListener("visibilitychange", this.wake);
  }

  get thread() { return document.querySelector("live-thread"); }
  get words() { return wordsOf(this.localName); }
  get isBusy() { return this.items.length > 0; }

  get isWriting() { return this.field === document.activeElement || this.field.value.trim() !== ""; }

  /* One's own reply comes by a frame and by the answer to its sending; the first of them waits hidden for the other. */
  own(slot) {
    slot.hidden = slot.isAwaited = Boolean(this.isSending);
  }

  load() {
    try { this.items = JSON.parse(sessionStorage.getItem(`outbox:${this.dataset.key}`)) ?? []; } catch { this.items = []; }
    this.items.forEach((item) => { if (item.state === "sending") item.state = "waiting"; });
  }

  /* Remembers the items of this tab; says whether that worked. */
  store(items = this.items) {
    try { sessionStorage.setItem(`outbox:${this.dataset.key}`, JSON.stringify(items)); } catch { return false; }
    this.items = items;
    return true;
  }

  submit(event) {
    if (event.submitter?.name || !this.field.value.trim()) return;
    const { key, reply_to: to, draft_version: draft } = this.form.elements;
    const item = { url: this.form.action, text: this.field.value, key: key.value, to: to.value, label: this.label.innerHTML, draft: draft.value, at: Date.now(), state: "waiting", tries: 0 };
    if (!this.store([...this.items, item])) return;
    event.preventDefault();
    keepAside(this.dataset.key, item);
    this.fill("", newKey());
    forget(this.dataset.key);
    this.querySelector("text-keeper").rest();
    this.dispatchEvent(new Event("taken")); // <text-composer> forgets its draft, files and what this was a reply to
    this.complain("");
    steady(() => { reveal(this.thread); this.draw(); });
    this.slots.get(item.key).scrollIntoView({ block: "nearest" });
    this.run();
  }

  fill(text, key, { to = "", label = "", draft = "" } = {}) {
    const { elements } = this.form;
    this.field.value = text;
    this.field.dispatchEvent(new Event("input", { bubbles: true }));
    Object.entries({ key, reply_to: to, draft_version: draft }).forEach(([name, value]) => { elements[name].value = value; });
    this.label.innerHTML = label;
    this.label.parentElement.hidden = !to;
    this.dispatchEvent(new Event("filled")); // <text-composer> adds the button that takes off what this is a reply to
  }

  get label() { return this.form.querySelector("[data-reply-to] > span"); }

  /* Sends what is first in line; the rest waits, so that replies stay in their order. */
  async run() {
    const item = this.items.find(({ state }) => state !== "refused");
    if (this.isSending || !item || !this.isConnected) return;
    clearTimeout(this.timer);
    this.isSending = true;
    item.state = "sending";
    this.draw();
    const answer = await this.post(item);
    this.isSending = false;
    if (this.items.includes(item)) this.settle(item, answer);
  }

  async post({ url, text, key, to = "", draft = "" }) {
    const { value } = this.form.elements.csrfmiddlewaretoken;
    const body = new URLSearchParams({ csrfmiddlewaretoken: value, text, key, reply_to: to, draft_version: draft });
    try {
      const answer = await fetch(url, { method: "POST", body, headers: { Accept: "application/json" }, signal: AbortSignal.timeout(GIVE_UP) });
      return { status: answer.status, pause: Number(answer.headers.get("Retry-After")) * 1000 || 0, ...(await answer.json().catch(() => ({}))) };
    } catch { return { status: 0 }; }
  }

  settle(item, answer) {
    const { status, slot, held, why, sign_in: signIn, pause = 0 } = answer;
    if (slot) this.arrived(item, answer);
    else if (held) { this.remove(item); this.complain(held, "notice notice--info"); this.run(); }
    else if ((LATER.has(status) && !(status === 429 && why)) || status >= 500) { // a limit told in words is not tried again
      item.tries += 1;
      this.wait(item, "waiting", Math.max(pause, 1000 + Math.random() * Math.min(CAP, BASE * 2 ** item.tries)));
    } else if (signIn) { item.signIn = signIn; this.wait(item, "signed-out"); }
    else if (status === 403 && !why && !item.isRenewed) this.renewToken(item);
    else this.refused(item, why || this.words.failed);
  }

  wait(item, state, pause) {
    item.state = state;
    this.store();
    this.draw();
    if (pause) this.timer = setTimeout(() => this.run(), pause);
  }

  /* Somebody signed in again elsewhere: the form's token is of the session before. */
  async renewToken(item) {
    item.isRenewed = true;
    try {
      const page = new DOMParser().parseFromString(await (await fetch(location.href, { cache: "no-store" })).text(), "text/html");
      const { value } = page.querySelector("reply-outbox [name=csrfmiddlewaretoken]");
      document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((field) => { field.value = value; });
    } catch { item.isRenewed = false; this.wait(item, "waiting", BASE); return; }
    this.run();
  }

  remove(item) {
    this.store(this.items.filter((other) => other !== item));
    forgetAside(this.dataset.key, item);
    this.draw();
  }

  /* The slot may be here already, by its frame: it was waiting hidden for this answer. */
  arrived(item, { slot: html, number, url }) {
    const template = document.createElement("template"), { thread } = this;
    template.innerHTML = html;
    const slot = template.content.querySelector(".post-slot"), there = thread.part(slot.dataset.part);
    steady(() => {
      this.remove(item);
      if (number > Number(thread.dataset.last)) { location.assign(url); return; }
      if (there) there.dataset.roles = slot.dataset.roles;
      else window.htmx?.process(thread.insert(slot));
      this.own(there ?? slot);
    });
    announce("sent", () => this.words.sent);
    poke();
    this.run();
  }

  /* Puts the text back where it was written, unless something else is being written there. */
  refused(item, why) {
    reveal(this.thread);
    if (this.field.value.trim()) { item.why = why; this.wait(item, "refused"); }
    else { this.takeBack(item, newKey()); this.complain(why); }
    this.run();
  }

  takeBack(item, key = item.key) {
    const typed = this.field.value.trim() ? `\n\n${this.field.value}` : "";
    this.remove(item);
    this.fill(item.text + typed, key, item);
    this.field.focus();
  }

  complain(why, look = "field__error") {
    this.fault?.remove();
    if (!why) return;
    this.fault = make("p", { class: look, role: "alert" });
    this.field.before(this.fault);
    this.fault.textContent = why;
  }

  draw() {
    const place = this.thread?.querySelector(".thread");
    if (!place) return;
    for (const [key, slot] of this.slots) if (!this.items.some((item) => item.key === key)) { slot.remove(); this.slots.delete(key); }
    this.items.forEach((item, number) => {
      if (!this.slots.has(item.key)) this.slots.set(item.key, make("div", { class: "post-slot post-slot--pending" }, this.article(item)));
      const slot = this.slots.get(item.key);
      if (!slot.isConnected) place.append(slot);
      this.tellState(slot, item, number > 0 && item.state === "waiting");
    });
  }

  article({ text }) {
    const body = make("div", { class: "post__body pending__text" }, text);
    return make("article", { class: "post", "aria-label": this.words.mine ?? "" }, make("p", { class: "pending__state state" }), body, make("footer", { class: "post__foot" }));
  }

  tellState(slot, item, isNext) {
    const { sending, waiting, next, signedOut, signIn, send, takeBack } = this.words, { state } = item;
    const words = isNext ? next : { sending, waiting, "signed-out": signedOut, refused: item.why }[state];
    const line = slot.querySelector(".pending__state");
    if (line.textContent === words) return;
    line.textContent = words;
    if (state !== "sending") announce("outbox", () => words);
    const button = (label, act) => { const made = make("button", { type: "button", class: "link-button" }, label); made.addEventListener("click", act); return made; };
    slot.querySelector("footer").replaceChildren(...[
      state === "waiting" && !isNext && button(send, this.wake),
      state === "signed-out" && make("a", { class: "link-button", href: item.signIn }, signIn),
      state !== "sending" && button(takeBack, () => { this.takeBack(item); }),
    ].filter(Boolean));
  }
}

ready.then(() => customElements.define("reply-outbox", ReplyOutbox));
