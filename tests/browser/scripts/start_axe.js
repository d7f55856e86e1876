// Starts axe with the rules of these tags, or with these rules; its promise waits for read_axe. `without` are left out.
({tags, rules, without}) => { window.__axe = axe.run({include: [["html"]], exclude: (without ?? []).map(one => [one])}, {
    runOnly: rules ? {type: "rule", values: rules} : {type: "tag", values: tags},
    rules: rules ? {} : {"target-size": {enabled: true}},
    resultTypes: ["violations"], preload: false,
}); }
