/* Who is writing a reply just now, and how many read along. Never announced: it changes too often to be listened to.

   <live-presence data-stream="thread:5"></live-presence>

   Says of oneself that one writes while one types in the page's composer. */

import { listen, say } from "../live/connection.js";
import { counted, make, wordsOf } from "../live/words.js";

const OFTEN = 3000, LASTS = 6000;

class LivePresence extends HTMLElement {
  connectedCallback() {
    this.writers ??= new Map();
    this.said ??= 0;
    this.className = "live-presence";
    this.silence = listen((frame) => this.take(frame));
    this.onInput = ({ target }) => { if (target.matches("reply-outbox textarea") && target.value.trim()) this.type(); };
    document.addEventListener("input", this.onInput);
  }

  disconnectedCallback() {
    this.silence();
    document.removeEventListener("input", this.onInput);
  }

  type() {
    if (Date.now() - this.said < OFTEN) return;
    this.said = Date.now();
    say({ do: "typing", stream: this.dataset.stream });
  }

  take({ t, k, s, id, by, name, count, state }) {
    if (t === "state" && state !== "on") { this.readers = 0; this.writers.clear(); }
    else if (s !== this.dataset.stream) return;
    else if (k === "typing") this.writes(id, name);
    else if (k === "readers") this.readers = count;
    else if (k === "post.added") this.writers.delete(by);
    else return;
    this.draw();
  }

  writes(id, name) {
    if (String(id) === document.body.dataset.person) return;
    clearTimeout(this.writers.get(id)?.timer);
    this.writers.set(id, { name, timer: setTimeout(() => { this.writers.delete(id); this.draw(); }, LASTS) });
  }

  draw() {
    const [first, ...others] = [...this.writers.values()].map(({ name }) => name), words = wordsOf("live-presence"), { typing = "", readers = "" } = words;
    const writing = first && (others.length ? counted(words, "typingMore", others.length) : typing).replace("{name}", first);
    const reading = this.readers > 1 && readers.replace("{count}", this.readers);
    this.replaceChildren(...[writing, reading].filter(Boolean).map((words) => make("span", {}, words)));
  }
}

customElements.define("live-presence", LivePresence);
