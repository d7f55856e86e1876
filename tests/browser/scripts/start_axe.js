// Starts axe with the rules of these tags, or with these rules; its promise waits for read_axe.
({tags, rules}) => { window.__axe = axe.run(document, {
    runOnly: rules ? {type: "rule", values: rules} : {type: "tag", values: tags},
    rules: rules ? {} : {"target-size": {enabled: true}},
    resultTypes: ["violations"], preload: false,
}); }
