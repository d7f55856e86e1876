/* The text of a page, written as it will look. Without JavaScript, and where the editor does not come, its HTML is a field.

   <page-editor data-pictures="/pisz/obrazy/" data-…="words (components/page_editor.html)">
     … <textarea name="body" id="id_body">HTML</textarea> …
   </page-editor>

   The field holds the HTML always: it says `input` after every change, and who else writes into it says so, too. */

class PageEditor extends HTMLElement {
  connectedCallback() {
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => this.load(), { once: true });
    else this.load();
  }

  disconnectedCallback() {
    this.editor?.stop();
    this.editor = null;
  }

  /* A browser remembers a module that did not come: only opening the page again asks for it anew. */
  async load() {
    try {
      const { Editor } = await import("../editor/editor.js");
      if (this.isConnected) this.editor ??= new Editor(this);
    } catch (error) {
      console.warn(error);
      this.toggleAttribute("data-failed", true);
    }
  }
}

customElements.define("page-editor", PageEditor);
