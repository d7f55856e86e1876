// Starts axe with the rules of these tags, or with these rules; its promise waits for read_axe. `without` are left out,
// and frames, too: what a frame shows (a letter) is a page type of its own.
({tags, rules, without}) => { window.__axe = axe.run({include: [["html"]], exclude: (without ?? []).map(one => [one])}, {
    runOnly: rules ? {type: "rule", values: rules} : {type: "tag", values: tags},
    rules: rules ? {} : {"target-size": {enabled: true}},
    resultTypes: ["violations"], preload: false, iframes: false,
}); }
