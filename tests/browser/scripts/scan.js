// What of the hostile input became alive in this page.
() => {
    const found = [], urls = ["href", "src", "action", "formaction", "xlink:href", "srcdoc", "data", "poster", "background", "ping"];
    const foreign = "iframe, object, embed, applet, base, frame, frameset, portal, math, marquee, main style, main link, main meta, main img:not([src^='/pliki/'], [src^='/obrazy/'])";
    const isJson = (text) => { try { return Boolean(JSON.parse(text)); } catch { return false; } };
    const walk = root => {
        for (const e of root.querySelectorAll("*")) {
            for (const {name, value} of e.attributes) {
                if (/^on/i.test(name)) found.push(`attribute ${name} on ${e.outerHTML.slice(0, 200)}`);
                if (/^(data-)?hx-on/i.test(name)) found.push(`htmx attribute ${name} on ${e.outerHTML.slice(0, 200)}`);
                const url = value.replace(/[\u0000-\u0020]/g, "").toLowerCase();
                if (urls.includes(name.toLowerCase()) && /^(javascript|data|vbscript):/.test(url)) found.push(`script address in ${e.outerHTML.slice(0, 200)}`);
                if (name === "style" || name === "srcdoc") found.push(`${name} on ${e.outerHTML.slice(0, 200)}`);
            }
            const isData = e.matches("script[type='application/ld+json']") && isJson(e.textContent);
            const isOwn = isData || e.matches("script[src^='/static/'], script[type='application/json'][data-allauth-onload]");
            if (e.localName === "script" && !isOwn) found.push(`script ${e.outerHTML.slice(0, 200)}`);
            if (e.content instanceof DocumentFragment) walk(e.content);
            if (e.shadowRoot) walk(e.shadowRoot);
        }
        for (const e of root.querySelectorAll(foreign)) found.push(`element ${e.outerHTML.slice(0, 200)}`);
    };
    walk(document);
    if (window.__xss !== undefined) found.push("a script ran");
    return found;
}
