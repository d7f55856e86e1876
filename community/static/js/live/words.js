/* Elements and counted words for what we add to a page.

   make("p", { class: "live-line" }, "Brak połączenia.");   counted(element, "new", 2) reads data-new-one, -few or -many */

export const make = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  Object.entries(attributes).forEach(([name, value]) => element.setAttribute(name, value));
  element.append(...children);
  return element;
};

export function counted({ dataset }, name, count) {
  const form = new Intl.PluralRules(document.documentElement.lang).select(count);
  return (dataset[name + { one: "One", few: "Few" }[form]] ?? dataset[`${name}Many`] ?? "").replace("{count}", count);
}
