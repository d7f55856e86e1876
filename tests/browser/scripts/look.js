// What every page must have exactly once, and what the policy stopped.
() => ({
    headings: [...document.querySelectorAll("h1")].filter(h => h.checkVisibility()).length,
    lang: document.documentElement.lang,
    title: document.title.trim(),
    violations: window.__violations,
    twins: [...document.querySelectorAll("[id]")].map(e => e.id).filter((id, i, all) => all.indexOf(id) !== i),
})
