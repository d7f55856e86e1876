/* Says what is new in a thread: in a bar that leads there, and politely aloud. Loaded with the first thing to say.

   announce("thread", () => "2 nowe odpowiedzi, ostatnia: Anna Borowik")   never more than once in five seconds
   tell(thread, { slot, author });   tell(thread, { url, author })          a reply on this page, or beyond it */

import { counted, make, ready, wordsOf } from "./words.js";

const PACE = 5000, waiting = new Map();
let region, timer, last = 0, news;

export function announce(key, words) {
  region ??= document.body.appendChild(make("p", { class: "visually-hidden", role: "status" }));
  waiting.set(key, words);
  timer ??= setTimeout(() => {
    region.textContent = [...waiting.values()].map((phrase) => phrase()).filter(Boolean).join(" ");
    waiting.clear();
    last = Date.now();
    timer = null;
  }, Math.max(300, last + PACE - Date.now()));
}

/* Shows what waited while somebody wrote; their own reply goes on waiting for the answer to its sending. */
export const reveal = (thread) => thread?.slots.forEach((slot) => { slot.hidden = Boolean(slot.isAwaited); });

export async function tell(thread, { slot, url, author }) {
  if (slot?.matches("[data-roles~=ignored]")) return;
  await ready;
  news ??= new News(thread);
  news.add(slot, url, author);
}

class News {
  constructor(thread) {
    Object.assign(this, { thread, unseen: new Set(), beyond: 0, names: [] });
    this.bar = make("div", { class: "live-bar" });
    const composer = thread.part("reply-box");
    if (composer) composer.before(this.bar); else thread.append(this.bar);
    this.eyes = new IntersectionObserver((seen) => {
      for (const { isIntersecting, target } of seen) if (isIntersecting || !target.isConnected) { this.unseen.delete(target); this.eyes.unobserve(target); if (isIntersecting) this.thread.saw(target); }
      this.draw();
    });
  }

  add(slot, url, author) {
    if (slot) { this.unseen.add(slot); this.eyes.observe(slot); } else { this.beyond += 1; this.url = url; this.draw(); }
    if (author) this.names.push(author);
    announce("thread", () => {
      const names = this.names.splice(0);
      return names.length ? counted(wordsOf("live-thread"), "said", names.length).replace("{name}", names.at(-1)) : "";
    });
  }

  draw() {
    const { size } = this.unseen, { bar, url } = this, said = wordsOf("live-thread");
    const words = size ? counted(said, "new", size) : this.beyond ? counted(said, "further", this.beyond) : "";
    if (bar.textContent === words) return;
    const button = size ? make("button", { type: "button", class: "button" }, words) : make("a", { class: "button", href: url ?? "" }, words);
    if (size) button.addEventListener("click", () => this.show());
    bar.replaceChildren(...(words ? [button] : []));
  }

  show() {
    const [first] = this.thread.slots.filter((slot) => this.unseen.has(slot)), article = first?.querySelector("article");
    reveal(this.thread);
    if (!article) return;
    article.tabIndex = -1;
    first.scrollIntoView();
    article.focus({ preventScroll: true });
  }
}
