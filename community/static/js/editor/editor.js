/* The editor of <page-editor>: ProseMirror with what a page may hold (schema.js), our toolbar and words.

   const editor = new Editor(host);   editor.press("bold");   editor.say("Seen and heard")   editor.tell("Heard");   editor.stop() */

import { dropCursor, EditorState, EditorView, gapCursor, history, undo } from "../vendor/prosemirror.js";
import { make } from "../live/words.js";
import { ACTS } from "./commands.js";
import { Html, note } from "./html.js";
import { keys } from "./keys.js";
import { askForLink } from "./links.js";
import { ownIds, placeholders } from "./order.js";
import { pasting } from "./pasting.js";
import { Pictures } from "./pictures.js";
import { iconOf, nameOf, pieces } from "./pieces.js";
import { Toolbar } from "./toolbar.js";

const SOON = 200, EDGE = 64; // what stands over the text, above and below

export class Editor {
  constructor(host) {
    const field = host.querySelector("textarea");
    Object.assign(this, { host, field, form: field.form, words: host.dataset, text: new Html(), known: { ids: new Map(), cards: new Set(), pictures: new Map() }, stopping: new AbortController() });
    this.pictures = new Pictures(this);
    this.toolbar = new Toolbar(this);
    this.view = this.open();
    host.toggleAttribute("data-ready", true);
    this.listen();
    this.toolbar.show(this.view.state);
  }

  open() {
    const { field, host, text } = this, doc = text.read(field.value), hadFocus = document.activeElement === field;
    note(doc, this.known);
    const plugins = [...keys(this), history(), gapCursor(), dropCursor({ color: false, class: "editor__drop" }), ownIds(this.known), placeholders(this), this.pictures.plugin];
    const view = new EditorView({ mount: host.querySelector("[data-text]") }, {
      state: EditorState.create({ doc, plugins }), attributes: this.attributes(), nodeViews: pieces(this),
      scrollThreshold: EDGE, scrollMargin: EDGE,
      dispatchTransaction: (tr) => this.apply(tr), ...pasting(this),
    });
    Object.assign(field, { hidden: true, required: false });
    field.removeAttribute("id");
    if (hadFocus) view.focus();
    return view;
  }

  /* The text takes over what the field was for screen readers. */
  attributes() {
    const { field } = this, [label] = field.labels, about = field.getAttribute("aria-describedby"), keysLine = this.host.querySelector("[data-keys]");
    label?.addEventListener("click", () => this.view.focus(), { signal: this.stopping.signal });
    return {
      class: "prose editor__text", id: field.id, role: "textbox", "aria-multiline": "true", translate: "yes",
      ...(label && { "aria-labelledby": label.id }), "aria-describedby": [about, keysLine.id].filter(Boolean).join(" "),
      ...(field.getAttribute("aria-invalid") && { "aria-invalid": "true" }),
    };
  }

  listen() {
    const { field, form, view } = this, { signal } = this.stopping, early = { signal, capture: true };
    field.addEventListener("input", () => { if (!this.isWriting && field.value !== this.written) this.reread(); }, { signal });
    view.dom.addEventListener("input", (event) => event.stopPropagation(), { signal }); // the field says what changed
    document.addEventListener("submit", (event) => { if (event.target === form) this.hold(event); }, early);
    addEventListener("pagehide", () => this.flush(), early);
    addEventListener("visibilitychange", () => this.flush(), early);
  }

  apply(tr) {
    const before = this.view.state, { state, transactions } = before.applyTransaction(tr);
    this.view.updateState(state);
    if (transactions.some(({ docChanged }) => docChanged)) this.changed(before.doc, state.doc);
    else if (state.selection.node && state.selection.node !== before.selection.node) this.tell(`${this.words.chosen}: ${nameOf(state.selection.node, this.words)}`);
    this.toolbar.show(state);
  }

  changed(before, now) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), SOON);
    const count = (doc) => doc.content.content.filter(({ isAtom }) => isAtom).length;
    if (count(now) < count(before)) this.say(this.words.removed, this.words.undo, () => { undo(this.view.state, this.view.dispatch); this.view.focus(); });
    else this.say("");
  }

  /* Writes the HTML into the field, now. */
  flush() {
    clearTimeout(this.timer);
    const html = this.text.write(this.view.state.doc);
    if (html === this.field.value) return;
    this.isWriting = true;
    this.field.value = this.written = html;
    this.field.dispatchEvent(new Event("input", { bubbles: true }));
    this.isWriting = false;
  }

  /* Somebody else wrote into the field: an older text that was kept, or a newer one. It can be undone. */
  reread() {
    const { view, text, field } = this, doc = text.read(field.value);
    note(doc, this.known);
    this.written = field.value;
    view.dispatch(view.state.tr.replaceWith(0, view.state.doc.content.size, doc.content));
    clearTimeout(this.timer);
  }

  hold(event) {
    this.flush();
    if (!this.pictures.isBusy) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.say(this.words.onTheWay);
  }

  press(act) {
    const { view } = this;
    if (act === "link") { askForLink(this); return; }
    if (act === "picture") { this.pictures.choose(); return; }
    if (!ACTS[act](view.state, view.dispatch)) this.tell(this.words.notHere);
    view.focus();
  }

  /* Says something to those who hear the page. */
  tell(words) { this.host.querySelector("[data-aloud]").textContent = words; }

  /* Shows it, too, until the text changes; with a button that does something about it. */
  say(words, label, act) {
    const line = this.host.querySelector("[data-said]");
    if (!words && line.hidden) return;
    const close = make("button", { type: "button", class: "tool", "aria-label": this.words.close }, iconOf("x", this.host));
    close.addEventListener("click", () => { this.say(""); this.view.focus(); });
    line.hidden = !words;
    line.replaceChildren(make("p", {}, words), close);
    this.tell(words);
    if (!label) return;
    const button = make("button", { type: "button", class: "link-button" }, label);
    button.addEventListener("click", () => { this.say(""); act(); });
    close.before(button);
  }

  stop() {
    this.flush();
    this.stopping.abort();
    this.view.destroy();
  }
}
