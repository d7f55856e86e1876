// What axe found: rule, element, HTML, message.
async () => (await window.__axe).violations.flatMap(v => v.nodes.map(n => [v.id, n.target.join(" "), n.html.slice(0, 160),
    (n.any.concat(n.all, n.none)[0] || {message: ""}).message]))
