/* What is suggested under a search box. Loaded by <search-box> when somebody goes there.

   new Suggestions(box)

   A combobox as the ARIA Authoring Practices describe it: arrows choose, Enter opens the chosen one or sends the form,
   Escape closes. Without a connection the form is just a form. */

import { ready, wordsOf } from "../live/words.js";

const WAIT = 180;
let boxes = 0;

export class Suggestions {
  constructor(box) {
    this.box = box;
    this.input = box.querySelector("input[type=search]");
    this.list = Object.assign(document.createElement("div"), { className: "suggestions", id: `suggestions-${++boxes}` });
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", this.input.labels[0].textContent);
    this.status = Object.assign(document.createElement("p"), { className: "visually-hidden" });
    this.status.setAttribute("role", "status");
    box.append(this.list, this.status);
    for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": this.list.id })) this.input.setAttribute(name, value);
    this.close();
    this.input.addEventListener("input", () => { clearTimeout(this.timer); this.timer = setTimeout(() => this.ask(), WAIT); });
    this.input.addEventListener("focus", () => { if (this.list.childElementCount && this.asked === this.words) this.open(); });
    this.input.addEventListener("keydown", (event) => this.press(event));
    box.addEventListener("focusout", (event) => { if (!box.contains(event.relatedTarget)) this.close(); });
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    if (this.input.value !== this.input.defaultValue) this.ask(); // typed while this was loading
  }

  get words() { return this.input.value.trim(); }
  get options() { return [...this.list.querySelectorAll("[role=option]")]; }

  async ask() {
    const { words } = this;
    if (words.length < 2) return this.close();
    this.asking?.abort();
    this.asking = new AbortController();
    try {
      const answer = await fetch(`${this.box.dataset.url}?q=${encodeURIComponent(words)}`, { signal: this.asking.signal });
      if (!answer.ok || words !== this.words) return;
      this.list.innerHTML = await answer.text();
      this.asked = words;
      this.options.forEach((option, place) => { option.id = `${this.list.id}-${place}`; });
      this.open();
      await ready;
      this.status.textContent = wordsOf("search-box").count.replace("{count}", this.options.length);
    } catch { /* no connection, or a newer question: Enter still searches */ }
  }

  open() { if (this.box.contains(document.activeElement)) this.show(true); }

  close() {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.show(false);
  }

  show(isOpen) {
    this.list.hidden = !isOpen;
    this.input.setAttribute("aria-expanded", isOpen);
    this.choose(-1);
  }

  choose(place) {
    this.place = place;
    this.options.forEach((option, number) => option.setAttribute("aria-selected", number === place));
    const option = this.options[place];
    if (option) this.input.setAttribute("aria-activedescendant", option.id);
    else this.input.removeAttribute("aria-activedescendant");
    option?.scrollIntoView({ block: "nearest" });
  }

  press(event) {
    const { place, options } = this, last = options.length - 1;
    if (this.list.hidden) return;
    if (event.key === "Escape") this.close();
    else if (event.key === "ArrowDown") this.choose(place >= last ? -1 : place + 1);
    else if (event.key === "ArrowUp") this.choose(place < 0 ? last : place - 1);
    else if (event.key === "Enter" && options[place]) options[place].click();
    else return;
    event.preventDefault();
  }
}
