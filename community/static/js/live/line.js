/* One quiet line for members: no connection, back again and how much was caught up, signed out, no longer allowed.

   Only on pages with a <live-thread> or a <live-list>: elsewhere nobody waits for anything. */

import { listen } from "./connection.js";
import { announce } from "./news.js";
import { counted, make, ready, wordsOf } from "./words.js";

const PATIENCE = 4000, SHOWN = 6000, caught = new Set();
let line, timer, isAway = false;

function show(words, ...more) {
  clearTimeout(timer);
  line?.remove();
  line = words && document.querySelector("main").appendChild(make("p", { class: "live-line" }, `${words} `, ...more));
  if (words) announce("line", () => words);
}

/* After the line was shown, says what came meanwhile; without it, nobody noticed anything. */
function back(element) {
  if (isAway && line) {
    show(caught.size ? counted(wordsOf(element.localName), "caught", caught.size) : wordsOf("live-line").back);
    timer = setTimeout(show, SHOWN);
  }
  isAway = false;
}

async function signedOut() {
  await ready;
  const { signedOut: words, signIn, signInUrl } = wordsOf("live-line");
  show(words, make("a", { href: signInUrl + encodeURIComponent(location.pathname + location.search) }, signIn));
}

function connection(state) {
  clearTimeout(timer);
  if (state === "off") {
    if (!isAway) caught.clear();
    isAway = true;
    if (!line) timer = setTimeout(() => ready.then(() => isAway && show(wordsOf("live-line").offline)), PATIENCE);
  } else if (state === "signed-out") signedOut();
  else if (state === "polling" || !isAway) show();
}

listen(({ t, s, id, state, why }) => {
  const element = document.querySelector("live-thread, live-list");
  if (!element) return;
  if (t === "state") connection(state);
  if (t === "event") caught.add(`${s} ${id}`);
  if (t === "followed") back(element);
  if (t === "dropped" || t === "refused") show(why);
});
