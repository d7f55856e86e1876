/* Offers people while one types @an: a list under the line, chosen with arrows and Enter, or touched.

   The field stays a text field for screen readers (a textarea may not be a combobox): it names the marked option
   (aria-activedescendant), and how many there are is said. */

import { counted, make } from "../live/words.js";
import { put } from "./text.js";

const WAIT = 150, TYPED = /(?:^|[^\p{L}\p{N}_@/.])@([\p{L}\p{N}-]{1,40})$/u;

export class Mentions {
  constructor({ host, tools, field, words }) {
    Object.assign(this, { host, field, words, said: tools.querySelector("[data-aloud]") });
    this.list = make("ul", { class: "tag-options mentions", role: "listbox", id: `${field.id}_people`, "aria-label": words.people, hidden: "" });
    field.after(this.list);
    Object.entries({ "aria-autocomplete": "list", "aria-haspopup": "listbox", "aria-controls": this.list.id }).forEach(([name, value]) => field.setAttribute(name, value));
    field.addEventListener("input", () => this.typed());
    field.addEventListener("blur", () => this.close());
    field.addEventListener("keydown", (event) => this.key(event), true);
    field.addEventListener("click", () => this.close());
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", ({ target }) => { const option = target.closest("[role=option]"); if (option) this.take(option); });
  }

  get isOpen() { return !this.list.hidden; }

  get beginning() {
    const { value, selectionStart, selectionEnd } = this.field;
    return selectionStart === selectionEnd ? value.slice(Math.max(0, selectionStart - 60), selectionStart).match(TYPED)?.[1] : undefined;
  }

  typed() {
    clearTimeout(this.timer);
    if (this.beginning) this.timer = setTimeout(() => this.ask(), WAIT); else this.close();
  }

  async ask() {
    const q = this.beginning;
    if (!q) return;
    try {
      const answer = await fetch(`${this.words.suggestions}?${new URLSearchParams({ q, w: this.host.dataset.space })}`, { headers: { Accept: "application/json" } });
      const { people } = answer.ok && !answer.redirected ? await answer.json() : { people: [] };
      if (q === this.beginning && document.activeElement === this.field) this.show(people);
    } catch { this.close(); } // no connection: the name can be typed
  }

  show(people) {
    this.list.replaceChildren(...people.map(({ slug, name, city }, place) => {
      const option = make("li", { role: "option", id: `${this.list.id}_${place}`, "aria-selected": "false", "data-slug": slug }, name);
      if (city) option.append(make("span", { class: "tag-options__also" }, city));
      return option;
    }));
    this.list.hidden = !people.length;
    this.said.textContent = people.length ? counted(this.words, "found", people.length) : "";
    if (people.length) { this.place(); this.mark(this.list.firstElementChild); } else this.close();
  }

  /* Under the line of the cursor: measured in a copy of the field, as a text field does not tell. */
  place() {
    const { field, list } = this, style = getComputedStyle(field), copy = make("div", { "aria-hidden": "true" }, field.value.slice(0, field.selectionStart));
    for (const name of ["font", "letterSpacing", "lineHeight", "padding", "border", "boxSizing", "inlineSize"]) copy.style[name] = style[name];
    Object.assign(copy.style, { position: "absolute", visibility: "hidden", whiteSpace: "pre-wrap", overflowWrap: "break-word", insetInlineStart: 0, insetBlockStart: 0 });
    const end = copy.appendChild(make("span", {}, "​"));
    field.after(copy);
    const below = end.offsetTop - field.scrollTop + parseFloat(style.lineHeight);
    copy.remove();
    list.style.insetBlockStart = `${field.offsetTop + Math.min(below, field.offsetHeight) + 4}px`;
  }

  mark(option) {
    this.marked?.setAttribute("aria-selected", "false");
    this.marked = option;
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    this.field.setAttribute("aria-activedescendant", option.id);
  }

  key(event) {
    if (!this.isOpen || event.ctrlKey || event.metaKey || event.isComposing) return;
    const options = [...this.list.children], step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.mark(options.at((options.indexOf(this.marked) + step) % options.length));
    else if (event.key === "Enter" || event.key === "Tab") this.take(this.marked);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  take({ dataset: { slug } }) {
    const { field } = this, at = field.selectionStart, size = (this.beginning ?? "").length;
    this.close();
    put(field, `${slug} `, at - size, at);
  }

  close() {
    clearTimeout(this.timer);
    this.list.hidden = true;
    this.marked = null;
    this.field.removeAttribute("aria-activedescendant");
  }
}
