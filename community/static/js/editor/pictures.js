/* Pictures on their way into the text, and what can be seen in them.

   pictures.choose()   pictures.add(files, place)   pictures.describe(place of the picture in the text)

   While the server takes a picture, a line holds its place, which moves with the text; what the server refuses is said in
   that line. What can be seen in it is asked at once, not when it arrives: nobody is disturbed while writing on. */

import { closeHistory, Decoration, DecorationSet, GapCursor, NodeSelection, Plugin, PluginKey } from "../vendor/prosemirror.js";
import { make } from "../live/words.js";
import { ask } from "./dialogs.js";
import { schema } from "./schema.js";
import { send } from "./sending.js";

const TAKEN = "image/jpeg,image/png,image/webp,image/gif", key = new PluginKey("pictures");

/* Where a block goes that is put in at a selection: under what is there. */
export const placeAt = (selection) => (selection instanceof NodeSelection || selection instanceof GapCursor ? selection.to : selection.$to.depth ? selection.$to.after(1) : selection.to);

/* Returns the place between two blocks that was at `place`, whatever was written or taken out around it. */
function moved(place, { mapping, doc }) {
  const $place = doc.resolve(mapping.map(place, -1));
  return $place.depth ? $place.after(1) : $place.pos;
}

const waiting = () => new Plugin({
  key,
  state: {
    init: () => new Map(),
    apply(tr, places) {
      const { add, gone } = tr.getMeta(key) ?? {}, now = tr.docChanged ? new Map([...places].map(([item, place]) => [item, moved(place, tr)])) : new Map(places);
      if (add) now.set(add.item, add.place);
      now.delete(gone);
      return now;
    },
  },
  props: {
    decorations(state) {
      const line = ([{ element, id }, place]) => Decoration.widget(place, element, { key: id, side: -1, stopEvent: () => true, ignoreSelection: true });
      return DecorationSet.create(state.doc, [...key.getState(state)].map(line));
    },
  },
});

export class Pictures {
  constructor(editor) {
    Object.assign(this, { editor, words: editor.words, template: editor.host.querySelector("template[data-dialog=picture]"), items: new Set(), count: 0, plugin: waiting() });
    this.input = make("input", { type: "file", accept: TAKEN, multiple: "", hidden: "" });
    this.input.addEventListener("change", () => { this.add([...this.input.files]); this.input.value = ""; });
    editor.host.append(this.input);
    this.last = Promise.resolve();
  }

  choose() { this.input.click(); }

  get isBusy() { return [...this.items].some(({ isSending }) => isSending); }

  /* Puts a line for each file into the text, sends them, and asks one after another what is to be seen. */
  add(files, place = placeAt(this.editor.view.state.selection)) {
    const { view } = this.editor, images = files.filter(({ type }) => type.startsWith("image/"));
    if (images.length < files.length) this.editor.say(this.words.onlyPictures);
    for (const file of images) {
      const item = this.line(file);
      this.items.add(item);
      view.dispatch(view.state.tr.setMeta(key, { add: { place, item } }));
      this.last = this.last.then(() => this.ask({ name: file.name }, item)).then((told) => { item.told = told; this.arrive(item); });
      this.send(item);
    }
  }

  line(file) {
    const { words } = this, item = { file, id: `picture-${(this.count += 1)}` };
    item.text = make("span", { class: "upload__told" });
    item.bar = make("progress", { max: 100, value: 0, "aria-label": file.name });
    item.again = make("button", { type: "button", class: "link-button", hidden: "" }, words.again);
    item.drop = make("button", { type: "button", class: "link-button", "aria-label": `${words.cancel}: ${file.name}` }, words.cancel);
    item.again.addEventListener("click", () => { this.send(item); item.drop.focus(); });
    item.drop.addEventListener("click", () => { item.isGone = true; item.request.abort(); this.forget(item); this.editor.view.focus(); });
    item.element = make("div", { class: "upload editor__upload", contenteditable: "false" }, make("span", { class: "upload__name" }, file.name), item.drop, item.text, item.bar, item.again);
    return item;
  }

  async send(item) {
    const { editor, words } = this;
    Object.assign(item, { isSending: true, answer: null });
    this.tell(item, words.sends, false);
    const answer = await send(item, editor.words.pictures, editor.form);
    item.isSending = false;
    if (item.isGone) return;
    if (answer.id) { Object.assign(item, { answer }); this.tell(item, words.there, false); this.arrive(item); return; }
    item.asking?.close();
    this.tell(item, answer.why || (answer.isOffline ? words.offline : words.notSent), true);
  }

  tell({ element, bar, text, again, file }, words, isRefused) {
    element.classList.toggle("upload--refused", isRefused);
    bar.hidden = isRefused;
    again.hidden = !isRefused;
    text.textContent = words;
    this.editor.tell(`${file.name}: ${words}`);
  }

  /* Puts the picture in when both are there: the picture, and what was said of it (null: later). */
  arrive(item) {
    const { editor, words } = this, { answer, told } = item;
    if (!answer || told === undefined || item.isGone) return;
    const attrs = { picture: String(answer.id), src: answer.src, width: answer.width ?? null, height: answer.height ?? null, ...told };
    const { view } = editor, { state } = view, place = key.getState(state).get(item), before = state.doc.resolve(place).nodeBefore;
    const isBlank = before?.type === schema.nodes.paragraph && !before.content.size, tr = state.tr.setMeta(key, { gone: item });
    const from = isBlank ? place - before.nodeSize : place, isEnd = place === state.doc.content.size;
    editor.known.pictures.set(attrs.picture, attrs);
    tr.replaceWith(from, place, [schema.nodes.figure.create(attrs), ...(isEnd ? [schema.nodes.paragraph.create()] : [])]);
    view.dispatch(closeHistory(tr));
    this.items.delete(item);
    editor.tell(told ? words.there : words.thereUntold);
  }

  forget(item) {
    this.items.delete(item);
    item.asking?.close();
    this.editor.view.dispatch(this.editor.view.state.tr.setMeta(key, { gone: item }));
  }

  /* Returns alt, caption and whether it is a decoration; null when it is to be said later. */
  async ask({ name = "", src = "", alt = "", caption = "", decorative = false }, item) {
    if (item && (item.isGone || (!item.isSending && !item.answer))) return null;
    const { words } = this, asked = ask(this.template, {
      fill(form) {
        form.querySelector("[data-shown]").append(src ? make("img", { src, alt: "" }) : name);
        Object.assign(form.elements.alt, { value: alt, disabled: decorative });
        form.elements.caption.value = caption;
        form.elements.decorative.checked = decorative;
        form.elements.decorative.addEventListener("change", ({ target }) => { form.elements.alt.disabled = target.checked; });
      },
      check: (given) => (given.alt?.trim() || given.decorative ? {} : { alt: words.altMissing }),
    });
    if (item) item.asking = asked;
    const given = await asked.answer;
    if (item) item.asking = null;
    this.editor.view.focus();
    return given && { alt: given.decorative ? "" : given.alt.replace(/\s+/g, " ").trim(), caption: given.caption.trim(), decorative: Boolean(given.decorative) };
  }

  /* Asks about a picture that stands in the text. */
  async describe(place) {
    const { view } = this.editor, node = view.state.doc.nodeAt(place), told = await this.ask(node.attrs);
    if (!told || view.state.doc.nodeAt(place) !== node) return;
    const tr = view.state.tr.setNodeMarkup(place, null, { ...node.attrs, ...told });
    view.dispatch(closeHistory(tr).setSelection(NodeSelection.create(tr.doc, place)));
    view.focus();
  }
}
