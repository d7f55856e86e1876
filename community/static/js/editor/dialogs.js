/* A question in a dialog over the page, made of a template of the page.

   const asked = ask(template, { fill(form), check(answers, button) { return { address: "sentence" } } });
   await asked.answer   the answers by name, with `button`; null when it was closed
   asked.close() */

export function ask(template, { fill, check }) {
  const dialog = document.createElement("dialog"), form = document.createElement("form"), content = template.content.cloneNode(true);
  dialog.className = "sheet";
  dialog.setAttribute("aria-labelledby", content.querySelector("h2").id);
  form.method = "dialog";
  form.className = "editor-ask";
  form.noValidate = true;
  form.append(content);
  dialog.append(form);
  document.body.append(dialog);
  fill?.(form);
  const answer = new Promise((done) => {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      event.stopPropagation(); // nothing of the page is sent
      const given = { ...Object.fromEntries(new FormData(form)), button: event.submitter?.value };
      if (tell(form, check(given))) return;
      done(given); // before the browser says that it closed: who types on types where the answer was put
      dialog.close();
    });
    form.querySelector("[data-cancel]").addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => { dialog.remove(); done(null); });
  });
  dialog.showModal();
  return { answer, close: () => dialog.close() };
}

/* Shows each sentence at its field and goes to the first; returns whether there was one. */
function tell(form, wrong) {
  for (const line of form.querySelectorAll("[data-error]")) {
    const name = line.dataset.error, field = form.elements[name];
    line.hidden = !wrong[name];
    line.lastElementChild.textContent = wrong[name] ?? "";
    field.toggleAttribute("aria-invalid", Boolean(wrong[name]));
    if (wrong[name]) field.setAttribute("aria-invalid", "true");
  }
  const first = form.querySelector("[aria-invalid=true]");
  first?.focus();
  return Boolean(first);
}
