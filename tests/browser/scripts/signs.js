// What decides about the colours of each element that shows: its tag, classes and states, and those of its parent.
() => {
    const STATES = /^(aria-(current|pressed|selected|invalid|disabled|expanded)|data-|disabled|open|type|checked|role$)/;
    const own = e => !e ? "" : e.localName + [...e.classList].sort().map(name => "." + name).join("")
        + [...e.attributes].filter(a => STATES.test(a.name))
            .map(a => `[${a.name}${a.name.startsWith("data-") ? "" : "=" + a.value}]`).sort().join("");
    const shown = [...document.body.querySelectorAll("*")].filter(e => e.checkVisibility());
    return [...new Set(shown.map(e => `${own(e.parentElement)} > ${own(e)}`)),
        `${document.documentElement.className}|${document.body.className}|${document.body.dataset.network ?? ""}`];
}
