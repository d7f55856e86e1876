/* A picture as large as the window lets it be, with its description. Escape closes it, and so does a click on the
   picture or beside it; the arrow keys go through the pictures of the page, and the focus is back at the link of the last.

   open(link)   a link around a picture */

import { make, wordsOf } from "../live/words.js";

export function open(link) {
  const links = [...document.querySelectorAll(".picture__link")];
  const picture = make("img", { class: "viewer__picture", alt: "" }), words = make("p", { class: "viewer__words", id: "viewer-words", "aria-live": "polite" });
  const close = make("button", { type: "button", class: "button button--small", autofocus: "" }, wordsOf("any-page").close ?? "×");
  const dialog = make("dialog", { class: "viewer", "aria-labelledby": "viewer-words" }, picture, make("div", { class: "viewer__foot" }, words, close));
  const show = () => {
    picture.src = link.href;
    words.textContent = link.querySelector("img").alt;
  };
  dialog.addEventListener("click", ({ target, detail }) => { if (detail < 2 && [dialog, picture, close].includes(target)) dialog.close(); });
  dialog.addEventListener("keydown", ({ key }) => {
    const next = links[links.indexOf(link) + ({ ArrowLeft: -1, ArrowRight: 1 }[key] ?? 0)];
    if (next && next !== link) { link = next; show(); }
  });
  dialog.addEventListener("close", () => { dialog.remove(); link.focus(); });
  show();
  document.body.append(dialog);
  dialog.showModal();
}
