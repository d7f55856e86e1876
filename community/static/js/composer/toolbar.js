/* The composer's toolbar, and its keys in the field.

   new Toolbar(composer).press("bold") */

import { roving } from "./roving.js";
import { markLines, put, putBlock, wrap } from "./text.js";

const KEYS = { b: "bold", i: "italic", k: "link" };
const isAddress = (text) => /^(https?:\/\/|mailto:)\S+$/.test(text);

export class Toolbar {
  constructor({ tools, field, files, preview, words }) {
    Object.assign(this, { field, files, preview, words, bar: tools.querySelector("[role=toolbar]") });
    this.bar.setAttribute("aria-controls", field.id);
    roving(this.bar, (act) => this.press(act));
    field.addEventListener("keydown", (event) => this.key(event));
  }

  key(event) {
    const { ctrlKey, metaKey, shiftKey, altKey, key } = event, act = KEYS[key.toLowerCase()];
    if (!act || !(ctrlKey || metaKey) || shiftKey || altKey) return;
    event.preventDefault();
    this.press(act);
  }

  press(act) {
    const { field, words } = this;
    if (act !== "preview" && !field.offsetParent) this.preview.show(false); // on a phone the preview hides the field
    if (act === "bold") wrap(field, "**", words.sample);
    else if (act === "italic") wrap(field, "*", words.sample);
    else if (act === "heading") markLines(field, () => "## ", /^#{1,6} /);
    else if (act === "list") markLines(field, () => "- ", /^[-*] /);
    else if (act === "numbers") markLines(field, (place) => `${place + 1}. `, /^\d+\. /);
    else if (act === "quote") markLines(field, () => "> ", /^> ?/);
    else if (act === "link") this.link();
    else if (act === "table") this.table();
    else if (act === "file") this.files.choose();
    else if (act === "preview") this.preview.toggle();
  }

  /* Around an address the words are to be typed, around words the address. */
  link() {
    const { field, words } = this, start = field.selectionStart, chosen = field.value.slice(start, field.selectionEnd).trim();
    const name = isAddress(chosen) ? words.linkText : chosen || words.linkText, address = isAddress(chosen) ? chosen : "https://";
    put(field, `[${name}](${address})`);
    const from = isAddress(chosen) || !chosen ? start + 1 : start + name.length + 3;
    field.setSelectionRange(from, from + (isAddress(chosen) || !chosen ? name : address).length);
  }

  table() {
    const { field, words } = this, row = (cells) => `| ${cells.join(" | ")} |`, title = `${words.column} 1`;
    const at = field.selectionEnd;
    putBlock(field, [row([1, 2, 3].map((n) => `${words.column} ${n}`)), "| --- | --- | --- |", row(["   ", "   ", "   "]), row(["   ", "   ", "   "])].join("\n"));
    const from = field.value.indexOf(title, at);
    field.setSelectionRange(from, from + title.length);
  }
}
