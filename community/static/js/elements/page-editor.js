/* The text of a page, written as it will look. Without JavaScript, and where the editor does not come, its HTML is a field.

   <page-editor data-pictures="/pisz/obrazy/" data-…="words (components/page_editor.html)">
     … <textarea name="body" id="id_body">HTML</textarea> …
   </page-editor>

   The field holds the HTML always: it says `input` after every change, and who else writes into it says so, too. */

class PageEditor extends HTMLElement {
  connectedCallback() {
    this.querySelector("[data-again]").onclick = () => this.load();
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => this.load(), { once: true });
    else this.load();
  }

  disconnectedCallback() {
    this.editor?.stop();
    this.editor = null;
  }

  async load() {
    if (this.editor || this.isLoading) return;
    this.isLoading = true;
    try {
      const { Editor } = await import("../editor/editor.js");
      if (this.isConnected) this.editor = new Editor(this);
    } catch (error) {
      console.warn(error);
    }
    this.isLoading = false;
    this.toggleAttribute("data-failed", !this.editor);
  }
}

customElements.define("page-editor", PageEditor);
