/* Looks again after a moment whether a PDF is made, and shows what its page says then.

   <printout-state role="status" data-again="2000"><p>The PDF is being made.</p><a href="…">Check again</a></printout-state>

   Without JavaScript, the link inside does the same. Without data-again nothing is asked. */

class PrintoutState extends HTMLElement {
  connectedCallback() {
    this.look();
  }

  disconnectedCallback() {
    clearTimeout(this.waiting);
  }

  look() {
    const pause = Number(this.dataset.again);
    if (pause) this.waiting = setTimeout(() => this.ask().catch(() => this.look()), pause);
  }

  async ask() {
    const answer = await fetch(location.href);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = page.querySelector("printout-state");
    if (!answer.ok || !now) return;
    const held = this.contains(document.activeElement);
    if (now.dataset.again) this.dataset.again = now.dataset.again;
    else delete this.dataset.again;
    this.replaceChildren(...now.childNodes);
    if (held) this.querySelector("a, button")?.focus();
    this.look();
  }
}

customElements.define("printout-state", PrintoutState);
