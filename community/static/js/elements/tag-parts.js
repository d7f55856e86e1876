/* What <tag-input> is made of: asking what words mean, a chip, and the list of options under a combobox, as the ARIA
   Authoring Practices describe it (aria-activedescendant).

   const options = new TagOptions(input, "Podpowiedzi", (name) => add(name));
   options.show([{ name: "retencja", also: "zatrzymywanie wody" }]);  options.mark(1);  options.takeMarked();

   The list knows its input and what to call for a chosen name, and nothing else. */

const make = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  Object.entries(attributes).forEach(([name, value]) => element.setAttribute(name, value));
  element.append(...children);
  return element;
};

/* Returns {exact, is_near, tags} for what is typed; null without a connection, when the server reads the line anyway. */
async function ask(address, words, space) {
  try {
    const answer = await fetch(`${address}?${new URLSearchParams({ q: words, s: space })}`);
    return answer.ok && !answer.redirected ? await answer.json() : null;
  } catch { return null; }
}

function chip(name, { label, isUnknown, remove }) {
  const button = make("button", { type: "button", class: "tag-remove", "aria-label": label }, "×");
  button.addEventListener("click", remove);
  return make("li", { class: isUnknown ? "chip chip--unknown" : "chip" }, name, button);
}

class TagOptions {
  constructor(input, label, take) {
    this.input = input;
    this.take = take;
    this.list = make("ul", { class: "tag-options", role: "listbox", id: `${input.id}_options`, "aria-label": label, hidden: "" });
    const attributes = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id };
    Object.entries(attributes).forEach(([name, value]) => input.setAttribute(name, value));
    input.after(this.list);
    input.addEventListener("blur", () => this.close());
    this.list.addEventListener("mousedown", (event) => event.preventDefault()); // the focus stays in the input
    this.list.addEventListener("click", ({ target }) => {
      const option = target.closest("[role=option]");
      if (option) this.take(option.dataset.name);
    });
  }

  get isOpen() { return !this.list.hidden; }

  show(tags) {
    this.list.replaceChildren(...tags.map(({ name, also }, place) => {
      const option = make("li", { role: "option", id: `${this.list.id}_${place}`, "aria-selected": "false", "data-name": name }, name);
      if (also) option.append(make("span", { class: "tag-options__also" }, also));
      return option;
    }));
    this.set(tags.length > 0);
  }

  close() { this.set(false); }

  set(isOpen) {
    this.marked = null;
    this.input.removeAttribute("aria-activedescendant");
    this.list.hidden = !isOpen;
    this.input.setAttribute("aria-expanded", String(isOpen));
  }

  /* Moves the mark down (1) or up (-1), around the ends. */
  mark(step) {
    const options = [...this.list.children];
    const place = this.marked ? options.indexOf(this.marked) + step : step > 0 ? 0 : -1;
    this.marked?.setAttribute("aria-selected", "false");
    this.marked = options.at(place % options.length);
    this.marked.setAttribute("aria-selected", "true");
    this.marked.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", this.marked.id);
  }

  takeMarked() { this.take(this.marked.dataset.name); }
}

export { ask, chip, make, TagOptions };
