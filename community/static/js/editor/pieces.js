/* Pictures and fixed cards as they stand in the text: chosen as a whole, moved and taken out by buttons and keys, never
   typed into. */

import { make } from "../live/words.js";
import { move, remove } from "./commands.js";
import { schema } from "./schema.js";

export const iconOf = (name, host) => host.querySelector(`template[data-icon="${name}"]`).content.firstElementChild.cloneNode(true);

/* Returns what a picture or card is called when it is spoken of. */
export const nameOf = ({ type, attrs }, words) => (type === schema.nodes.card ? attrs.label : `${words.picture}: ${attrs.alt || attrs.caption || (attrs.decorative ? words.decorative : words.undescribed)}`);

class Piece {
  constructor(editor, node, view, getPos) {
    Object.assign(this, { editor, view, getPos });
    this.dom = make("div", { class: "piece", role: "group" });
    this.dom.addEventListener("click", ({ target }) => {
      const button = target.closest("button");
      if (button && button.getAttribute("aria-disabled") !== "true") this.press(button.dataset.act);
    });
    this.show(node);
  }

  show(node) {
    const { host, words } = this.editor, isCard = node.type === schema.nodes.card;
    this.node = node;
    this.dom.classList.add(isCard ? "piece--card" : "piece--picture");
    this.dom.setAttribute("aria-label", nameOf(node, words));
    const acts = make("p", { class: "piece__acts" });
    if (!isCard) acts.append(this.button("describe", words.describe, "pencil"));
    acts.append(this.button("up", words.up, "arrow-up"), this.button("down", words.down, "arrow-down"), this.button("remove", words.remove, "trash-2"));
    this.dom.replaceChildren(...(isCard ? this.card(node) : this.picture(node)), acts);
  }

  button(act, label, icon) {
    return make("button", { type: "button", class: "tool", "data-act": act, "aria-label": `${label}: ${nameOf(this.node, this.editor.words)}`, title: label }, iconOf(icon, this.editor.host));
  }

  card({ attrs }) { return [make("p", { class: "piece__label" }, attrs.label), make("p", { class: "piece__note" }, this.editor.words.fixed)]; }

  picture({ attrs: { src, alt, width, height, caption, decorative } }) {
    const { words } = this.editor, isUntold = !alt && !decorative;
    const img = make("img", { src, alt: decorative ? "" : alt, draggable: "false", ...(width && { width }), ...(height && { height }) });
    const told = make("p", { class: isUntold ? "piece__note piece__note--missing" : "piece__note" }, isUntold ? words.undescribed : decorative ? words.decorative : `${words.description}: ${alt}`);
    return [img, ...(caption ? [make("p", { class: "piece__caption" }, caption)] : []), told];
  }

  press(act) {
    const at = this.getPos(), { view, editor } = this, by = { up: -1, down: 1 }[act];
    if (act === "describe") { editor.pictures.describe(at); return; }
    if (act === "remove") { remove(at)(view.state, view.dispatch); view.focus(); return; }
    if (!move(at, by)(view.state, view.dispatch)) { editor.tell(by < 0 ? editor.words.isFirst : editor.words.isLast); return; }
    view.nodeDOM(view.state.selection.from)?.querySelector(`[data-act=${act}]`).focus();
  }

  update(node) {
    if (node.type !== this.node.type) return false;
    if (node !== this.node) this.show(node);
    return true;
  }

  selectNode() { this.dom.classList.add("is-chosen"); }

  deselectNode() { this.dom.classList.remove("is-chosen"); }

  stopEvent({ target, type }) { return Boolean(target.closest?.("button")) && !type.startsWith("drag") && type !== "drop"; }

  ignoreMutation() { return true; }
}

export const pieces = (editor) => {
  const made = (node, view, getPos) => new Piece(editor, node, view, getPos);
  return { figure: made, card: made };
};
