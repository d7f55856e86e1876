// How much wider than the window the page is, and because of what; "" when it fits.
() => {
    const page = document.scrollingElement;
    if (page.scrollWidth <= page.clientWidth) return "";
    const wide = [...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > page.clientWidth + 1);
    return `${page.scrollWidth} px, because of ${wide.slice(-3).map(e => e.tagName.toLowerCase() + "." + e.className).join(", ")}`;
}
