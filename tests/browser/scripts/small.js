// Targets under 24 CSS pixels that are not links inside a text (WCAG 2.2, 2.5.8).
() => [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")].filter(e => {
    const box = e.getBoundingClientRect();
    if (!e.checkVisibility() || e.closest(".visually-hidden, .skip-link") || !box.width) return false;
    const label = e.labels && e.labels[0] && e.labels[0].getBoundingClientRect();
    const inText = e.localName === "a" && getComputedStyle(e).display === "inline" &&
        e.closest("p, li, dd, td, span, .prose, blockquote, h1, h2, h3");
    return !inText && Math.min(box.width, box.height) < 24 && !(label && label.height >= 24);
}).map(e => { const box = e.getBoundingClientRect(); return `${Math.round(box.width)}×${Math.round(box.height)} ${e.outerHTML.slice(0, 140)}`; })
