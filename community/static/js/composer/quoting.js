/* Quotes a post into the reply: the whole of it, or what is selected in it. */

import { make } from "../live/words.js";
import { putBlock } from "./text.js";

const LONGEST = 4000;

export async function quote(composer, link, chosen) {
  const { field, words } = composer, post = link.closest(".post"), said = chosenIn(post, chosen);
  composer.say("");
  let answer;
  try {
    const got = await fetch(link.href, { headers: { Accept: "application/json" } });
    answer = await got.json();
  } catch { answer = { why: words.quoteOffline }; }
  if (answer.sign_in) { location.assign(answer.sign_in); return; }
  if (answer.markdown) {
    putBlock(field, said ? `${answer.head}\n>\n${await marked(said)}` : answer.markdown.trim());
    const { value, selectionEnd } = field, end = selectionEnd + value.slice(selectionEnd).match(/^\n*/)[0].length;
    field.setSelectionRange(end, end);
    composer.replyTo(answer.reply_to, make("a", { href: `#${post.id}` }, answer.label));
    field.scrollIntoView({ block: "center" });
  } else composer.say(answer.why || words.quoteFailed);
  field.focus();
}

/* Returns what is selected inside the text of the post, nothing when the selection is elsewhere. */
function chosenIn(post, chosen) {
  const body = post.querySelector(".post__body");
  if (!chosen || chosen.collapsed || !body.contains(chosen.commonAncestorContainer)) return null;
  const holder = document.createElement("div");
  holder.append(chosen.cloneContents());
  return holder.textContent.trim() ? holder : null;
}

async function marked(holder) {
  const { convert } = await import("./office.js"), { isRich, markdown } = convert(holder.innerHTML);
  const text = (isRich ? markdown : holder.textContent.trim()).slice(0, LONGEST);
  return text.split("\n").map((line) => `> ${line}`.trimEnd()).join("\n");
}
