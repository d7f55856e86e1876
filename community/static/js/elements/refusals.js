/* Says aloud when a button that works by htmx was refused or found no connection; without this, nothing would happen.

   <body data-offline="Nie ma połączenia. Nic się nie zapisało." data-failed="Coś poszło nie tak. Odśwież stronę.">

   The server answers an htmx request that it refuses with one plain sentence, which is shown as it is. */

export function say(sentence) {
  document.querySelector(".notice--refusal")?.remove();
  const notice = Object.assign(document.createElement("div"), { className: "notice notice--error notice--refusal" });
  const text = Object.assign(document.createElement("p"), { className: "notice__body" });
  notice.setAttribute("role", "alert");
  notice.append(text);
  document.querySelector("main").prepend(notice);
  text.textContent = sentence;
  notice.scrollIntoView({ block: "nearest" });
}

/* Buttons of #act say by formaction where they go, with htmx and without: said twice, twenty posts would weigh more. */
document.addEventListener("htmx:configRequest", ({ detail }) => { detail.path = detail.elt.getAttribute("formaction") ?? detail.path; });

document.addEventListener("htmx:responseError", ({ detail: { xhr } }) => {
  const isSentence = xhr.getResponseHeader("Content-Type")?.startsWith("text/plain") && xhr.responseText;
  say(isSentence ? xhr.responseText : document.body.dataset.failed);
});
document.addEventListener("htmx:sendError", () => say(document.body.dataset.offline));
