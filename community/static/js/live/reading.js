/* Tells the site how far one has read in a thread that goes on: the bell and the place to go on from follow the eyes.

   saw(thread, 21)   <live-thread data-read="/przeczytane/5/">; only members have the form #act whose token it takes */

const SOON = 1500;
let timer, upto = 0, told = 0;

export function saw(thread, number) {
  upto = Math.max(upto, number);
  clearTimeout(timer);
  timer = setTimeout(() => tell(thread), SOON);
}

async function tell(thread) {
  const token = document.querySelector("#act [name=csrfmiddlewaretoken]");
  if (!token || upto <= told) return;
  const number = upto, body = new URLSearchParams({ upto: number, csrfmiddlewaretoken: token.value });
  try {
    const answer = await fetch(thread.dataset.read, { method: "POST", body });
    if (answer.ok) told = number;
  } catch { /* no connection: the next visit of the page says it */ }
}
