/* Keeps what somebody types until the server says that it arrived.

   <text-keeper data-key="7:reply:123">
     <form method="post">… <textarea name="text"></textarea> …</form>
   </text-keeper>

   Begin the key with the person's id: office computers are shared. Sending does not forget the text. Only a page
   (or htmx fragment) that carries data-sent="7:reply:123" on any element does, and only when nothing was typed since,
   so a 413, a lost session, a tunnel or a closed tab leaves it here. Text from the server is never overwritten: when the
   field changed since, the kept text is offered with a button. A sent text keeps its form's key, so that sending it
   again as it was cannot double it. What <reply-outbox> of this tab still sends is not restored; what one of a closed
   tab did not send is offered. Kept for 30 days, in this browser only. */

import { make, ready, wordsOf } from "../live/words.js";

const PREFIX = "kept:";
const DAYS = 30 * 24 * 60 * 60 * 1000;

const read = (key) => { try { return JSON.parse(localStorage.getItem(PREFIX + key)); } catch { return null; } };
export const forget = (key) => { try { localStorage.removeItem(PREFIX + key); } catch { /* storage is switched off */ } };
const keep = (key, fields, sent, formKey) => {
  try { localStorage.setItem(PREFIX + key, JSON.stringify({ at: Date.now(), sent, key: formKey, fields })); } catch { /* full or off */ }
};

/* A text that an outbox took over lies beside, under its own key; one that this tab's outbox has is not orphaned. */
export const keepAside = (key, item) => keep(`${key}#${item.key}`, { text: { text: item.text, base: "" } }, true, item.key);
export const forgetAside = (key, item) => forget(`${key}#${item.key}`);

function orphan(key) {
  try {
    const mine = sessionStorage.getItem(`outbox:${key}`) ?? "";
    const names = Object.keys(localStorage).filter((name) => name.startsWith(`${PREFIX + key}#`)).map((name) => name.slice(PREFIX.length));
    return names.filter((name) => !mine.includes(read(name)?.key)).sort((one, other) => read(one).at - read(other).at)[0];
  } catch { return undefined; }
}

export function forgetSent(root = document) {
  const marks = [...root.querySelectorAll("[data-sent]")];
  if (root.matches?.("[data-sent]")) marks.push(root);
  for (const key of marks.flatMap((mark) => mark.dataset.sent.split(/\s+/))) {
    if (!read(key)?.sent) continue; // typed after the last sending: not what the server speaks of
    forget(key);
    document.querySelectorAll("text-keeper").forEach((keeper) => keeper.dataset.key === key && keeper.rest?.());
  }
}

function forgetOld() {
  try {
    for (const name of Object.keys(localStorage).filter((key) => key.startsWith(PREFIX))) {
      const record = read(name.slice(PREFIX.length));
      if (!record || Date.now() - record.at > DAYS) localStorage.removeItem(name);
    }
  } catch { /* storage is switched off */ }
}

class TextKeeper extends HTMLElement {
  connectedCallback() {
    if (this.status) return;
    this.status = Object.assign(document.createElement("p"), { className: "kept", hidden: true });
    this.status.setAttribute("role", "status");
    this.prepend(this.status);
    this.addEventListener("input", () => { this.dirty = true; clearTimeout(this.timer); this.timer = setTimeout(() => this.save(), 300); });
    this.addEventListener("submit", () => { this.save(); this.markSent(); }, true);
    this.onHide = () => this.save();
    addEventListener("pagehide", this.onHide);
    document.addEventListener("visibilitychange", this.onHide);
    this.restore();
  }

  disconnectedCallback() {
    this.save();
    removeEventListener("pagehide", this.onHide);
    document.removeEventListener("visibilitychange", this.onHide);
  }

  get fields() { return [...this.querySelectorAll("textarea[name], input[type=text][name], input:not([type])[name]")]; }

  save() {
    clearTimeout(this.timer);
    if (!this.dirty) return;
    const changed = this.fields.filter((field) => field.value !== field.defaultValue && field.value.trim());
    const kept = { ...read(this.dataset.key)?.fields };
    for (const field of this.fields.filter((f) => kept[f.name]?.base === f.defaultValue)) delete kept[field.name];
    for (const field of changed) kept[field.name] = { text: field.value, base: field.defaultValue };
    const old = read(this.dataset.key), isSame = JSON.stringify(old?.fields) === JSON.stringify(kept);
    if (Object.keys(kept).length) keep(this.dataset.key, kept, isSame && old.sent, isSame ? old.key : undefined);
    else forget(this.dataset.key);
    this.dirty = false;
  }

  /* The server holds these values now, as a draft: only what is typed on top of them is kept here. */
  rebase(values) {
    this.fields.forEach((field) => { field.defaultValue = values[field.name] ?? field.defaultValue; });
    forget(this.dataset.key);
    this.dirty = true;
    this.save();
  }

  markSent() {
    const record = read(this.dataset.key);
    if (record) keep(this.dataset.key, record.fields, true, this.querySelector("[name=key]")?.value);
  }

  restore() {
    const main = read(this.dataset.key), lost = !main && orphan(this.dataset.key), { fields: kept = {}, key } = main ?? (lost && read(lost)) ?? {};
    const waiting = this.fields.filter((f) => kept[f.name] && kept[f.name].text !== f.value);
    if (!waiting.length) return;
    const fill = () => {
      waiting.forEach((f) => { f.value = kept[f.name].text; f.dispatchEvent(new Event("input", { bubbles: true })); });
      if (lost) { keep(this.dataset.key, kept, true, key); forget(lost); }
      this.useKey(key);
      this.say("restored", "discard", () => this.discard());
    };
    const untouched = !lost && waiting.every((f) => f.value === f.defaultValue && kept[f.name].base === f.defaultValue);
    if (untouched) fill();
    else this.say("offer", "restore", fill);
  }

  /* The same text again goes under the same key; changed, it is another text. */
  useKey(key) {
    const field = this.querySelector("[name=key]"), own = field?.value;
    if (!key || !field) return;
    field.value = key;
    this.addEventListener("input", () => { if (field.value === key) field.value = own; }, { once: true });
  }

  discard() {
    this.fields.forEach((field) => { field.value = field.defaultValue; field.dispatchEvent(new Event("input", { bubbles: true })); });
    forget(this.dataset.key);
    this.rest();
    this.fields[0]?.focus();
  }

  rest() { clearTimeout(this.timer); this.asked = null; this.dirty = false; this.status.hidden = true; this.status.replaceChildren(); }

  async say(text, label, act) {
    const asked = this.asked = {};
    await ready;
    if (asked !== this.asked) return; // sent or said otherwise meanwhile
    const words = wordsOf(this.localName), button = make("button", { type: "button", class: "link-button" }, words[label]);
    button.addEventListener("click", act);
    this.status.hidden = false;
    requestAnimationFrame(() => this.status.replaceChildren(words[text], button));
  }
}

forgetOld();
forgetSent();
document.addEventListener("htmx:afterSwap", (event) => forgetSent(event.detail?.elt ?? document));
customElements.define("text-keeper", TextKeeper);
