/* Elements and words for what we add to a page; the words are a file, <body data-words="/slowa/3f2a9c01/">.

   await ready;   make("p", {}, wordsOf("live-line").back);   counted(wordsOf("live-thread"), "new", 2) */

const book = document.createElement("template");

/* Fetched at once, because some words say that there is no connection. */
async function fetchWords() {
  try {
    const answer = await fetch(document.body.dataset.words);
    if (!answer.ok) throw new Error(answer.status);
    book.innerHTML = await answer.text();
  } catch {
    await new Promise((again) => { setTimeout(again, 9000); });
    await fetchWords();
  }
}

export const ready = fetchWords();

export const wordsOf = (name) => book.content.querySelector(name)?.dataset ?? {};

export const make = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  Object.entries(attributes).forEach(([name, value]) => element.setAttribute(name, value));
  element.append(...children);
  return element;
};

export function counted(words, name, count) {
  const form = new Intl.PluralRules(document.documentElement.lang).select(count);
  return (words[name + { one: "One", few: "Few" }[form]] ?? words[`${name}Many`] ?? "").replace("{count}", count);
}
