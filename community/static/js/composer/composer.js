/* Puts the tools of writing around a field and makes its parts know each other. Loaded by <text-composer> on first touch.

   const composer = await compose(element);   composer.bring(quoteLink, chosenRange) */

import { counted } from "../live/words.js";
import { Drafts } from "./drafts.js";
import { Files } from "./files.js";
import { Mentions } from "./mentions.js";
import { listenToPaste } from "./paste.js";
import { Preview } from "./preview.js";
import { putBlock } from "./text.js";
import { Toolbar } from "./toolbar.js";

const NEARLY = 0.8;

export async function compose(host) {
  const answer = await fetch(host.dataset.tools, { headers: { "HX-Request": "true" } });
  if (!answer.ok || answer.redirected) throw new Error("no tools");
  return new Composer(host, await answer.text());
}

class Composer {
  constructor(host, html) {
    const template = document.createElement("template");
    template.innerHTML = html;
    this.host = host;
    this.field = host.querySelector("textarea");
    this.form = this.field.form;
    this.tools = template.content.firstElementChild;
    this.words = this.tools.dataset;
    this.status = this.tools.querySelector("[data-status]");
    this.aloud = this.tools.querySelector("[data-aloud]");
    this.field.after(this.tools);
    host.toggleAttribute("data-ready", true);
    const { activeElement } = document;
    if (this.form.contains(activeElement) && !activeElement.checkVisibility()) this.field.focus(); // what the tools stand for is hidden now
    this.preview = new Preview(this);
    this.files = new Files(this);
    this.toolbar = new Toolbar(this);
    this.drafts = host.hasAttribute("data-keeps-drafts") ? new Drafts(this) : null;
    this.mentions = new Mentions(this);
    listenToPaste(this);
    this.field.addEventListener("input", () => this.count());
    this.form.elements.title?.addEventListener("input", () => this.count());
    const outbox = host.closest("reply-outbox");
    outbox?.addEventListener("taken", () => { this.replyTo(null); this.files.clear(); this.drafts?.rest(); this.preview.show(false); });
    outbox?.addEventListener("filled", () => this.replyToGiven());
    this.replyToGiven();
    this.count();
  }

  /* Says in time how much room is left; within the first four fifths nothing. */
  count() {
    const { words, field } = this, title = this.form.elements.title;
    const said = [this.room(field.value, +words.longestText), title && this.room(title.value, +words.longestTitle, words.title)].filter(Boolean);
    const line = this.tools.querySelector("[data-count]"), wasOver = line.matches(".is-over");
    line.textContent = said.map(({ text }) => text).join(" · ");
    if (line.classList.toggle("is-over", said.some(({ isOver }) => isOver)) && !wasOver) this.aloud.textContent = line.textContent;
  }

  room(text, most, of = "") {
    if (text.length < most * NEARLY) return null;
    const left = most - [...text.replaceAll("\r\n", "\n")].length, isOver = left < 0;
    const number = Math.abs(left), words = counted(this.words, isOver ? "over" : "left", number);
    return { isOver, text: of ? `${of}: ${words}` : words };
  }

  /* Says something aloud and in view, until something else is said. */
  say(words) {
    const line = this.tools.querySelector("[data-said]");
    line.hidden = !words;
    line.textContent = words;
  }

  /* Brings a quote of a post, or the template of the place, into the text. */
  async bring(act, chosen) {
    if (act.name === "wzor") { putBlock(this.field, this.template, this.field.value.length); return; }
    const { quote } = await import("./quoting.js");
    this.quoting ??= quote(this, act, chosen).finally(() => { this.quoting = null; });
    await this.quoting;
  }

  get template() { return this.host.querySelector("[data-template]").content.textContent.trim(); }

  /* What the page or the outbox says that this is a reply to, can be taken off, too. */
  replyToGiven() { this.replyTo(this.form.elements.reply_to?.value || null, this.host.querySelector("[data-reply-to] a")); }

  /* Names the post that this is a reply to; null: none. */
  replyTo(id, link) {
    const field = this.form.elements.reply_to, line = this.host.querySelector("[data-reply-to]");
    if (!field || !line) return;
    field.value = id ?? "";
    line.hidden = id === null;
    line.querySelector("button")?.remove();
    line.querySelector("span").replaceChildren(...(link ? [link] : []));
    if (id === null) return;
    const button = Object.assign(document.createElement("button"), { type: "button", className: "link-button", textContent: this.words.noReplyTo });
    button.addEventListener("click", () => { this.replyTo(null); this.drafts?.typed(); this.field.focus(); });
    line.append(button);
  }
}
