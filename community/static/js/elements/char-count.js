/* Says how much room is left in a field, in correct Polish, aloud only near the end.

   <char-count data-max="300" data-one="Został {n} znak" data-few="Zostały {n} znaki" data-many="Zostało {n} znaków"
               data-over="O {n} za dużo">
     <input name="title">
   </char-count>

   Counts code points, as the server does. The server checks again: this never blocks sending. */

class CharCount extends HTMLElement {
  connectedCallback() {
    this.field = this.querySelector("textarea, input");
    if (!this.field || this.output) return;
    this.max = Number(this.dataset.max);
    this.rules = new Intl.PluralRules(document.documentElement.lang);
    this.output = Object.assign(document.createElement("p"), { className: "char-count" });
    this.spoken = Object.assign(document.createElement("p"), { className: "visually-hidden" });
    this.spoken.setAttribute("role", "status");
    this.output.setAttribute("aria-hidden", "true");
    this.append(this.output, this.spoken);
    this.field.addEventListener("input", () => this.show());
    this.show();
  }

  show() {
    const left = this.max - [...this.field.value.replace(/\r?\n/g, "\r\n")].length;
    const near = left <= Math.max(20, this.max * 0.1);
    this.output.textContent = near || this.field.value ? this.phrase(left) : "";
    this.output.classList.toggle("char-count--low", near && left >= 0);
    this.output.classList.toggle("char-count--over", left < 0);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => { this.spoken.textContent = near ? this.phrase(left) : ""; }, 1000);
  }

  phrase(left) {
    const forms = this.dataset;
    const text = left < 0 ? forms.over : forms[this.rules.select(left)] ?? forms.many ?? forms.other ?? "{n}";
    return (text ?? "{n}").replace("{n}", String(Math.abs(left)));
  }
}

customElements.define("char-count", CharCount);
