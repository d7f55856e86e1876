/* Keeps the parts inside it up to date while somebody looks at them; <live-thread> and <live-list> extend it.

   <live-stream data-follow="space:3@17 people:3@4"><p data-part="count">12 osób</p></live-stream>

   An event replaces the inside of a [data-part]; too far behind, the page is fetched again. */

import { follow, poke } from "../live/connection.js";
import { put, steady } from "../live/page.js";
import { sort } from "../live/reduce.js";

export class LiveStream extends HTMLElement {
  connectedCallback() {
    this.follows = new Map();
    this.followAll();
    this.addEventListener("htmx:afterRequest", poke);
  }

  disconnectedCallback() { this.follows.forEach((handle) => handle.leave()); }

  followAll() {
    for (const [, stream, since] of (this.dataset.follow ?? "").matchAll(/(\S+)@(\S+)/g)) {
      if (this.follows.has(stream)) this.follows.get(stream).again(+since);
      else this.follows.set(stream, follow(stream, +since, (frame) => this.take(frame)));
    }
  }

  part(name) { return this.querySelector(`[data-part="${name}"]`); }

  take(frame) {
    if (frame.t === "event") steady(() => this.apply(frame));
    if (frame.t === "reset") this.renew(0);
    if (frame.facts?.refresh) this.renew(3000);
  }

  apply(event) { this.change(sort(event, (name) => this.part(name))); }

  change(changes) {
    changes.put.forEach(([name, html]) => put(this.part(name), html));
    changes.gone.forEach((name) => this.part(name).remove());
  }

  renew(within) {
    clearTimeout(this.soon);
    this.soon = setTimeout(async () => {
      try {
        await (await import("../live/renew.js")).renew(this);
        this.followAll();
      } catch { this.renew(9000); }
    }, Math.random() * within);
  }
}

customElements.define("live-stream", LiveStream);
