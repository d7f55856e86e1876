/* Says aloud when a button that works by htmx was refused or found no connection; without this, nothing would happen.
   What stays ticked or opened around a button that was pressed is its work, too.

   <body data-offline="Nie ma połączenia. Nic się nie zapisało." data-failed="Coś poszło nie tak. Odśwież stronę.">

   The server answers an htmx request that it refuses with one plain sentence, which is shown as it is. */

import { carry } from "../live/page.js";
import { make } from "../live/words.js";

export function say(sentence) {
  document.querySelector(".notice--refusal")?.remove();
  const text = make("p", { class: "notice__body" }), notice = make("div", { class: "notice notice--error notice--refusal", role: "alert" }, text);
  document.querySelector("main").prepend(notice);
  text.textContent = sentence;
  notice.scrollIntoView({ block: "nearest" });
}

/* Buttons of #act say by formaction where they go, with htmx and without: said twice, twenty posts would weigh more. */
document.addEventListener("htmx:configRequest", ({ detail }) => { detail.path = detail.elt.getAttribute("formaction") ?? detail.path; });

/* A post comes back with what was ticked and opened in it, except in the poll in which one has just voted. */
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const { shouldSwap, target, requestConfig: { elt } } = detail, fresh = document.createElement("template");
  if (!shouldSwap || !target.matches(".post-slot")) return;
  elt.closest(".poll")?.querySelectorAll(":checked").forEach((box) => { box.checked = false; });
  fresh.innerHTML = detail.serverResponse;
  carry(target, fresh.content);
  detail.serverResponse = fresh.innerHTML;
});

document.addEventListener("htmx:responseError", ({ detail: { xhr } }) => {
  const isSentence = xhr.getResponseHeader("Content-Type")?.startsWith("text/plain") && xhr.responseText;
  say(isSentence ? xhr.responseText : document.body.dataset.failed);
});
document.addEventListener("htmx:sendError", () => say(document.body.dataset.offline));
