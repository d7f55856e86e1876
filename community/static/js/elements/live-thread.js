/* A thread that goes on while one reads it: new replies, edits, votes, the accepted answer.

   <live-thread data-follow="thread:5@812" data-roles="member asker" data-first="1" data-last="20" …>
     <div class="thread"><div class="post-slot" data-part="post-99" data-roles="member other"><article id="p12">…</div></div>
   </live-thread>

   Nothing that is read moves. What is out of sight, or came while one writes a reply, is told by a bar. */

import { changesInThread } from "../live/reduce.js";
import { LiveStream } from "./live-stream.js";

const numberOf = (slot) => +slot.firstElementChild.id.slice(1), outbox = () => document.querySelector("reply-outbox");

class LiveThread extends LiveStream {
  given = {};

  get slots() { return [...this.querySelectorAll(".post-slot[data-part]")]; }

  apply(event) {
    const { first, last } = this.dataset, viewer = document.body.dataset.person;
    const changes = changesInThread({ viewer, first: +first, last: +last, has: (name) => this.part(name) }, event);
    const { add, isNew, isOwn, role, further } = changes, name = `post-${event.id}`;
    this.change(changes);
    const slot = add ? this.insert(this.slot(add, event.facts.author_id)) : this.part(name);
    if (role) (this.given[name] ??= new Map()).set(...role);
    if (slot) this.give(slot);
    if (isOwn && add) outbox()?.own?.(slot);
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
  slot({ name, html }, by) {
    const slot = document.createElement("div"), { roles = "", ignored } = this.dataset, viewer = document.body.dataset.person;
    slot.className = "post-slot";
    slot.innerHTML = html;
    const whose = by === +viewer ? " author" : " other", folded = ignored?.split(" ").includes(String(by)) ? " ignored" : "";
    Object.assign(slot.dataset, { part: name, roles: roles + (viewer ? whose + folded : "") });
    window.htmx?.process(slot);
    return slot;
  }

  /* Puts a slot after the last one with a smaller number; the accepted answer may stand above its own place. */
  insert(slot) {
    const before = this.slots.findLast((other) => numberOf(other) < numberOf(slot));
    if (before) before.after(slot); else this.querySelector(".thread").prepend(slot);
    if (slot.matches("[data-roles~=ignored]")) slot.before(this.querySelector("[data-fold]").content.cloneNode(true));
    return slot;
  }

  arrived(slot, author) {
    slot.hidden = Boolean(outbox()?.isWriting);
    slot.classList.add("post-slot--new");
    this.tell({ slot, author });
  }

  async saw(slot) { if (this.dataset.read) (await import("../live/reading.js")).saw(this, numberOf(slot)); }

  part(name) {
    const [, id] = /^votes-(.+)/.exec(name) ?? [];
    return id ? super.part(`post-${id}`)?.querySelector("[data-part=votes]") : super.part(name);
  }

  async tell(news) { (await import("../live/news.js")).tell(this, news); }
}

customElements.define("live-thread", LiveThread);
