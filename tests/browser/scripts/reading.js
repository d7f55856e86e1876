/* What the tree does not tell of a page: places on the screen, fields with a fault, regions that speak by themselves, and
   how many controls one can see. */
() => {
  const main = document.querySelector("main"), seen = (element) => element.checkVisibility({ visibilityProperty: true });
  const isAside = (element) => element.closest(".visually-hidden, [aria-hidden=true], svg") || ["absolute", "fixed"].includes(getComputedStyle(element).position);
  const leaves = [], walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  while (walker.nextNode()) {
    const node = walker.currentNode, isText = node.nodeType === Node.TEXT_NODE, element = isText ? node.parentElement : node;
    if (isText ? !node.data.trim() : !element.matches("input:not([type=hidden]), textarea, select, img")) continue;
    if (!seen(element) || isAside(element)) continue;
    const range = document.createRange(), cell = element.closest("td, th");
    range.selectNode(node);
    const boxes = [...(cell || !isText ? cell ?? element : range).getClientRects()].filter(({ width, height }) => width > 1 && height > 1);
    if (boxes.length) leaves.push({ first: boxes[0], last: boxes.at(-1), cell, words: (isText ? node.data : element.outerHTML).trim().slice(0, 40) });
  }
  const back = leaves.filter((leaf, place) => {
    const before = leaves[place - 1]?.last, { first } = leaf;
    if (!before || (leaf.cell && leaf.cell === leaves[place - 1].cell)) return false;
    const shared = Math.min(before.bottom, first.bottom) - Math.max(before.top, first.top);
    const isOneLine = shared > Math.min(before.height, first.height) / 2;
    return isOneLine ? first.right <= before.left + 1 : first.bottom <= leaves[place - 1].first.top + 1 && first.left < before.right; // else a column beside, read after
  }).map((leaf) => `“${leaf.words}” stands before “${leaves[leaves.indexOf(leaf) - 1].words}”, which is read first`);
  const said = (field) => (field.getAttribute("aria-describedby") ?? "").split(" ").map((id) => document.getElementById(id));
  const untold = [...document.querySelectorAll(".field__error")].filter(seen).filter((error) => {
    const fields = [...document.querySelectorAll("[aria-describedby]")];
    return !fields.some((field) => said(field).includes(error));
  }).map((error) => error.textContent.trim());
  const lost = [...document.querySelectorAll("[aria-describedby]")].filter((field) => said(field).includes(null)).map((field) => field.outerHTML.slice(0, 90));
  const regions = [...document.querySelectorAll("[aria-live], [role=status], [role=alert], [role=log], output")].filter(seen);
  const silent = regions.filter((region) => region.getAttribute("role") !== "alert" && !region.textContent.trim());
  return {
    back, untold, lost,
    positive: [...document.querySelectorAll("[tabindex]")].filter(({ tabIndex }) => tabIndex > 0).map(({ outerHTML }) => outerHTML.slice(0, 90)),
    loud: regions.filter((region) => (region.getAttribute("role") === "alert" || region.ariaLive === "assertive") && !region.textContent.trim()).map(({ outerHTML }) => outerHTML.slice(0, 90)),
    polite: Math.max(0, ...Object.values(Object.groupBy(silent, (region) => region.closest("search-box, similar-box, text-composer")?.localName ?? "page")).map(({ length }) => length)),
    controls: [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")].filter(seen).length,
  };
}
