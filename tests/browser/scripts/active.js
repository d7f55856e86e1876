// Where the focus is, and whether one sees it.
() => {
    const e = document.activeElement, style = getComputedStyle(e), box = e.getBoundingClientRect();
    return {
        mark: e === document.body ? "" : `${e.tagName} ${e.id} ${e.className} ${e.textContent.trim().slice(0, 40)} ${e.getAttribute("href") || ""}`,
        skip: e.classList.contains("skip-link"), main: e.id === "main",
        outline: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
        shown: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight,
    };
}
