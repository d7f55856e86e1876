/* A toolbar that is one stop of the Tab key, with arrows inside (ARIA Authoring Practices); the selection stays in the text.

   const rove = roving(bar, (act) => { … });   rove(button)   the button that Tab goes to */

export function roving(bar, press) {
  const buttons = [...bar.querySelectorAll("button")], last = buttons.length - 1;
  const rove = (button) => { buttons.forEach((other) => { other.tabIndex = other === button ? 0 : -1; }); };
  bar.addEventListener("keydown", (event) => {
    const place = buttons.indexOf(document.activeElement);
    const next = { ArrowRight: place + 1, ArrowLeft: place - 1, Home: 0, End: last }[event.key];
    if (next === undefined || place < 0) return;
    event.preventDefault();
    const button = buttons[(next + buttons.length) % buttons.length];
    rove(button);
    button.focus();
  });
  bar.addEventListener("mousedown", (event) => event.preventDefault());
  bar.addEventListener("click", ({ target }) => {
    const button = target.closest("button");
    if (button) { rove(button); press(button.dataset.act); }
  });
  rove(buttons[0]);
  return rove;
}
