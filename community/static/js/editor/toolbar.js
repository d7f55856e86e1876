/* The editor's toolbar: shows what holds at the selection, and what can be done there. */

import { roving } from "../composer/roving.js";
import { ACTS, PRESSED } from "./commands.js";

export class Toolbar {
  constructor(editor) {
    this.editor = editor;
    this.bar = editor.host.querySelector("[role=toolbar]");
    this.buttons = [...this.bar.querySelectorAll("button")];
    roving(this.bar, (act) => editor.press(act));
    this.bar.addEventListener("keydown", (event) => { if (event.key === "Escape") { event.preventDefault(); editor.view.focus(); } });
  }

  focus() { this.bar.querySelector("[tabindex='0']").focus(); }

  /* Buttons that can do nothing here stay in reach, so that one can find them. */
  show(state) {
    for (const button of this.buttons) {
      const { act } = button.dataset, can = ACTS[act];
      if (PRESSED[act]) button.setAttribute("aria-pressed", String(PRESSED[act](state)));
      if (can) button.setAttribute("aria-disabled", String(!can(state)));
    }
  }
}
