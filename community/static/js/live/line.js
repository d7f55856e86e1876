/* One quiet line for members: no connection, back again and how much was caught up, signed out, no longer allowed.

   Its words are those of the first element with data-offline, such as <live-thread data-offline="Brak połączenia." …>. */

import { listen } from "./connection.js";
import { announce } from "./news.js";
import { counted, make } from "./words.js";

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
    show(caught.size ? counted(element, "caught", caught.size) : element.dataset.back);
    timer = setTimeout(show, SHOWN);
  }
  isAway = false;
}

function connection(state, element) {
  const { offline, signedOut, signIn = "", signInUrl = "" } = element.dataset;
  clearTimeout(timer);
  if (state === "off") {
    if (!isAway) caught.clear();
    isAway = true;
    if (!line) timer = setTimeout(() => show(offline), PATIENCE);
  } else if (state === "signed-out") show(signedOut, make("a", { href: signInUrl }, signIn));
  else if (state === "polling" || !isAway) show();
}

listen(({ t, s, id, state, why }) => {
  const element = document.querySelector("[data-offline]:not(body)");
  if (!element) return;
  if (t === "state") connection(state, element);
  if (t === "event") caught.add(`${s} ${id}`);
  if (t === "followed") back(element);
  if (t === "dropped" || t === "refused") show(why);
});
