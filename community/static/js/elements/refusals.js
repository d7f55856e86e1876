/* Says aloud when a button that works by htmx was refused or found no connection; without this, nothing would happen.
   What stays ticked or opened around a button that was pressed is its work, too.

   The server answers an htmx request that it refuses with one plain sentence, which is shown as it is. */

import { carry } from "../live/page.js";
import "../live/press.js";
import { make, ready, wordsOf } from "../live/words.js";

/* Before htmx looks at the page: no scripts in attributes, no other site. */
Object.assign(window.htmx.config, { allowEval: false, includeIndicatorStyles: false, selfRequestsOnly: true, historyCacheSize: 0, scrollIntoViewOnBoost: false, defaultSettleDelay: 0 });

function say(sentence) {
  document.querySelector(".notice--refusal")?.remove();
  const text = make("p", { class: "notice__body" }), notice = make("div", { class: "notice notice--error notice--refusal", role: "alert" }, text);
  document.querySelector("main").prepend(notice);
  text.textContent = sentence;
  notice.scrollIntoView({ block: "nearest" });
}

export const sayOf = (name) => ready.then(() => say(wordsOf("any-page")[name]));

/* Buttons of #act say by formaction where they go, with htmx and without: said twice, twenty posts would weigh more. One
   that is pressed takes back. */
document.addEventListener("htmx:configRequest", ({ detail }) => {
  const { elt } = detail, address = elt.getAttribute("formaction");
  if (address) detail.path = address + (elt.matches(".vote > [aria-pressed=true]") ? "?wycofaj=1" : "");
});

/* A post comes back whole, with what was ticked and opened in it, except in the poll in which one has just voted. How it is
   put in its place is said here: a button that a frame has replaced meanwhile stands under nothing that could say it. */
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const { shouldSwap, target, requestConfig: { elt } } = detail, fresh = document.createElement("template");
  if (!shouldSwap || !target.matches(".post-slot")) return;
  elt.closest(".poll")?.querySelectorAll(":checked").forEach((box) => { box.checked = false; });
  fresh.innerHTML = detail.serverResponse;
  detail.swapOverride = "outerHTML";
  carry(target, fresh.content);
  detail.serverResponse = fresh.innerHTML;
});

document.addEventListener("htmx:responseError", ({ detail: { xhr } }) => {
  const isSentence = xhr.getResponseHeader("Content-Type")?.startsWith("text/plain") && xhr.responseText;
  if (isSentence) say(xhr.responseText); else sayOf("failed");
});
document.addEventListener("htmx:sendError", () => sayOf("offline"));
