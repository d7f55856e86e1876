/* A line of topics as chips, with suggestions while one types. Without JavaScript the line and the boxes do the same.

   <tag-input data-suggestions="/tematy/podpowiedzi/" data-space="zielona" data-most="5" data-remove="Usuń {name}" …>
     <label for="id_tags">Tematy</label> <input type="text" name="tags" id="id_tags" value="retencja, deszczówka">
     <details>… <input type="checkbox" name="tags" value="deszczówka"> …</details>
   </tag-input>

   The line keeps its name and holds everything, also what is typed and not chosen yet: <text-keeper> and the server
   read it as ever. Enter takes what is typed when it means a topic, and a comma whatever stands before it. */

import { ask, chip, make, TagOptions } from "./tag-parts.js";

const SEPARATORS = /[,;\n]/, WAIT = 150;
const parts = (text) => text.split(SEPARATORS).map((name) => name.trim()).filter(Boolean);

class TagInput extends HTMLElement {
  connectedCallback() {
    if (this.line) return;
    this.line = this.querySelector("input[type=text]");
    this.boxes = [...this.querySelectorAll("input[type=checkbox]")];
    this.unknown = parts(this.dataset.unknown ?? "");
    this.ask = (words) => ask(this.dataset.suggestions, words, this.dataset.space);
    this.build();
    this.read();
    this.line.addEventListener("input", () => this.writing || this.read()); // the text-keeper put something there
    this.input.addEventListener("input", () => this.typed());
    this.input.addEventListener("keydown", (event) => this.press(event));
    this.boxes.forEach((box) => {
      box.removeAttribute("name");
      box.addEventListener("change", () => (box.checked ? this.add(box.value) : this.remove(box.value)));
    });
  }

  build() {
    const { id } = this.line;
    this.input = this.line.cloneNode();
    ["name", "value"].forEach((name) => this.input.removeAttribute(name));
    Object.assign(this.line, { id: `${id}_line`, hidden: true });
    this.chips = make("ul", { class: "chips", "aria-label": this.dataset.chosen });
    this.said = make("p", { class: "field__help", hidden: "" });
    this.status = make("p", { class: "visually-hidden", role: "status" });
    this.line.after(this.chips, make("div", { class: "tag-box" }, this.input), this.said, this.status);
    this.options = new TagOptions(this.input, this.dataset.offered, (name) => this.add(name));
  }

  read() {
    this.names = [...new Set(parts(this.line.value))];
    this.input.value = "";
    this.draw();
  }

  write() {
    this.writing = true; // or its own event would be read back
    this.line.value = [...this.names, this.input.value.trim()].filter(Boolean).join(", ");
    this.line.dispatchEvent(new Event("input", { bubbles: true }));
    this.writing = false;
  }

  draw() {
    this.chips.replaceChildren(...this.names.map((name) => chip(name, {
      label: this.dataset.remove.replace("{name}", name),
      isUnknown: this.unknown.includes(name),
      remove: () => { this.remove(name); this.input.focus(); },
    })));
    this.chips.hidden = !this.names.length;
    this.boxes.forEach((box) => { box.checked = this.names.includes(box.value); });
  }

  add(name) {
    if (this.names.length >= Number(this.dataset.most) && !this.names.includes(name)) { this.options.close(); this.draw(); this.say(this.dataset.full); return; }
    this.names = [...new Set([...this.names, name])];
    this.input.value = "";
    this.changed(this.dataset.added.replace("{name}", name));
  }

  remove(name) {
    this.names = this.names.filter((other) => other !== name);
    this.changed(this.dataset.removed.replace("{name}", name));
  }

  changed(words) {
    clearTimeout(this.timer);
    this.options.close();
    this.draw();
    this.write();
    this.say("", words);
  }

  typed() {
    this.say("");
    clearTimeout(this.timer);
    if (SEPARATORS.test(this.input.value)) this.split(); else this.timer = setTimeout(() => this.suggest(), WAIT);
    this.write();
  }

  /* Makes chips of what stands before a comma at once, then asks what each of them means. */
  split() {
    const typed = this.input.value.split(SEPARATORS);
    this.input.value = typed.pop().trimStart();
    const names = typed.map((name) => name.trim()).filter((name) => name && !this.names.includes(name));
    const over = names.splice(Math.max(0, Number(this.dataset.most) - this.names.length));
    if (over.length) { this.input.value = [...over, this.input.value].join(" ").trim(); this.say(this.dataset.full); }
    this.names.push(...names);
    this.draw();
    names.forEach((name) => this.settle(name));
  }

  /* Puts the topic that a chip means in its place, or shows that there is none. */
  async settle(name) {
    const found = await this.ask(name);
    if (!found || !this.names.includes(name)) return;
    if (!found.exact) this.unknown.push(name);
    this.names = [...new Set(this.names.map((other) => (other === name ? found.exact || name : other)))];
    this.draw();
    this.write();
    if (found.exact) { this.status.textContent = this.dataset.added.replace("{name}", found.exact); return; }
    const near = found.tags.slice(0, 3).map((tag) => tag.name).join(", ");
    this.say((near ? this.dataset.nearest : this.dataset.none).replace("{near}", near).replace("{name}", name), "", true);
  }

  async takeTyped() {
    const typed = this.input.value.trim();
    const found = await this.ask(typed);
    if (found?.exact && typed === this.input.value.trim()) this.add(found.exact); else this.suggest();
  }

  async suggest({ evenOfNothing = false } = {}) {
    const words = this.input.value.trim();
    if (!words && !evenOfNothing) { this.options.close(); return; }
    const found = await this.ask(words);
    if (!found || words !== this.input.value.trim() || document.activeElement !== this.input) return;
    const tags = found.tags.filter(({ name }) => !this.names.includes(name));
    this.options.show(tags);
    this.say(words && found.is_near ? this.dataset[tags.length ? "near" : "none"] : "", this.dataset.found.replace("{n}", tags.length));
  }

  press(event) {
    const { key } = event, { isOpen, marked } = this.options, step = { ArrowDown: 1, ArrowUp: -1 }[key], isTyped = this.input.value.trim() !== "";
    if (step || key === "Enter" || (key === "Escape" && isOpen)) event.preventDefault(); // Enter never sends the form
    if (step && isOpen) this.options.mark(step);
    else if (step) this.suggest({ evenOfNothing: true });
    else if (key === "Enter" && marked) this.options.takeMarked();
    else if (key === "Enter" && isTyped) this.takeTyped();
    else if (key === "Escape") this.options.close();
    else if (key === "Backspace" && !this.input.value && this.names.length) this.remove(this.names.at(-1));
  }

  say(words, aloud = "", isWrong = false) {
    Object.assign(this.said, { textContent: words, hidden: !words, className: isWrong ? "field__error" : "field__help" });
    if (words || aloud) this.status.textContent = words || aloud;
  }
}

customElements.define("tag-input", TagInput);
