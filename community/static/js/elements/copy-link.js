/* Copies the address of the link inside instead of following it, and says so.

   <copy-link data-copied="Skopiowano odnośnik"><a class="link-button" href="/watki/12/post/3/">Odnośnik</a></copy-link>

   Without JavaScript, with a modifier key, or where the clipboard is closed, the link stays a link. */

class CopyLink extends HTMLElement {
  connectedCallback() {
    if (this.status) return;
    this.status = Object.assign(document.createElement("span"), { className: "meta" });
    this.status.setAttribute("role", "status");
    this.append(this.status);
    this.addEventListener("click", (event) => this.copy(event));
  }

  copy(event) {
    const link = event.target.closest("a[href]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || !navigator.clipboard) return;
    event.preventDefault();
    navigator.clipboard.writeText(link.href).then(() => this.say(this.dataset.copied), () => { location.href = link.href; });
  }

  say(text) {
    this.status.textContent = text;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => { this.status.textContent = ""; }, 4000);
  }
}

customElements.define("copy-link", CopyLink);
