/* A field of Markdown with a toolbar, preview, drafts, mentions, files and clean pasting: all loaded on the first touch.

   <text-composer data-tools="/pisanie/" data-space="zielona" data-thread="5" data-keeps-drafts>
     <p data-reply-to hidden>…</p> <div class="field"><textarea name="text"></textarea></div>
   </text-composer>
   <article class="post">… <a href="/wpisy/99/cytat/">Cytuj</a></article>

   Who owns what of a text: <text-keeper> its copy in this browser, this element its copy on the server (the draft),
   <reply-outbox> what was sent and has not arrived. The field is the truth for the first two until it is sent. */

class TextComposer extends HTMLElement {
  connectedCallback() { for (const touch of ["focusin", "dragenter"]) this.addEventListener(touch, () => this.load()); }

  /* Returns the composer, null without a connection: then the field is a field, and the next touch tries again. */
  load() {
    this.loading ??= import("../composer/composer.js").then(({ compose }) => compose(this)).catch(() => { this.loading = null; });
    return this.loading;
  }
}

document.addEventListener("click", async (event) => {
  const act = event.target.closest?.(".post a[href$='/cytat/']:not(.post__body *), text-composer [name=wzor]"), composer = document.querySelector("text-composer");
  if (!act || !composer || (act.href && act.origin !== location.origin) || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  if (event.detail > 1) return; // the second half of a double click
  const chosen = getSelection().rangeCount ? getSelection().getRangeAt(0).cloneRange() : null;
  const tools = await composer.load();
  if (tools) tools.bring(act, chosen); else if (act.href) location.assign(act.href);
});

customElements.define("text-composer", TextComposer);
