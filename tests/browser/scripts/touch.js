// Touches everything: links to scripts are followed, all others and all forms are held back.
() => {
    const hostile = /^\s*(javascript|data|vbscript):/i;
    const kinds = ["mouseover", "mouseenter", "pointerdown", "mousedown", "mouseup", "toggle", "animationstart", "error", "load"];
    addEventListener("click", e => {
        const link = e.target.closest("a");
        if (!link || !hostile.test(link.href)) e.preventDefault();
    }, true);
    addEventListener("submit", e => { e.preventDefault(); e.stopImmediatePropagation(); }, true);
    for (const e of document.querySelectorAll("main *, aside *, .site-header *")) {
        for (const kind of kinds) e.dispatchEvent(new Event(kind, {bubbles: false}));
        if (e.matches("a, button:not([data-hx-post]), input, textarea, select, summary, [tabindex]")) e.focus();
        if (e.matches("main a, main summary, svg, math")) e.dispatchEvent(new MouseEvent("click", {bubbles: true, cancelable: true}));
    }
}
