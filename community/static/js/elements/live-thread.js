/* A thread that goes on while one reads it: new replies, edits, votes, the accepted answer.

   <live-thread data-follow="thread:5@812" data-viewer="7" data-roles="member asker" data-first="1" data-last="20" …>
     <div class="thread"><div class="post-slot" data-part="post-99" data-number="12" data-roles="member other">…</div></div>
   </live-thread>

   Nothing that is read moves. What is out of sight, or came while one writes a reply, is told by a bar. */

import { changesInThread } from "../live/reduce.js";
import { LiveStream } from "./live-stream.js";

const outbox = () => document.querySelector("reply-outbox");

class LiveThread extends LiveStream {
  given = {};

  get slots() { return [...this.querySelectorAll(".post-slot[data-number]")]; }

  apply(event) {
    const { viewer, first, last } = this.dataset;
    const changes = changesInThread({ viewer, first: +first, last: +last, has: (name) => this.part(name) }, event);
    const { add, isNew, isOwn, role, further } = changes, name = `post-${event.id}`;
    this.change(changes);
    const slot = add ? this.insert(this.slot(add)) : this.part(name);
    if (role) (this.given[name] ??= new Map()).set(...role);
    if (slot) this.give(slot);
    if (isOwn && add) outbox()?.own(slot);
    if (isNew) this.arrived(slot, event.facts.author);
    if (further) this.tell({ url: further, author: event.facts.author });
  }

  /* Roles are given when their post is there: it may come with a later event. */
  give(slot) {
    const roles = new Set(slot.dataset.roles?.split(" ")), name = slot.dataset.part;
    this.given[name]?.forEach((isOn, role) => roles[isOn ? "add" : "delete"](role));
    if (this.given[name]) slot.dataset.roles = [...roles].join(" ").trim();
    delete this.given[name];
  }

  /* A slot for a post that comes by a frame: what the viewer is here, and whether the post is theirs. */
  slot({ name, html, number }) {
    const slot = document.createElement("div"), { roles = "", viewer, ignored } = this.dataset;
    slot.className = "post-slot";
    slot.innerHTML = html;
    const { author } = slot.querySelector("article").dataset, whose = author === viewer ? " author" : " other";
    const folded = ignored?.split(" ").includes(author) ? " ignored" : "";
    Object.assign(slot.dataset, { part: name, number, roles: roles + (viewer ? whose + folded : "") });
    window.htmx?.process(slot);
    return slot;
  }

  /* Puts a slot after the last one with a smaller number; the accepted answer may stand above its own place. */
  insert(slot) {
    const before = this.slots.findLast(({ dataset }) => +dataset.number < slot.dataset.number);
    if (before) before.after(slot); else this.querySelector(".thread").prepend(slot);
    if (slot.matches("[data-roles~=ignored]")) slot.before(this.querySelector("[data-fold]").content.cloneNode(true));
    return slot;
  }

  arrived(slot, author) {
    slot.hidden = Boolean(outbox()?.isWriting);
    slot.classList.add("post-slot--new");
    this.tell({ slot, author });
  }

  async saw({ dataset }) { if (this.dataset.read) (await import("../live/reading.js")).saw(this, +dataset.number); }

  async tell(news) { (await import("../live/news.js")).tell(this, news); }
}

customElements.define("live-thread", LiveThread);
