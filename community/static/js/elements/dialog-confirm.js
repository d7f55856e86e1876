/* Asks before something is done that cannot be undone.

   <dialog-confirm data-confirm="Usunąć ten wpis? Tego nie da się cofnąć." data-yes="Usuń wpis" data-no="Zostaw">
     <form method="post" action="…/usun/"><button class="button button--danger">Usuń</button></form>
   </dialog-confirm>

   Only a confirmed form carries confirmed=1. Without JavaScript it does not, and the server answers with a page
   that asks the same question. */

class DialogConfirm extends HTMLElement {
  connectedCallback() {
    this.addEventListener("submit", (event) => this.ask(event), true);
  }

  ask(event) {
    const form = event.target;
    if (form.elements.confirmed) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const dialog = this.build();
    dialog.addEventListener("close", () => {
      dialog.remove();
      if (dialog.returnValue === "yes") this.send(form, event.submitter);
      else event.submitter?.focus();
    });
    document.body.append(dialog);
    dialog.showModal();
  }

  send(form, submitter) {
    const field = Object.assign(document.createElement("input"), { type: "hidden", name: "confirmed", value: "1" });
    form.append(field);
    form.requestSubmit(submitter);
    setTimeout(() => field.remove());
  }

  build() {
    const dialog = Object.assign(document.createElement("dialog"), { className: "confirm" });
    const text = Object.assign(document.createElement("p"), { className: "confirm__text", id: "confirm-text", textContent: this.dataset.confirm });
    const row = Object.assign(document.createElement("div"), { className: "actions" });
    dialog.setAttribute("aria-labelledby", text.id);
    dialog.role = "alertdialog";
    row.append(this.button("yes", this.dataset.yes, "button button--danger", dialog), this.button("no", this.dataset.no, "button", dialog));
    dialog.append(text, row);
    row.lastChild.autofocus = true;
    return dialog;
  }

  button(value, label, className, dialog) {
    const button = Object.assign(document.createElement("button"), { type: "button", className, textContent: label });
    button.addEventListener("click", () => dialog.close(value));
    return button;
  }
}

customElements.define("dialog-confirm", DialogConfirm);
