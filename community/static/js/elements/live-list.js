/* A list of threads whose rows stay current where they stand; what is new waits behind a link.

   <live-list data-follow="threads:3:public@12 threads:3:members@4" data-shows="all" data-url="/watki/">
     <ul class="rows"><li data-part="thread-12">…</li></ul>
   </live-list>

   data-shows says which threads that are not here are counted: "all", "new" ones, "unanswered" questions, or "none". */

import { announce } from "../live/news.js";
import { sort } from "../live/reduce.js";
import { counted, make, ready, wordsOf } from "../live/words.js";
import { LiveStream } from "./live-stream.js";

class LiveList extends LiveStream {
  connectedCallback() {
    super.connectedCallback();
    this.waiting ??= new Map();
    this.bar ??= this.appendChild(make("div", { class: "live-bar" }));
  }

  apply(event) {
    const { k, id, facts = {}, parts = {} } = event, name = `thread-${id}`, isNew = k === "thread.added";
    const changes = sort(event, (part) => this.part(part));
    this.change(changes);
    const wanted = { all: true, new: isNew, unanswered: isNew && facts.kind === "question" }[this.dataset.shows];
    if (parts[name] === "") this.waiting.delete(name);
    else if (wanted && changes.missing[name]) this.waiting.set(name, isNew || this.waiting.get(name));
    this.draw();
  }

  /* After a long absence rows are brought up to date by renew.js; a new one is counted like any other, not put in. */
  arrived(row) {
    row.remove();
    if (this.dataset.shows !== "none") this.waiting.set(row.dataset.part, false);
    this.draw();
  }

  async draw() {
    await ready;
    const isAllNew = [...this.waiting.values()].every(Boolean);
    const words = this.waiting.size ? counted(wordsOf("live-list"), isAllNew ? "new" : "moved", this.waiting.size) : "";
    if (this.bar.textContent === words) return;
    this.bar.replaceChildren(...(words ? [make("a", { class: "button", href: this.dataset.url }, words)] : []));
    if (words) announce("list", () => words);
  }
}

customElements.define("live-list", LiveList);
